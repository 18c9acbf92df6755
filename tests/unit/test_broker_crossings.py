"""Crossing to another way of paying is announced once, and capped."""

from __future__ import annotations

import pytest

from broker_host import BAD_KEY, OVERLOADED, Host, api_key
from openclaw_auth.errors import (
    NoCredential,
)


def test_a_crossing_is_announced_once_and_its_end_too(tmp_path):
    profiles = {"anthropic:max": {"type": "token", "provider": "anthropic", "token": "sk-t"}}
    profiles["anthropic:key"] = api_key("k")
    host = Host(tmp_path, profiles=profiles)
    host.fail(host.lease(), OVERLOADED)
    for _ in range(3):
        host.report(host.lease())
    [crossed] = host.said("health")
    assert (crossed["code"], crossed["from"], crossed["to"]) == (
        "billing_crossed",
        "anthropic:max",
        "anthropic:key",
    )
    assert host.broker.crossings.today(host.clock.now_ms) == 3
    host.clock.pass_ms(61_000)
    host.report(host.lease())
    assert [e["code"] for e in host.said("health")] == ["billing_crossed", "billing_returned"]


def test_a_cap_on_crossings_holds_to_the_request(tmp_path):
    profiles = {"anthropic:max": {"type": "token", "provider": "anthropic", "token": "sk-t"}}
    profiles["anthropic:key"] = api_key("k")
    config = {"auth": {"billing": {"cross": 2}}}
    host = Host(tmp_path, profiles=profiles, own_config=config)
    host.fail(host.lease(), BAD_KEY)
    host.report(host.lease())
    host.report(host.lease())
    with pytest.raises(NoCredential) as caught:
        host.lease()
    assert "billing_cap_reached" in [c.reason.code for c in caught.value.candidates]
    host.clock.pass_ms(86_400_000)
    assert host.lease().profile_id == "anthropic:key"
