"""What a person does on the control page, in a real browser."""

from __future__ import annotations

import json
import urllib.request

import pytest
from playwright.sync_api import expect

from gateway_process import wait_until

pytestmark = pytest.mark.slow

NEW_KEY = "sk-proj-" + "e5f6" * 10
PHONE = {"width": 390, "height": 844}
LOOKS = [
    {"locale": "en-GB", "color_scheme": "light"},
    {"locale": "en-GB", "color_scheme": "dark"},
    {"locale": "zh-CN", "color_scheme": "light"},
    {"locale": "zh-CN", "color_scheme": "dark", "viewport": PHONE},
    {"locale": "en-GB", "color_scheme": "light", "viewport": PHONE},
]


BOTH = [{"locale": "en-GB"}, {"locale": "zh-CN"}]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look.values())))
def test_everything_can_be_read_and_named(board, look):
    page = board.enter()

    assert page.locator("html").get_attribute("lang") == look["locale"].replace("en-GB", "en")
    assert board.faults() == []
    page.locator("summary").first.click()
    assert board.faults() == []
    page.locator("nav .main").click()
    page.wait_for_selector("dialog select")
    assert board.faults() == []
    page.keyboard.press("Escape")
    page.locator(".chain .plain").first.click()
    page.wait_for_selector("dialog .way li")
    assert board.faults() == []
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)


def test_a_wrong_token_is_said_and_a_right_one_kept_for_this_tab_only(board):
    board.page.goto(board.gateway.url)
    board.page.fill("#token", "wrong")
    board.page.keyboard.press("Enter")
    expect(board.page.get_by_role("alert")).to_contain_text("not this gateway")
    assert "401" in board.complaints.pop()  # the browser's own line about it

    page = board.enter()
    page.reload()
    page.wait_for_selector(".candidate")
    assert page.evaluate("Object.values({...localStorage})").count(board.gateway.token) == 0
    page.get_by_label("Forget token").click()
    expect(page.locator("#token")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0


@pytest.mark.parametrize(
    ("look", "words"),
    [
        ({"locale": "en-GB"}, ("Use it again now", "Take turns again", "Undo")),
        ({"locale": "zh-CN"}, ("立即恢复使用", "恢复轮流使用", "撤销")),
    ],
    ids=["en", "zh"],
)
def test_a_day_of_small_repairs(board, look, words):
    again, turns, undo = words
    page = board.enter()
    team = board.candidate("openai:team")
    expect(team.locator(".countdown")).to_be_visible()
    expect(board.candidate("openai:default").locator(".badge.strong")).to_be_visible()

    team.get_by_role("button", name=again).click()
    expect(team.locator(".badge.strong")).to_be_visible()
    expect(team.locator(".countdown")).to_have_count(0)

    page.get_by_role("button", name=turns).click()
    wait_until(lambda: "openai" not in board.store().get("order", {}))

    page.once("dialog", lambda dialog: dialog.accept())
    board.open_actions("openai:team").locator(".danger").click()
    expect(board.candidate("openai:team")).to_have_count(0)
    page.get_by_role("button", name=undo).click()
    expect(board.candidate("openai:team")).to_be_visible()
    assert "openai:team" in board.store()["profiles"]


@pytest.mark.parametrize("look", BOTH, ids=["en", "zh"])
def test_the_order_is_changed_by_keyboard_and_by_dragging(board, look):
    page = board.enter()
    up = page.get_by_label(board.t("move_up", profile="openai:default"))
    up.focus()
    page.keyboard.press("Enter")
    wait_until(lambda: board.store()["order"]["openai"] == ["openai:default", "openai:team"])
    expect(up).to_be_disabled()

    board.candidate("openai:team").drag_to(board.candidate("openai:default"))
    wait_until(lambda: board.store()["order"]["openai"] == ["openai:team", "openai:default"])


@pytest.mark.parametrize("look", BOTH, ids=["en", "zh"])
def test_a_key_is_pasted_and_shown_nowhere(board, look):
    page = board.enter()
    page.locator("nav .main").click()
    page.locator("dialog select").select_option("openai")
    page.locator("dialog input[name=secret]").fill("YOUR_KEY")
    expect(page.locator(".shape.refuse")).to_contain_text("✕")
    board.button("store").click()
    expect(page.locator("dialog .error")).not_to_be_empty()
    assert "400" in board.complaints.pop()

    page.locator("dialog input[name=secret]").fill(NEW_KEY)
    expect(page.locator(".shape.ok")).to_contain_text(board.t("shape_ok"))
    page.get_by_label(board.t("profile_id")).fill("openai:new")
    board.button("store").click()

    expect(board.candidate("openai:new")).to_be_visible()
    expect(page.locator("dialog")).to_have_count(0)
    assert NEW_KEY not in page.content()
    assert board.store()["profiles"]["openai:new"]["key"] == NEW_KEY


@pytest.mark.parametrize("look", BOTH, ids=["en", "zh"])
def test_a_login_goes_through_the_page(board, look):
    page = board.enter()
    page.locator("nav .main").click()
    page.get_by_text(board.t("add_login"), exact=True).click()
    page.locator("dialog select").select_option("acme")
    board.button("start_login").click()
    address = page.locator("dialog a.main").get_attribute("href")
    with urllib.request.urlopen(address, timeout=10):
        pass

    expect(page.locator("dialog")).to_have_count(0)
    expect(board.candidate("acme:user@example.com")).to_be_visible()


@pytest.mark.parametrize("look", BOTH, ids=["en", "zh"])
def test_a_device_login_shows_its_code(board, look):
    page = board.enter()
    page.locator("nav .main").click()
    page.get_by_text(board.t("add_login"), exact=True).click()
    page.locator("dialog select").select_option("acme")
    page.get_by_label(board.t("device")).check()
    board.button("start_login").click()
    board.provider.approve(page.locator("dialog .big").inner_text(), "far@example.com")

    expect(board.candidate("acme:far@example.com")).to_be_visible(timeout=15_000)


@pytest.mark.parametrize("look", BOTH, ids=["en", "zh"])
def test_what_others_do_appears_by_itself_and_nothing_usable_is_red(board, look):
    page = board.enter()
    expect(page.locator(".banner.good")).to_be_visible()

    store = board.store()
    for name in ("openai:team", "openai:default"):
        del store["profiles"][name]
    board.store_path.write_text(json.dumps(store))

    expect(page.locator(".banner.warn")).to_contain_text("anthropic/claude-opus-4-5")
    del store["profiles"]["anthropic:manual"]
    board.store_path.write_text(json.dumps(store))
    expect(page.locator(".banner.bad")).to_contain_text("openclaw")
    assert "null" not in page.locator("main").inner_text()
    missing = page.locator(".provider", has_text="Anthropic")
    board.button("add", missing).click()
    expect(page.locator("dialog select")).to_have_value("anthropic")


def test_a_gateway_that_comes_back_is_found_again(board):
    page = board.enter()
    gateway = board.gateway
    board.may_lose_the_gateway = True
    gateway.__exit__()
    assert gateway.process.returncode == 0  # an open page does not hold it up
    expect(page.locator(".pulse.lost")).to_be_visible(timeout=15_000)
    with gateway:
        expect(page.locator(".pulse.live")).to_be_visible(timeout=20_000)
