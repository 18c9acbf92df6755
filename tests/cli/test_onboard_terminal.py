"""The wizard on a real terminal, as a process, in both languages."""

from __future__ import annotations

import asyncio
import json
import urllib.request

import pytest

from onboarding_host import GOOD
from openclaw_auth.testing import Answer, ProviderEmulator
from openclaw_auth.testing.oauth_provider import OAuthProvider


@pytest.fixture
def emulator():
    with ProviderEmulator(keys={GOOD}) as running:
        yield running


class Slow:
    """A provider that takes a second to answer."""

    async def play(self, exchange):
        await asyncio.sleep(1)
        await Answer().play(exchange)


WORDS = {
    "en": ("How do you reach models?", "Asking OpenAI", "This is what will be written", "Next:"),
    "zh": ("通过哪种方式访问模型", "正在询问 OpenAI", "将写入以下内容", "接下来"),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_three_questions_set_a_host_up(host, emulator, lang):
    entry = {"baseUrl": emulator.openai_base_url, "models": []}
    host.write_config({"models": {"providers": {"openai": entry}}})
    choose, trying, plan, following = WORDS[lang]
    screen = host.on_terminal("onboard", "--no-install-daemon", columns=60, LANG="C.UTF-8", LC_ALL=(
        "zh_CN.UTF-8" if lang == "zh" else "C.UTF-8"))  # fmt: skip
    screen.see(choose)
    screen.send("3\r")
    screen.see("OpenAI Platform 的 API 密钥" if lang == "zh" else "API key of OpenAI Platform")
    screen.paste(GOOD)
    screen.see(f"({len(GOOD)})")
    screen.send("\r")
    screen.see(trying)
    screen.see(plan)
    screen.see("[Y/n]")
    assert not (host.state / ".env").exists()
    screen.send("\r")
    screen.see(following)
    assert screen.ended() == 0
    assert (host.state / ".env").read_text() == f"OPENAI_API_KEY={GOOD}\n"
    assert GOOD.encode() not in screen.raw


def test_what_is_pasted_while_a_provider_is_asked_is_not_echoed(host):
    with ProviderEmulator(keys=set(), behaviour_by_key={GOOD: Slow()}) as slow:
        entry = {"baseUrl": slow.openai_base_url, "models": []}
        host.write_config({"models": {"providers": {"openai": entry}}})
        screen = host.on_terminal("onboard", "--no-install-daemon", "--auth-choice=openai-api-key",
                                  PATH="/nonexistent")  # fmt: skip
        screen.see("API key of")
        screen.send(f"{GOOD}\r")
        screen.see("Asking")
        screen.send("another-secret-of-mine")
        screen.see("[Y/n]")
        screen.send("\x03")
        assert screen.ended() == 130
    assert b"another-secret-of-mine" not in screen.raw.partition(b"[Y/n]")[0]


def test_ctrl_c_at_the_plan_writes_nothing(host):
    before = {"models": {}}
    host.write_config(before)
    screen = host.on_terminal("onboard", "--no-install-daemon", "--auth-choice", "skip")
    screen.see("[Y/n]")
    screen.send("\x03")
    assert screen.ended() == 130
    assert json.loads(host.config_file.read_text()) == before
    assert [path.name for path in host.state.iterdir()] == ["openclaw.json"]


def test_a_login_is_made_after_the_yes_and_its_model_follows(host):
    with OAuthProvider() as server:
        entry = {"baseUrl": "https://acme.example/v1", "models": [{"id": "m1", "name": "m1"}]}
        entry["oauth"] = server.config
        host.state.mkdir()
        own = host.state / "openclaw-auth.json5"
        own.write_text(json.dumps({"models": {"providers": {"acme": entry}}}))
        screen = host.on_terminal("onboard", "--no-install-daemon", "--auth-choice", "acme-login",
                                  columns=600, PATH="/nonexistent")  # fmt: skip
        screen.see("[Y/n]")
        assert server.requests == []
        screen.send("\r")
        screen.see("Waiting for the browser")
        url = next(
            line
            for line in screen.text.splitlines()
            if line.startswith(server.config["authorizationUrl"])
        )
        urllib.request.urlopen(url, timeout=10).read()
        screen.see("Next:")
        assert screen.ended() == 0
    (stored,) = host.store()["profiles"].values()
    assert (stored["provider"], stored["type"]) == ("acme", "oauth")
    assert host.config()["agents"]["defaults"]["model"] == {"primary": "acme/m1"}


def test_ctrl_c_in_a_login_leaves_everything_as_it_was(host):
    with OAuthProvider() as server:
        host.state.mkdir()
        own = host.state / "openclaw-auth.json5"
        entry = {"baseUrl": "https://acme.example/v1", "models": [], "oauth": server.config}
        own.write_text(json.dumps({"models": {"providers": {"acme": entry}}}))
        screen = host.on_terminal("onboard", "--no-install-daemon", "--auth-choice", "acme-login",
                                  columns=600, PATH="/nonexistent")  # fmt: skip
        screen.see("[Y/n]")
        screen.send("\r")
        screen.see(server.config["authorizationUrl"])
        screen.send("\x03")
        assert screen.ended() == 130
    assert not host.config_file.exists()
    assert not host.store_file().exists()
