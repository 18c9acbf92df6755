"""Model and credential are picked in the page's chat, and who cannot serve says why."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from chat_scene import ANN
from chatter import EN, KEY_REFUSED, ZH
from gateway_process import wait_until
from openclaw_auth.testing.steps import Fail

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.mark.parametrize(
    ("look", "free"), [(EN, "Let it choose"), (ZH, "自动选择")], ids=["en", "zh"]
)
def test_model_and_credential_are_picked(chat, look, free):
    page = chat.enter()
    page.locator(".picked").click()
    page.locator(".picker input").fill("bob")
    page.locator(".pick-model", has_text="haiku").locator(".profile", has_text="bob").click()

    expect(page.locator(".picked")).to_contain_text("haiku")
    expect(page.locator(".picked-pin")).to_contain_text("anthropic:bob")
    expect(page.locator(".note")).to_be_visible()
    wait_until(lambda: chat.entry().get("authProfileOverride") == "anthropic:bob")
    chat.say("hello")
    expect(chat.answers().locator(".line-of")).to_contain_text("anthropic:bob")

    page.locator(".picked").click()
    expect(page.locator(".pick-pinned")).to_contain_text("anthropic:bob")
    page.get_by_role("button", name=free).click()
    expect(page.locator(".picked-pin")).to_have_count(0)
    assert chat.entry().get("authProfileOverrideSource") != "user"


def test_the_picker_says_who_cannot_serve_and_why(chat):
    page = chat.enter()
    chat.gateway.provider.behaviour_by_key[ANN] = Fail(401, KEY_REFUSED)
    chat.say("hello")
    expect(chat.answers().locator(".line-of")).to_contain_text("anthropic:bob")
    page.locator(".picked").click()
    ann = page.locator(".pick-model.selected .profile", has_text="ann@example.org")
    expect(ann).to_have_class("pick profile cannot")
    expect(ann.locator(".pick-why")).not_to_be_empty()
    for _ in range(3):  # the model, bob, ann
        page.keyboard.press("ArrowDown")
    expect(ann).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".picker")).to_have_count(0)


def test_what_is_pinned_or_rests_elsewhere_is_shown_by_itself(chat):
    page = chat.enter()
    expect(page.locator(".picked-pin")).to_have_count(0)
    body = {"agentId": "main", "profileId": "anthropic:bob"}
    assert chat.gateway.post("/api/actions/pin", body, chat.gateway.token)[0] == 200
    expect(page.locator(".picked-pin")).to_contain_text("anthropic:bob")


def test_what_another_program_said_is_found_when_one_looks(chat):
    page = chat.enter()
    chat.say("mine")
    chat.answers()
    done = chat.gateway.run("chat", "--local", "--message", "said without the gateway")
    assert done.returncode == 0, done.stderr
    done = chat.gateway.run("chat", "--local", "--message", "/model haiku@anthropic:bob")
    assert done.returncode == 0, done.stderr
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as one comes back
    expect(page.locator(".bubble").last).to_have_text("said without the gateway")
    expect(page.locator(".picked")).to_contain_text("anthropic:bob")
