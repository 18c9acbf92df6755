"""Pin, check, rehearse, judge, save, and open by a link: on the page, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from gateway_process import wait_until

pytestmark = pytest.mark.slow

SETUP_TOKEN = "sk-ant-oat01-" + "q7R-" * 30
both = pytest.mark.parametrize(
    "look",
    [{"locale": "en-GB"}, {"locale": "zh-CN", "color_scheme": "dark"}],
    ids=["en", "zh"],
)


@both
def test_a_credential_is_pinned_for_chat_and_let_go(board, look):
    board.enter()
    row = board.open_actions("openai:default")
    board.button("pin", row).click()

    expect(row.locator(".badge.pinned")).to_be_visible()
    sessions = board.gateway.state / "agents/main/sessions/sessions.json"
    entry = json.loads(sessions.read_text())["agent:main:main"]
    assert entry["authProfileOverride"] == "openai:default"
    board.take_picture(f"pinned-{look['locale']}")
    board.button("unpin", row).click()
    expect(row.locator(".badge.pinned")).to_have_count(0)


@both
def test_a_check_says_what_came_of_it(board, look):
    page = board.enter()
    row = board.open_actions("openai:team")
    board.button("check", row).click()

    expect(row.locator(".checked.good")).to_be_visible()
    card = page.locator(".provider", has_text="openai:team")
    board.button("check_all", card).click()
    expect(board.candidate("openai:default").locator(".checked.bad")).to_be_visible()
    expect(row.locator(".checked.good")).to_be_visible()
    assert {record.method for record in board.gateway.emulator.requests} == {"GET"}


@both
def test_a_failure_is_rehearsed_and_the_way_is_seen_to_change(board, look):
    page = board.enter()
    before = board.store_path.read_bytes()
    row = board.open_actions("openai:default")
    board.button("what_if", row).click()

    lanes = page.locator(".lane")
    expect(lanes.nth(0).locator(".end")).to_contain_text("openai:default")
    expect(lanes.nth(1).locator(".fails")).to_contain_text("openai:default")
    expect(lanes.nth(1).locator(".end")).to_contain_text("anthropic:manual")
    board.take_picture(f"rehearsal-{look['locale']}")
    for name in ("anthropic:manual", "openai:default"):
        fault = page.locator(".faults label", has_text=name).locator("select")
        fault.select_option("billing")
    expect(lanes.nth(1).locator(".end.bad")).to_be_visible()
    expect(page.locator("dialog .banner.bad")).to_contain_text(board.t("rehearse_nobody"))
    assert board.faults() == []
    assert board.store_path.read_bytes() == before


@both
def test_an_answer_is_judged(board, look):
    page = board.enter()
    board.button("classify").click()
    page.locator("dialog select").select_option("openai")
    page.locator("dialog textarea[name=headers]").fill("retry-after: 90")
    page.locator("dialog textarea[name=body]").fill('{"error":{"code":"rate_limit_exceeded"}}')
    board.button("classify_ask").click()

    meaning = page.locator("dialog .banner")
    expect(meaning).to_contain_text(board.t("class_rate_limit"))
    expect(meaning).to_contain_text("1 min 30 s" if look["locale"] == "en-GB" else "1 分 30 秒")
    board.take_picture(f"classify-{look['locale']}")


@both
def test_a_setup_token_is_looked_at_while_it_is_pasted(board, look):
    page = board.enter()
    page.locator("nav .main").click()
    page.locator("dialog .tab", has_text=board.t("add_token")).click()
    page.locator("dialog select").select_option("anthropic")
    secret = page.locator("dialog input[name=secret]")
    secret.fill(SETUP_TOKEN[:40])
    expect(page.locator(".shape.warn p")).to_have_count(2)  # short, and whose it is
    board.take_picture(f"setup-token-{look['locale']}")
    secret.fill(SETUP_TOKEN)
    expect(page.locator(".shape.warn p")).to_have_count(1)
    page.get_by_label(board.t("profile_id")).fill("anthropic:pasted")
    board.button("store").click()

    expect(board.candidate("anthropic:pasted")).to_be_visible()
    assert board.store()["profiles"]["anthropic:pasted"]["token"] == SETUP_TOKEN
    assert SETUP_TOKEN not in page.content()


@both
def test_a_snapshot_is_saved_that_holds_no_secret_and_needs_nothing(board, look, browser):
    page = board.enter()
    with page.expect_download() as coming:
        board.button("snapshot").click()
    text = Path(coming.value.path()).read_text(encoding="utf-8")

    key = board.store()["profiles"]["openai:team"]["key"]
    assert coming.value.suggested_filename.endswith(".html")
    assert "openai:team" in text
    for secret in (key, key[:8], key[-8:], board.gateway.token, str(board.gateway.home)):
        assert secret not in text
    assert "<script" not in text
    place = board.gateway.home / "saved.html"
    place.write_text(text, encoding="utf-8")
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, offline=True)
        saved = context.new_page()
        complaints = []
        saved.on("console", lambda message, into=complaints: into.append(message.text))
        saved.goto(place.as_uri())
        expect(saved.locator("article li").first).to_be_visible()
        board.page, live = saved, board.page
        try:
            assert board.faults() == []
            board.take_picture(f"snapshot-{look['locale']}-{scheme}")
        finally:
            board.page = live
        assert complaints == []
        context.close()


def test_what_was_served_is_drawn_minute_by_minute(board):
    page = board.enter()
    gateway = board.gateway
    body = {"model": "openai/gpt-5.2", "messages": [{"role": "user", "content": "Hi"}]}
    assert gateway.post("/v1/chat/completions", body, gateway.token)[0] != 200  # its key is wrong
    board.button("clear_cooldown", board.candidate("openai:team")).click()
    expect(board.candidate("openai:team").locator(".countdown")).to_have_count(0)
    for _ in range(5):
        assert gateway.post("/v1/chat/completions", body, gateway.token)[0] == 200

    chart = board.candidate("openai:team").locator(".traffic")
    expect(chart).to_have_attribute("title", board.t("traffic", count=5, failed=0))
    expect(chart.locator(".served")).not_to_have_attribute("d", "")
    card = page.locator(".provider", has_text="openai:team").locator("header .traffic")
    expect(card.locator(".failed")).not_to_have_attribute("d", "")


@both
def test_a_link_opens_the_page_once_and_leaves_the_address(board, look):
    page, gateway = board.page, board.gateway
    link = json.loads(gateway.run("dashboard", "--json").stdout)["url"]
    page.goto(link)

    page.wait_for_selector(".candidate")
    assert "code" not in page.url
    page.go_back()
    assert "code" not in page.url
    code = link.partition("#")[2]
    assert not any(code in url for url in board.requests)
    assert code.partition("=")[2] not in gateway.log

    page.goto(gateway.url)
    page.wait_for_selector(".candidate")
    page.locator("header .icon").last.click()  # forget the token
    expect(page.locator("#token")).to_be_visible()
    page.goto("about:blank")
    page.goto(link)
    expect(page.get_by_role("alert")).to_contain_text(board.t("gate_spent"))
    assert "403" in board.complaints.pop()


def test_among_many_one_is_found_by_its_name(board):
    store = board.store()
    for number in range(30):
        store["profiles"][f"openai:bot-{number}"] = {
            "type": "api_key",
            "provider": "openai",
            "key": f"sk-proj-{number:040d}",
        }
    board.store_path.write_text(json.dumps(store))
    page = board.enter()
    wait_until(lambda: page.locator(".filter input").count() == 1)
    page.locator(".filter input").fill("BOT-17")

    expect(page.locator(".candidate")).to_have_count(1)
    expect(page.locator(".candidate .name")).to_have_text("openai:bot-17")
    page.locator(".filter input").fill("nobody")
    expect(page.get_by_role("status").filter(has_text="nobody")).to_be_visible()
