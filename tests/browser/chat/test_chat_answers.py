"""An answer in the page's chat: streamed, stopped, failed, moved to another model, full of markup."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from chat_scene import ANN
from chatter import EN, KEY_REFUSED, ZH
from openclaw_auth.testing.steps import Answer, Fail, HangMidStream

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.mark.parametrize(
    ("look", "words"),
    [(EN, ("paid by use", "Copied", "in,")), (ZH, ("按量付费", "已复制", "输入"))],
    ids=["en", "zh"],
)
def test_an_answer_streams_as_markdown_and_says_who_gave_it(chat, look, words):
    page = chat.enter()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat.gateway.provider.behaviour = Answer(chunk_delay_s=0.02)
    chat.say("rich")
    expect(page.locator(".growing .level1")).to_have_text("Leases, briefly")
    answer = chat.answers()

    expect(answer.locator("ol > li")).to_have_count(3)
    expect(answer.locator("ol ul > li")).to_have_count(2)
    expect(answer.locator("li.task input:checked")).to_have_count(1)
    expect(answer.locator("td.to-right")).to_have_text(["0.2", "180"])
    expect(answer).to_contain_text("AT&T says 5 < 6.")
    link = answer.get_by_role("link", name="the design")
    assert link.get_attribute("href") == "https://example.org/design"
    assert "noopener" in link.get_attribute("rel")
    for word in ("anthropic/claude-opus-4-5", "anthropic:ann@example.org", *words[::2]):
        expect(answer.locator(".line-of")).to_contain_text(word)
    answer.locator("figure .copy").click()
    expect(answer.locator("figure .copy")).to_have_text(words[1])
    assert page.evaluate("navigator.clipboard.readText()").startswith("async def ask(broker")

    page.reload()
    expect(chat.answers().locator("ol > li")).to_have_count(3)
    expect(page.locator(".line-of")).to_contain_text(words[2])
    expect(page.locator(".bubble")).to_have_text("rich")


@pytest.mark.parametrize(
    ("look", "stop", "stopped"), [(EN, "Stop", "stopped"), (ZH, "停止", "已停止")], ids=["en", "zh"]
)
def test_an_answer_is_stopped(chat, look, stop, stopped):
    page = chat.enter()
    chat.gateway.provider.queue(HangMidStream(4))
    chat.say("tell me something long")
    expect(page.locator(".growing")).to_contain_text("Paragraph")
    page.get_by_role("button", name=stop).click()

    expect(page.locator(".answer .stopped")).to_have_text(stopped)
    expect(page.get_by_role("button", name=stop)).to_have_count(0)
    chat.say("again")
    chat.answers(2)
    page.reload()
    expect(page.locator(".answer .stopped")).to_have_text(stopped)


@pytest.mark.parametrize(
    ("look", "says"), [(EN, "does not accept this key"), (ZH, "不接受此密钥")], ids=["en", "zh"]
)
def test_a_failure_says_why_and_what_mends_it(chat, look, says):
    page = chat.enter()
    chat.gateway.provider.behaviour = Fail(401, KEY_REFUSED)
    chat.say("hello")
    failure = page.locator(".failure")
    expect(failure).to_contain_text("anthropic:ann@example.org")
    expect(failure).to_contain_text(says)
    expect(failure.locator(".command code")).to_contain_text("openclaw models auth")
    expect(page.locator(".growing")).to_have_count(0)

    chat.gateway.provider.behaviour = Answer()
    page.reload()
    expect(page.locator(".failure")).to_have_count(1)


def test_a_fallback_is_said_below_the_answer(chat):
    chat.enter()
    for name in (ANN, "key-of-bob-000000"):
        chat.gateway.provider.behaviour_by_key[name] = Fail(401, KEY_REFUSED)
    chat.say("hello")
    answer = chat.answers()
    expect(answer.locator(".line-of")).to_contain_text("openai/gpt-5.2")
    expect(answer.locator(".footer.moved")).to_contain_text("anthropic/claude-opus-4-5")
    chat.looks_right("fallback")


def test_markup_in_an_answer_does_nothing(chat):
    page = chat.enter()
    chat.say("evil")
    answer = chat.answers()
    page.wait_for_timeout(300)  # for whatever would run
    assert page.title().endswith("openclaw-auth")
    assert (
        answer.locator(
            "script, img, iframe, svg:not(.drawn), style, form, base, meta, b, i"
        ).count()
        == 0
    )
    links = answer.locator("a").evaluate_all("all => all.map((one) => one.href)")
    assert links == ["https://evil.example/pixel.png"]
    assert answer.evaluate(
        """all => [...all.querySelectorAll("*")].every((one) =>
             [...one.attributes].every(({ name }) => !name.startsWith("on") && name !== "style"))"""
    )
    expect(answer).to_contain_text('<script>document.title = "stolen"</script>')
    expect(page.locator("#app")).to_have_count(1)
    page.reload()
    chat.answers()
    assert page.title().endswith("openclaw-auth")


def test_a_text_that_nests_without_end_is_shown_all_the_same(chat):
    page = chat.enter()
    chat.gateway.provider.queue(Answer(text=">" * 20_000 + " deep"), Answer(text="[" * 20_000))
    chat.say("one")
    expect(chat.answers()).to_contain_text("deep")
    chat.say("two")
    chat.answers(2)
    chat.say("three")
    expect(chat.answers(3)).to_contain_text("You said: three")
    assert page.evaluate("1 + 1") == 2
