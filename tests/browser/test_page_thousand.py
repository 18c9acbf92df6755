"""A thousand profiles on one page: it opens soon, answers at once, and stays smooth while they change."""

from __future__ import annotations

import json
import time

import pytest
from playwright.sync_api import expect

from browser_times import Frames
from gateway_process import GatewayProcess
from openclaw_auth.testing import ProviderEmulator
from openclaw_auth.testing.oauth_provider import OAuthProvider

pytestmark = pytest.mark.slow

PROFILES = 1000
DAY_MS = 86_400_000
PROVIDERS = ("openai", "anthropic", "zai", "groq", "mistral", "xai", "openrouter", "deepseek")
# On two idle cores without a graphics card 95 of 100 frames take 17 ms while texts tick and requests
# come. These bounds hold beside other work too, and still catch a page that draws everything anew.
HALF_MS = 40
MOST_MS = 250
LONGEST_MS = 1500


def many():
    now_ms = int(time.time() * 1000)
    profiles, stats = {}, {}
    for number in range(PROFILES):
        # Half of them are one provider's.
        provider = PROVIDERS[0] if number % 2 else PROVIDERS[number // 2 % len(PROVIDERS)]
        name = f"{provider}:bot-{number:04d}"
        profiles[name] = {
            "type": "token",
            "provider": provider,
            "token": f"sk-{number:060d}",
            "expires": now_ms + (number % 90 + 1) * DAY_MS // 2,
        }
        if number % 5 == 0:
            stats[name] = {"errorCount": 1, "cooldownUntil": now_ms + 60_000 + number * 1000}
    return {"version": 1, "profiles": profiles, "usageStats": stats}


@pytest.fixture
def gateway(tmp_path):
    with ProviderEmulator() as emulator, OAuthProvider() as provider:
        own = {"openai": {"baseUrl": emulator.openai_base_url, "models": []}}
        model = {"primary": "openai/gpt-5.2"}
        config = {"agents": {"defaults": {"model": model}}, "models": {"providers": own}}
        gateway = GatewayProcess(tmp_path, config=config)
        gateway.provider = provider
        folder = gateway.state / "agents/main/agent"
        folder.mkdir(parents=True)
        (folder / "auth-profiles.json").write_text(json.dumps(many()))
        (folder / "auth-profiles.json").chmod(0o600)
        with gateway:
            yield gateway


def test_a_thousand_profiles_stay_smooth(board):
    page, gateway = board.page, board.gateway
    began_s = time.monotonic()
    board.enter()
    opened_s = time.monotonic() - began_s
    frames = Frames(page)

    page.locator(".candidates + .plain").first.click()
    expect(page.locator(".candidates").first.locator("li.candidate")).to_have_count(563)
    shown = frames.take()

    body = {"model": "openai/gpt-5.2", "messages": [{"role": "user", "content": "Hi"}]}
    for _ in range(60):
        assert gateway.post("/v1/chat/completions", body, gateway.token)[0] == 200
        page.wait_for_timeout(30)
    under_load = frames.take()
    for _ in range(30):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(16)
    scrolled = frames.take()

    page.wait_for_timeout(3000)  # countdowns tick
    ticking = frames.take()

    field = page.locator(".filter input")
    field.scroll_into_view_if_needed()
    began_s = time.monotonic()
    field.fill("bot-0777")
    expect(page.locator("li.candidate")).to_have_count(1)
    found_s = time.monotonic() - began_s
    searching = frames.take()

    print(f"opened {opened_s:.2f} s, found {found_s:.2f} s")
    for name, times in (
        ("shown", shown),
        ("load", under_load),
        ("scrolled", scrolled),
        ("ticking", ticking),
        ("search", searching),
    ):
        print(f"{name}: {times}")
        assert times.longest_ms < LONGEST_MS, (name, times)
    for times in (under_load, ticking):
        assert times.half_ms < HALF_MS, times
        assert times.most_ms < MOST_MS, times
    assert opened_s < 10
    assert found_s < 1
