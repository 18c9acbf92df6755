"""What the broker learns from failures: penalties, probes, endpoints, who owns what it writes."""

from __future__ import annotations

import pytest

from broker_host import AGENTS, BAD_KEY, OVERLOADED, TWO, Host, api_key
from openclaw_auth.codes import Reason
from openclaw_auth.errors import (
    NoCredential,
)
from openclaw_auth.selection.failure import Failure
from openclaw_auth.selection.snapshot import Request

OUT_OF_TURN = Failure(
    "rate_limit", "requests", "cooldown", "credential_model", rule="r", reason=Reason("usable")
)
HUNG = Failure("timeout", "first_byte", "retry_same", "endpoint", rule="r", reason=Reason("usable"))
BROKE = Failure("billing", "credits", "disable", "credential", rule="r", reason=Reason("usable"))


def test_a_failure_counts_for_the_next_lease_at_once(tmp_path):
    host = Host(tmp_path, profiles=TWO)
    host.fail(host.lease(), OVERLOADED)
    assert host.lease().profile_id == "anthropic:b"
    first = host.broker.decide(Request("anthropic", "m"), "main").candidates[-1]
    assert (first.profile_id, first.reason.code) == ("anthropic:a", "cooling")
    [penalty] = host.said("penalty")
    assert penalty["code"] == "cooling"
    assert penalty["profileId"] == "anthropic:a"
    assert penalty["untilMs"] == host.clock.now_ms + 60_000


def test_a_rate_limit_touches_that_model_alone(tmp_path):
    host = Host(tmp_path, profiles=TWO)
    host.fail(host.lease(), OUT_OF_TURN)
    assert host.lease().profile_id == "anthropic:b"
    assert host.lease(model="another").profile_id == "anthropic:a"


def test_a_success_ends_a_penalty_at_once(tmp_path):
    host = Host(tmp_path, profiles={"anthropic:a": api_key("a")})
    lease = host.lease()
    host.fail(lease, OUT_OF_TURN)
    host.clock.pass_ms(61_000)
    host.report(host.lease())
    assert [e["code"] for e in host.said("penalty")] == ["cooling_model", "penalty_ended"]
    assert not host.broker.penalties.stats(lease.grant.name).models


def test_what_began_before_the_failure_clears_nothing(tmp_path):
    host = Host(tmp_path, profiles={"anthropic:a": api_key("a")})
    early, late = host.lease(), host.lease()
    began_ms = host.clock.now_ms
    host.clock.pass_ms(1_000)
    host.fail(late, BAD_KEY)
    host.clock.pass_ms(30_000)
    host.report(early, started_ms=began_ms)
    with pytest.raises(NoCredential):
        host.lease()
    assert not host.usable_after_the_next_world()


def test_a_penalty_of_a_key_in_the_environment_is_kept_under_its_name(tmp_path):
    host = Host(tmp_path, environ={"ANTHROPIC_API_KEY": "sk-env"}, config=AGENTS)
    lease = host.lease(agent="work")
    host.fail(lease, BAD_KEY)
    assert lease.grant.name == (host.broker.world.main_dir, "env:ANTHROPIC_API_KEY")
    for agent in ("work", "main"):
        with pytest.raises(NoCredential):
            host.lease(agent=agent)


def test_a_penalty_of_an_inherited_profile_is_mains(tmp_path):
    host = Host(tmp_path, profiles=TWO, work={}, config=AGENTS)
    host.fail(host.lease(agent="work"), OVERLOADED)
    assert host.lease(agent="main").profile_id == "anthropic:b"
    [(folder, key)] = [name for name, _ in host.broker.penalties.known()]
    assert (folder, key) == (host.broker.world.main_dir, "anthropic:a")


def test_one_request_at_a_time_tries_what_rests_for_long(tmp_path):
    host = Host(tmp_path, profiles={"anthropic:a": api_key("a")})
    host.fail(host.lease(), BROKE)
    host.clock.pass_ms(15 * 60_000)
    probe = host.lease()
    with pytest.raises(NoCredential):
        host.lease()
    host.report(probe)
    assert host.lease().profile_id == "anthropic:a"


def test_a_client_that_leaves_a_probe_lets_the_next_request_try(tmp_path):
    host = Host(tmp_path, profiles={"anthropic:a": api_key("a")})
    host.fail(host.lease(), BROKE)
    host.clock.pass_ms(15 * 60_000)
    host.report(host.lease(), status=None)
    assert host.lease().profile_id == "anthropic:a"


def test_a_probe_that_learns_nothing_is_not_followed_by_the_next(tmp_path):
    host = Host(tmp_path, profiles={"anthropic:a": api_key("a")})
    host.fail(host.lease(), BROKE)
    host.clock.pass_ms(15 * 60_000)
    host.fail(host.lease(), HUNG)
    with pytest.raises(NoCredential):
        host.lease()
    host.clock.pass_ms(15 * 60_000)
    assert host.lease().profile_id == "anthropic:a"


def test_trouble_at_an_endpoint_is_no_fault_of_the_credential(tmp_path):
    host = Host(tmp_path, profiles=TWO)
    lease = host.lease()
    host.fail(lease, HUNG)
    assert host.broker.endpoints.waiting(lease.endpoint, host.clock.now_ms)
    assert lease.endpoint == ("https://api.anthropic.com", "m")
    assert host.lease().profile_id == "anthropic:a"
    host.report(host.lease())
    assert host.broker.endpoints.waiting(lease.endpoint, host.clock.now_ms) is None


def test_a_new_world_that_saw_the_store_after_a_clear_wins(tmp_path):
    host = Host(tmp_path, profiles=TWO)
    lease = host.lease()
    host.fail(lease, BAD_KEY)
    taken = host.broker.penalties.take()
    folder = host.broker.world.main_dir
    stats = {"anthropic:a": host.broker.penalties.stats(lease.grant.name)}
    host.broker.wrote(folder, taken[folder], stats, host.ports.monotonic_s())
    host.clock.pass_ms(1)
    host.broker.swap(host.world())  # the file on the disk has no penalty: someone cleared it
    assert host.lease().profile_id == "anthropic:a"


def test_an_agent_that_is_gone_is_reported_without_harm(tmp_path):
    host = Host(tmp_path, profiles=TWO, work={}, config=AGENTS)
    leases = [host.lease(agent="work") for _ in range(2)]
    (tmp_path / "state/openclaw.json").write_text("{}")
    host.broker.swap(host.world())
    host.fail(leases[0], OVERLOADED)
    host.report(leases[1])
