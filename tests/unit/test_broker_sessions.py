"""A session keeps its profile until that one rests, or the order changes."""

from __future__ import annotations

import json

from broker_host import OVERLOADED, TWO, Host


def test_a_session_keeps_its_profile_until_that_one_rests(tmp_path):
    host = Host(tmp_path, profiles=TWO)
    host.report(host.lease(session="s"))
    host.clock.pass_ms(5_000)
    assert host.lease().profile_id == "anthropic:b"
    kept = host.lease(session="s")
    assert kept.profile_id == "anthropic:a"
    host.fail(kept, OVERLOADED)
    host.report(host.lease(session="s"))
    host.clock.pass_ms(120_000)
    assert host.lease(session="s").profile_id == "anthropic:b"


def test_another_order_ends_what_sessions_keep(tmp_path):
    host = Host(tmp_path, profiles=TWO)
    host.report(host.lease(session="s"))
    store = tmp_path / "state/agents/main/agent/auth-profiles.json"
    order = {"anthropic": ["anthropic:b", "anthropic:a"]}
    store.write_text(json.dumps({"version": 1, "profiles": TWO, "order": order}))
    host.broker.swap(host.world())
    assert host.lease(session="s").profile_id == "anthropic:b"
