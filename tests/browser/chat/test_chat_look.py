"""Everything in the page's chat can be read, named and reached by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from chatter import KEY_REFUSED
from openclaw_auth.testing.steps import Fail

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]
PHONE = {"width": 390, "height": 844}
LOOKS = [
    {"locale": "en-GB", "color_scheme": "light"},
    {"locale": "en-GB", "color_scheme": "dark", "viewport": PHONE},
    {"locale": "zh-CN", "color_scheme": "dark"},
    {"locale": "zh-CN", "color_scheme": "light", "viewport": PHONE},
]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look.values())))
def test_everything_can_be_read_and_named(chat, look):
    page = chat.enter()
    chat.looks_right("1-empty")
    chat.say("rich")
    chat.answers()
    chat.looks_right("2-answer")
    chat.say("/status")
    expect(page.locator(".note")).to_contain_text("claude-opus-4-5")
    chat.field.fill("/")
    expect(page.locator(".suggestions li").first).to_be_visible()
    chat.looks_right("3-commands")
    chat.field.fill("")
    page.locator(".picked").click()
    expect(page.locator(".picker .profile").first).to_be_visible()
    chat.looks_right("4-picker")
    page.keyboard.press("Escape")
    if "viewport" in look:
        page.locator(".talk-head button").first.click()
        expect(page.locator(".sessions")).to_be_visible()
        page.wait_for_timeout(250)  # until it has slid in
        chat.looks_right("5-sessions")
        page.keyboard.press("Escape")
    chat.gateway.provider.behaviour = Fail(401, KEY_REFUSED)
    chat.say("and now?")
    expect(page.locator(".failure")).to_be_visible()
    chat.looks_right("6-failure")


def test_everything_is_reached_by_keyboard(chat):
    page = chat.enter()
    expect(chat.field).to_be_focused()
    page.keyboard.type("hello")
    page.keyboard.press("Enter")
    chat.answers()
    expect(chat.field).to_be_focused()
    page.keyboard.press("ArrowUp")
    assert chat.field.input_value() == "hello"
    reached = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        name = "e => e.getAttribute('aria-label') || e.textContent.trim()"
        reached.add(
            page.locator(":focus").first.evaluate(name) if page.locator(":focus").count() else ""
        )
    assert {"Send", "Add pictures", "Copy the answer", "Conversation", "Chat"} <= reached
    assert any(name.startswith("Model: ") for name in reached)
    assert any("New chat" in name for name in reached)
