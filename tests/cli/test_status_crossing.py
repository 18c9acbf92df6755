"""Status says when requests crossed from a subscription to a key that costs money by use."""

from __future__ import annotations

import time

from openclaw_auth.lending.crossings import Crossing, Crossings
from openclaw_auth.lending.running_state import crossing_rows
from openclaw_auth.ports import system_ports
from openclaw_auth.store.state import StateDb

KEY = {"type": "api_key", "provider": "anthropic", "key": "sk-ant-api03-" + "a" * 80}


def remember(host, crossings):
    state = StateDb(str(host.state / "openclaw-auth.sqlite"), system_ports())
    state.apply_all(crossing_rows(*crossings.take_unwritten()))
    state.close()


def crossed(host):
    now_ms = time.time_ns() // 1_000_000
    crossings = Crossings()
    for _ in range(3):
        crossings.crossed(
            Crossing(
                agent_id="main",
                provider="anthropic",
                from_class="subscription",
                from_key="anthropic:max",
                to_key="anthropic:key",
                since_ms=now_ms,
                last_ms=now_ms,
            )
        )
    remember(host, crossings)
    return crossings


def test_a_crossing_is_shown_while_it_lasts_and_as_the_last_one_after(host):
    host.write_store({"profiles": {"anthropic:key": KEY}})
    assert "billing" not in host.run("models", "status", "--json").json()["auth"]
    crossings = crossed(host)
    billing = host.run("models", "status", "--json").json()["auth"]["billing"]
    assert billing["requestsToday"] == 3
    assert (billing["lastCrossing"]["from"], billing["lastCrossing"]["to"]) == (
        "anthropic:max",
        "anthropic:key",
    )
    assert billing["lastCrossing"]["inForce"]
    text = host.run("models", "status").out
    assert "anthropic:key is billed by use and answers instead of anthropic:max" in text
    crossings.returned("main", "anthropic")
    remember(host, crossings)
    last = host.run("models", "status", "--json").json()["auth"]["billing"]["lastCrossing"]
    assert not last["inForce"]
    assert "no longer billed by use" in host.run("models", "status").out
