"""The page's chat is small, fetched when somebody goes there, and stays smooth when it is long."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import expect

from chat_scene import write_session

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


def test_a_long_conversation_stays_smooth(chat):
    words = "Some **words** with `code` and a [link](https://example.org).\n\n- one\n- two\n\n"
    write_session(chat.gateway, [words * 4] * 600)
    page = chat.enter()
    expect(page.locator(".turn")).to_have_count(80)
    assert page.locator(".log").evaluate("l => l.scrollHeight - l.scrollTop - l.clientHeight") < 100
    page.locator(".earlier").click()
    expect(page.locator(".turn")).to_have_count(160)
    frames = page.evaluate(
        """async () => {
          const field = document.querySelector("textarea");
          const took = [];
          for (let n = 0; n < 30; n++) {
            const began = performance.now();
            field.value += "x";
            field.dispatchEvent(new Event("input", { bubbles: true }));
            await new Promise(requestAnimationFrame);
            await new Promise((later) => setTimeout(later));
            took.push(performance.now() - began);
          }
          return took.sort((a, b) => a - b)[15];
        }"""
    )
    assert frames < 100, frames
    chat.say("long")
    expect(page.locator(".answer").last).to_contain_text("Paragraph 59")
    expect(page.locator(".growing")).to_have_count(0)
    expect(page.locator(".turn")).to_have_count(160)


def test_the_chat_is_fetched_when_somebody_goes_there_and_all_of_it_is_small(chat):
    answers = []

    def took(answer):
        answers.append(answer)

    chat.page.on("response", took)

    def sizes():
        files = [a for a in answers if "/page/" in a.url]
        return {a.url.rpartition("/")[2]: len(gzip.compress(a.body())) for a in files}

    page = chat.board.enter()
    page.wait_for_timeout(300)  # for whatever else would be fetched
    board = sizes()
    assert "words.js" in board
    assert not {"chat.js", "marked.js"} & set(board)
    page.locator(".views a").last.click()
    expect(page.locator(".composer")).to_be_visible()
    assert "marked.js" in sizes()
    assert sum(board.values()) < 100_000, board
    assert sum(sizes().values()) < 300_000, sizes()
