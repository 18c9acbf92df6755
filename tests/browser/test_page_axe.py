"""axe-core finds nothing serious on any view, in either language, light and dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.slow

PHONE = {"width": 390, "height": 844}
LOOKS = [
    {"locale": "en-GB", "color_scheme": "light"},
    {"locale": "en-GB", "color_scheme": "dark", "viewport": PHONE},
    {"locale": "zh-CN", "color_scheme": "light", "viewport": PHONE},
    {"locale": "zh-CN", "color_scheme": "dark"},
]
SERIOUS = ("serious", "critical")


def problems(page):
    """What axe-core calls serious or critical, with the elements."""
    # Nothing is judged in the middle of a movement.
    page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")
    found = Axe().run(page).response["violations"]
    return [
        (one["id"], one["help"], [node["html"][:160] for node in one["nodes"][:5]])
        for one in found
        if one["impact"] in SERIOUS
    ]


def open_dialogs(board):
    """Open every dialog, one after the other; yields its name."""
    page = board.page
    for name, button in (
        ("add", page.locator("nav .main")),
        (
            "explain",
            board.button("explain", page.locator(".tools")).or_(
                page.locator(".tools .plain").first
            ),
        ),
        ("rehearse", page.locator(".tools .plain").nth(1)),
        ("classify", board.button("classify")),
    ):
        button.first.click()
        expect(page.locator("dialog")).to_be_visible()
        yield name
        page.keyboard.press("Escape")
        expect(page.locator("dialog")).to_have_count(0)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look.values())))
def test_no_view_has_a_serious_problem(board, look):
    page = board.page
    page.goto(board.gateway.url)
    page.wait_for_selector("#token")
    assert problems(page) == []

    board.enter()
    page.locator("summary").first.click()
    board.open_actions("openai:team")
    board.button("check").click()
    page.wait_for_selector(".checked.good")
    assert problems(page) == []

    for name in open_dialogs(board):
        if name == "explain":
            page.wait_for_selector("dialog .way li")
        elif name == "rehearse":
            page.wait_for_selector("dialog .stop.end")
            page.locator(".faults select").first.select_option("auth")
        elif name == "add":
            for tab in range(3):
                page.locator("dialog .tab").nth(tab).click()
                assert problems(page) == [], name
        assert problems(page) == [], name
        board.take_picture(f"{name}-{'-'.join(map(str, look.values()))}")

    board.button("clear_cooldown").click()
    page.wait_for_selector(".toast")
    assert problems(page) == []

    page.goto(f"{board.gateway.url}/#/chat")
    page.wait_for_selector("main textarea")
    assert problems(page) == []
