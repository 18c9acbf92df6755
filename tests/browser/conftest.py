"""A real Chromium in front of a real gateway. Every complaint of the browser fails the test."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from gateway_process import GatewayProcess
from openclaw_auth.testing import ProviderEmulator
from openclaw_auth.testing.oauth_provider import OAuthProvider

DAY_MS = 86_400_000
KEY = "sk-proj-" + "a1b2" * 10
CHECKS = (Path(__file__).parent / "checks.js").read_text(encoding="utf-8").partition("\n")[2]


def stored():
    """What the page has to show: something of every state."""
    now_ms = int(time.time() * 1000)
    profiles = {
        "anthropic:manual": {
            "type": "token",
            "provider": "anthropic",
            "token": "t" * 60,
            "expires": now_ms + 5 * DAY_MS,
        },
        "openai:team": {"type": "api_key", "provider": "openai", "key": KEY},
        "openai:default": {"type": "api_key", "provider": "openai", "key": KEY[::-1]},
        "zai:old": {
            "type": "token",
            "provider": "zai",
            "token": "z" * 50,
            "expires": now_ms - 2 * DAY_MS,
        },
    }
    resting = {"errorCount": 2, "cooldownUntil": now_ms + 600_000}
    return {
        "version": 1,
        "profiles": profiles,
        "order": {"openai": ["openai:team", "openai:default"]},
        "usageStats": {"openai:team": resting},
    }


class Board:
    """One page in one window.

    Attributes: gateway, provider (that one can log in with), page, complaints (of the browser),
    asked_for (a text of complaints and addresses that the test provokes).
    """

    def __init__(self, gateway, provider, context):
        self.gateway = gateway
        self.provider = provider
        self.complaints = []
        self.may_lose_the_gateway = False
        self.asked_for = None
        self.page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("console", lambda m: self.complaints.append(f"{m.type}: {m.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.requests = []
        self.page.on("request", lambda request: self.requests.append(request.url))

    def t(self, name, **params):
        """A text of the page in the language that it speaks now."""
        script = (
            "([name, params]) => import('/page/words.js').then((words) => words.t(name, params))"
        )
        return self.page.evaluate(script, [name, params])

    def button(self, name, within=None, **params):
        """A button by the name of its text."""
        return (within or self.page).get_by_role("button", name=self.t(name, **params), exact=True)

    def open_actions(self, name):
        """Show everything that can be done with a credential; returns its row."""
        row = self.candidate(name)
        row.locator(".more").click()
        return row

    def take_picture(self, name):
        """Keep what the window shows, where somebody wants to look at it."""
        pictures = os.environ.get("PAGE_PICTURES")
        if pictures:
            plain = "".join(c if c.isalnum() else "-" for c in name)
            self.page.screenshot(path=f"{pictures}/{plain}.png", full_page=True)

    def enter(self):
        self.page.goto(self.gateway.url)
        self.page.fill("#token", self.gateway.token)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector(".candidate")
        return self.page

    def candidate(self, name):
        row = self.page.locator(".candidate")
        return row.filter(has=self.page.locator(".name", has_text=name)).first

    def store(self):
        return json.loads(self.store_path.read_text())

    @property
    def store_path(self):
        return self.gateway.state / "agents/main/agent/auth-profiles.json"

    def faults(self):
        return self.page.evaluate(f"({CHECKS.strip().rstrip(';')})()")


@pytest.fixture(scope="module")
def browser():
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert path, "Chromium is needed: install it, or set CHROMIUM to its path"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def gateway(tmp_path):
    config = {
        "agents": {
            "defaults": {
                "model": {"primary": "openai/gpt-5.2", "fallbacks": ["anthropic/claude-opus-4-5"]}
            },
            "list": [{"id": "main"}, {"id": "work"}],
        }
    }
    with OAuthProvider() as provider, ProviderEmulator(keys={KEY}) as emulator:
        own = {"baseUrl": emulator.openai_base_url, "models": []}
        config["models"] = {"providers": {"openai": own}}
        gateway = GatewayProcess(tmp_path, config=config)
        gateway.emulator = emulator
        gateway.provider = provider
        own = {"baseUrl": "https://acme.example/v1", "models": [], "oauth": provider.config}
        (gateway.state / "openclaw-auth.json5").write_text(
            json.dumps({"models": {"providers": {"acme": own}}})
        )
        folder = gateway.state / "agents/main/agent"
        folder.mkdir(parents=True)
        (folder / "auth-profiles.json").write_text(json.dumps(stored()))
        (folder / "auth-profiles.json").chmod(0o600)
        with gateway:
            yield gateway


@pytest.fixture
def look():
    """How the window is; a test parametrises it."""
    return {}


@pytest.fixture
def board(browser, gateway, look, request):
    context = browser.new_context(**look)
    board = Board(gateway, gateway.provider, context)
    yield board
    board.take_picture(request.node.name)
    context.close()
    if board.may_lose_the_gateway:
        board.complaints = [c for c in board.complaints if "net::ERR_" not in c]
    if board.asked_for is not None:
        board.complaints = [c for c in board.complaints if board.asked_for not in c]
        board.requests = [url for url in board.requests if board.asked_for not in url]
    assert board.complaints == []
    assert all(url.startswith(gateway.url) for url in board.requests), board.requests
    assert not any(gateway.token in url for url in board.requests)
