"""Conversations in the page's chat: begun, left, found again, continued by others or after a restart."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from chatter import EN, ZH
from openclaw_auth.testing.steps import Answer, HangMidStream

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


def test_what_others_say_appears_by_itself_and_once(chat):
    page = chat.enter()
    chat.say("mine")
    chat.answers()
    other = chat.elsewhere("from a terminal")
    expect(page.locator(".bubble").last).to_have_text("from a terminal")
    chat.answers(2)
    other.join()
    chat.say("mine again")
    chat.answers(3)
    expect(page.locator(".bubble")).to_have_text(["mine", "from a terminal", "mine again"])

    chat.gateway.provider.queue(Answer(text="slow answer " * 40, chunk_delay_s=0.05))
    other = chat.elsewhere("long one")
    expect(page.locator(".growing")).to_contain_text("slow answer")
    page.reload()  # comes into the midst of it
    expect(page.locator(".growing")).to_contain_text("slow answer")
    expect(page.locator(".bubble").last).to_have_text("long one")
    page.get_by_role("button", name="Stop").click()
    other.join()
    expect(page.locator(".growing")).to_have_count(0)
    expect(page.locator(".bubble")).to_have_count(4)


def test_a_gateway_that_comes_back_goes_on_with_the_conversation(chat):
    page = chat.enter()
    chat.board.may_lose_the_gateway = True
    chat.say("before")
    chat.answers()
    chat.gateway.provider.queue(HangMidStream(4))
    chat.say("long, cut off")
    expect(page.locator(".growing")).to_contain_text("Paragraph")
    chat.gateway.__exit__()
    expect(page.locator(".failure")).to_be_visible()
    expect(page.locator(".growing")).to_have_count(0)
    with chat.gateway:
        expect(page.locator(".pulse.live")).to_be_visible(timeout=20_000)
        chat.elsewhere("from elsewhere").join()
        expect(page.locator(".bubble").last).to_have_text("from elsewhere", timeout=20_000)
        chat.say("after")
        expect(page.locator(".answer").last).to_contain_text("You said: after")
        expect(page.locator(".bubble")).to_have_text(
            ["before", "long, cut off", "from elsewhere", "after"]
        )


@pytest.mark.parametrize(("look", "new"), [(EN, "New chat"), (ZH, "新建会话")], ids=["en", "zh"])
def test_sessions_are_begun_left_and_found_again(chat, look, new):
    page = chat.enter()
    chat.say("in main")
    chat.answers()
    page.get_by_role("button", name=new).click()
    expect(page.locator(".welcome")).to_be_visible()
    chat.say("in another")
    chat.answers()
    expect(page.locator(".sessions a")).to_have_count(2)
    assert "#/chat/agent%3Amain%3Achat-" in page.url
    page.go_back()
    expect(page.locator(".bubble")).to_have_text("in main")
    page.go_forward()
    expect(page.locator(".bubble")).to_have_text("in another")
    page.locator(".sessions a", has_not=page.locator("[aria-current]")).last.click()
    expect(page.locator(".bubble")).to_have_text("in main")

    page.locator("#app > header nav select").select_option("work")
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".sessions a")).to_have_count(1)
    page.goto(f"{chat.gateway.url}/#/chat/agent%3Amain%3Amain")
    expect(page.locator(".bubble")).to_have_text("in main")
    page.locator(".views a").first.click()
    expect(page.locator(".candidate").first).to_be_visible()
    page.go_back()
    expect(page.locator(".bubble")).to_have_text("in main")


def test_a_new_beginning_clears_the_conversation(chat):
    page = chat.enter()
    chat.say("old words")
    chat.answers()
    chat.say("/status")
    expect(page.locator(".note")).to_have_count(1)
    chat.say("/new")
    expect(page.locator(".answer")).to_have_count(0)
    expect(page.locator(".bubble")).to_have_text("/new")
    expect(page.locator(".note")).to_have_count(1)


def test_an_agent_that_is_not_there_is_said(chat):
    page = chat.enter()
    page.goto(f"{chat.gateway.url}/#/chat/agent%3Aghost%3Amain")
    expect(page.locator(".banner.bad")).to_contain_text("ghost")
    chat.looks_right("ghost")
    page.go_back()
    expect(page.locator(".welcome")).to_be_visible()
    assert 0 < len(chat.board.complaints) < 9
    chat.board.complaints = [c for c in chat.board.complaints if "404" not in c]
