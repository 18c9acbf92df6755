"""`models auth reauth`: what needs a person is found, explained, renewed and checked."""

from __future__ import annotations

import time

import pytest

from openclaw_auth.cli.auth.reauth import is_from_afar
from openclaw_auth.testing import ProviderEmulator

HOUR_MS = 3_600_000
OLD = "sk-ant-oat01-" + "o" * 80
NEW = "sk-ant-oat01-" + "n" * 80


def now_ms():
    return int(time.time() * 1000)


def token(ends_in_ms, provider="anthropic", secret=OLD):
    return {
        "type": "token",
        "provider": provider,
        "token": secret,
        "expires": now_ms() + ends_in_ms,
    }


def test_it_lists_what_needs_a_secret_and_how_each_gets_one(host):
    host.write_store(
        {
            "profiles": {
                "anthropic:default": token(-HOUR_MS),
                "acme:soon": token(HOUR_MS, "acme"),
                "acme:later": token(90 * 24 * HOUR_MS, "acme"),
                "openai:broke": {"type": "api_key", "provider": "openai", "key": "sk-proj-broke1"},
                "openai:dead": {"type": "api_key", "provider": "openai", "key": "sk-proj-dead01"},
            },
            "usageStats": {
                "openai:broke": {
                    "disabledUntil": now_ms() + HOUR_MS,
                    "disabledReason": "billing",
                    "lastFailureAt": now_ms(),
                },
                "openai:dead": {
                    "deadDetail": "invalid_key",
                    "disabledUntil": now_ms() + HOUR_MS,
                    "disabledReason": "auth",
                    "lastFailureAt": now_ms(),
                },
            },
        }
    )
    needed = host.auth("reauth", "--list", "--json").json()["needed"]
    assert [(one["profile"], one["way"], one["code"]) for one in needed] == [
        ("openai:dead", "paste-api-key", "monitor_dead"),
        ("anthropic:default", "setup-token", "monitor_expired"),
        ("acme:soon", "paste-token", "monitor_expiring"),
    ]
    assert needed[1]["command"] == (
        "openclaw models auth setup-token --provider anthropic --profile-id anthropic:default"
    )


def test_an_empty_home_is_led_through_adding_one(host):
    (one,) = host.auth("reauth", "--list", "--json").json()["needed"]
    assert (one["way"], one["command"]) == (
        "add",
        "openclaw models auth add --provider anthropic",
    )


def test_on_a_terminal_an_ended_setup_token_is_replaced_and_looked_at(host):
    host.write_store({"profiles": {"anthropic:default": token(-HOUR_MS)}})
    screen = host.on_terminal("models", "auth", "reauth", PATH="/usr/bin:/bin")
    screen.see("anthropic:default ended 1h ago")
    screen.see("claude setup-token")
    screen.see("›")
    screen.paste(NEW)
    screen.send("\r")
    screen.see("anthropic:default is stored")
    assert screen.ended() == 0
    assert NEW not in screen.text
    assert host.store()["profiles"]["anthropic:default"]["token"] == NEW
    assert host.auth("reauth", "--list", "--json").json()["needed"] == []


def test_of_several_each_may_be_left_for_later(host):
    both = {"acme:a": token(-HOUR_MS, "acme"), "acme:b": token(-HOUR_MS, "acme")}
    host.write_store({"profiles": both})
    host.run("config", "set", "agents.defaults.model.primary", "acme/m")
    screen = host.on_terminal("models", "auth", "reauth")
    screen.see("[1/2]")
    screen.see("Renew acme:a now?")
    screen.send("n\r")
    screen.see("[2/2]")
    screen.see("Renew acme:b now?")
    screen.send("n\r")
    assert screen.ended() == 1
    assert host.store()["profiles"]["acme:a"]["token"] == OLD


def test_one_profile_takes_its_secret_from_a_pipe(host):
    host.write_store({"profiles": {"anthropic:default": token(-HOUR_MS)}})
    done = host.auth("reauth", "anthropic:default", "--stdin", stdin=NEW)
    assert done.code == 0, done.err
    assert host.store()["profiles"]["anthropic:default"]["token"] == NEW


def test_without_a_terminal_it_says_what_to_type(host):
    host.write_store({"profiles": {"anthropic:default": token(-HOUR_MS)}})
    done = host.auth("reauth")
    assert done.code == 1
    assert "openclaw models auth setup-token --provider anthropic" in done.out
    assert "ssh -t" in done.err


def test_a_slip_in_the_name_is_understood(host):
    host.write_store({"profiles": {"anthropic:default": token(-HOUR_MS)}})
    done = host.auth("reauth", "anthropic:defalt")
    assert done.code == 1
    assert "anthropic:default" in done.err


@pytest.mark.parametrize(
    ("secret", "code", "said"),
    [
        ("sk-new-and-good-0123456789", 0, "takes openai:work"),
        ("sk-bad-0123456789", 1, "refuses it"),
    ],
)
def test_what_is_stored_is_shown_to_its_provider(host, secret, code, said):
    with ProviderEmulator(keys={"sk-new-and-good-0123456789"}) as provider:
        entry = {"baseUrl": provider.openai_base_url, "models": []}
        host.write_config({"models": {"providers": {"openai": entry}}})
        old = {"type": "api_key", "provider": "openai", "key": "sk-old-0123456789"}
        host.write_store({"profiles": {"openai:work": old}})
        done = host.auth("reauth", "openai:work", "--stdin", stdin=secret)
    assert done.code == code, done.err
    assert said in done.out + done.err


def test_a_phone_or_an_ssh_session_has_no_browser():
    assert is_from_afar({"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"})
    assert is_from_afar({"TERMUX_VERSION": "0.118"})
    assert not is_from_afar({"DISPLAY": ":0"})
