"""Writing in the page's chat: keys, words being composed, completion, pictures, long texts, waiting."""

from __future__ import annotations

import base64
import json

import pytest
from playwright.sync_api import expect

from chatter import EN, ZH
from openclaw_auth.testing.steps import Answer

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def test_enter_sends_shift_enter_does_not_and_neither_does_a_word_being_composed(chat):
    page = chat.enter()
    chat.field.press_sequentially("one")
    chat.field.press("Shift+Enter")
    chat.field.press_sequentially("two")
    assert chat.field.input_value() == "one\ntwo"
    chat.field.press("Enter")
    chat.answers()
    assert page.locator(".bubble").inner_text() == "one\ntwo"

    composing = page.context.new_cdp_session(page)
    composing.send(
        "Input.imeSetComposition", {"text": "nihao", "selectionStart": 5, "selectionEnd": 5}
    )
    page.keyboard.press("Enter")
    page.evaluate(
        """() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
             { key: "Enter", isComposing: true, bubbles: true, cancelable: true }))"""
    )
    expect(page.locator(".bubble")).to_have_count(1)
    composing.send("Input.insertText", {"text": "你好"})
    chat.field.press("Enter")
    chat.answers(2)
    expect(page.locator(".bubble").last).to_contain_text("你好")


@pytest.mark.parametrize(
    ("look", "waits"), [(EN, "waits for the answer"), (ZH, "等待上一个回答")], ids=["en", "zh"]
)
def test_a_message_waits_for_the_answer_before_it(chat, look, waits):
    page = chat.enter()
    chat.gateway.provider.queue(Answer(text="first answer " * 20, chunk_delay_s=0.06))
    chat.say("one")
    expect(page.locator(".growing")).to_contain_text("first")
    chat.say("two")
    expect(page.locator(".said").last).to_contain_text(waits)
    chat.looks_right("queued")

    chat.answers(2)
    expect(page.locator(".said").last).not_to_contain_text(waits)
    order = page.locator(".turn").evaluate_all("all => all.map((one) => one.classList[1])")
    assert order == ["said", "answer", "said", "answer"]


def test_commands_models_and_profiles_are_completed(chat):
    page = chat.enter()
    options = page.locator(".suggestions li")
    chat.field.press_sequentially("/mo")
    expect(options).to_contain_text(["/model", "/models"])
    page.keyboard.press("Tab")
    assert chat.field.input_value() == "/model "
    chat.field.press_sequentially("op")
    expect(options.first).to_contain_text("opus")
    page.keyboard.press("Enter")
    assert chat.field.input_value() == "/model opus"
    chat.field.press_sequentially("@b")
    expect(options).to_have_count(1)
    page.keyboard.press("Tab")
    assert chat.field.input_value() == "/model opus@anthropic:bob"
    page.keyboard.press("Enter")
    expect(page.locator(".picked-pin")).to_contain_text("anthropic:bob")

    chat.field.press_sequentially("/usage ")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert chat.field.input_value() == "/usage full"
    page.keyboard.press("Enter")
    expect(page.locator(".note")).to_have_count(2)
    chat.say("/model nosuchmodel")
    expect(page.locator(".note.bad")).to_be_visible()
    chat.field.press_sequentially("/")
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)


@pytest.mark.parametrize(
    ("look", "remove", "refused"),
    [(EN, "Remove", "no picture"), (ZH, "移除", "不是")],
    ids=["en", "zh"],
)
def test_pictures_are_pasted_dropped_and_chosen(chat, look, remove, refused):
    page = chat.enter()
    files = [{"name": n, "mimeType": "image/png", "buffer": PIXEL} for n in ("a.png", "b.png")]
    page.locator("input[type=file]").set_input_files(files)
    previews = page.locator(".previews li")
    expect(previews).to_have_count(2)
    transfer = """([data, name, type, event, target]) => {
      const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
      const files = new DataTransfer();
      files.items.add(new File([bytes], name, { type }));
      const init = { bubbles: true, cancelable: true, dataTransfer: files, clipboardData: files };
      const made = event === "paste" ? new ClipboardEvent(event, init) : new DragEvent(event, init);
      document.querySelector(target).dispatchEvent(made);
    }"""
    data = base64.b64encode(PIXEL).decode()
    page.evaluate(transfer, [data, "c.png", "image/png", "paste", "textarea"])
    expect(previews).to_have_count(3)
    page.evaluate(transfer, [data, "d.png", "image/png", "dragover", ".log"])
    expect(page.locator(".drop-here")).to_be_visible()
    page.evaluate(transfer, [data, "d.png", "image/png", "drop", ".log"])
    expect(page.locator(".drop-here")).to_have_count(0)
    expect(previews).to_have_count(4)
    page.evaluate(transfer, [data, "e.svg", "image/svg+xml", "drop", ".log"])
    expect(page.locator(".toast.bad")).to_contain_text(refused)
    page.get_by_role("button", name=f"{remove}: a.png").click()
    expect(previews).to_have_count(3)
    chat.looks_right("pictures")

    chat.say("what is this?")
    chat.answers()
    expect(page.locator(".said img")).to_have_count(3)
    sent = json.loads(chat.gateway.provider.requests[-1].body)["messages"][-1]["content"]
    assert [block["type"] for block in sent].count("image") == 3
    assert sent[-1]["source"]["data"] == data
    page.reload()
    expect(page.locator(".said img")).to_have_count(3)
    assert page.locator(".said img").first.evaluate("image => image.naturalWidth") == 1


@pytest.mark.parametrize(("look", "says"), [(EN, "5 MB"), (ZH, "5 MB")], ids=["en", "zh"])
def test_a_message_that_is_too_long_is_refused_in_words_and_kept(chat, look, says):
    page = chat.enter()
    chat.field.fill("look at this")
    page.evaluate(
        """() => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", "many words\\n".repeat(500_000));
          const init = { bubbles: true, cancelable: true, clipboardData };
          document.querySelector("textarea").dispatchEvent(new ClipboardEvent("paste", init));
        }"""
    )
    expect(page.locator(".snippet")).to_contain_text("5,500,000")
    chat.looks_right("long-paste")
    page.locator(".round.send").click()
    expect(page.locator(".failure")).to_contain_text(says, timeout=30_000)
    expect(page.locator(".snippet")).to_be_visible()
    assert chat.field.input_value() == "look at this"
    assert "413" in chat.board.complaints.pop()
