"""The gateway tells before it goes dark: once, to whom the config names, and not again after a restart."""

from __future__ import annotations

import json
import sqlite3
import time

from alert_receiver import Receiver
from gateway_process import GatewayProcess, wait_until
from openclaw_auth.testing import ProviderEmulator

TOKEN = "sk-ant-oat01-a-setup-token-that-nobody-may-see-000000"
HOUR_S = 3600


def profiles(ends_in_s):
    expires = int((time.time() + ends_in_s) * 1000)
    return {
        "anthropic:default": {
            "type": "token",
            "provider": "anthropic",
            "token": TOKEN,
            "expires": expires,
        }
    }


def watched_gateway(home, url, **section):
    gateway = GatewayProcess(home, config={}, profiles=profiles(30 * 24 * HOUR_S))
    monitor = {"name": "this-host", "every": "10s", "targets": {"phone": url}, **section}
    own = gateway.state / "openclaw-auth.json5"
    own.write_text(json.dumps({"monitor": monitor}))
    return gateway


def waiting(gateway):
    """How many deliveries are still to be made."""
    with sqlite3.connect(gateway.state / "openclaw-auth.sqlite") as db:
        return db.execute("SELECT count(*) FROM monitor_deliveries").fetchone()[0]


def test_a_token_that_ends_soon_is_told_once_and_not_again_after_a_restart(tmp_path):
    with Receiver() as receiver:
        gateway = watched_gateway(tmp_path, receiver.ntfy("my-alerts"))
        with gateway:
            gateway.write_profiles(profiles(5 * HOUR_S))
            topic, title, message, priority, _ = receiver.wait()[0].as_ntfy()
            assert topic == "my-alerts"
            assert title.startswith("this-host: anthropic:default ends in 5h")
            assert "openclaw models auth reauth anthropic:default" in message
            assert priority == "default"
            gateway.write_profiles(profiles(-HOUR_S))
            told = receiver.wait(2)[1].as_ntfy()
            assert "ended 1h ago" in told[2]
            assert "Nothing is usable" in told[2]
            assert told[3] == "high"
            wait_until(lambda: waiting(gateway) == 0)
        with gateway:
            # Another change comes through, so the monitor is at work; the old ones do not.
            gateway.write_profiles(profiles(30 * 24 * HOUR_S))
            assert "good again" in receiver.wait(3)[2].as_ntfy()[2]
            once = gateway.run("monitor", "--json")
            assert json.loads(once.stdout)["alerts"] == []
        assert len(receiver.posts) == 3
        everything = json.dumps([post.document for post in receiver.posts]) + gateway.log
        assert TOKEN not in everything
        assert "my-alerts" not in gateway.log
        assert "monitor_expiring" in gateway.log or "ends in 5h" in gateway.log


def test_a_key_that_its_provider_refuses_is_told_while_requests_come(tmp_path):
    with Receiver() as receiver, ProviderEmulator(keys=set()) as provider:
        gateway = watched_gateway(tmp_path, receiver.ntfy())
        model = {"id": "m1", "name": "m1"}
        entry = {
            "baseUrl": provider.openai_base_url,
            "api": "openai-completions",
            "models": [model],
        }
        gateway.write_config(
            {
                "models": {"providers": {"openai": entry}},
                "agents": {"defaults": {"model": {"primary": "openai/m1"}}},
            }
        )
        key = {"type": "api_key", "provider": "openai", "key": "sk-refused-0123456789"}
        gateway.write_profiles({"openai:work": key})
        with gateway:
            ask = {"model": "openai/m1", "messages": [{"role": "user", "content": "hi"}]}
            gateway.post("/v1/chat/completions", ask, gateway.token)
            _, title, message, priority, _ = receiver.wait()[0].as_ntfy()
            assert title == "this-host: 2 changes of credentials"
            assert "openai:work was refused for good" in message
            assert "paste-api-key --provider openai --profile-id openai:work" in message
            assert "Nothing is usable: no credential can answer for openai/m1" in message
            assert priority == "high"
