"""Candidates that rest: whom a time out touches, and who may try one before it ends."""

from __future__ import annotations

import pytest

from openclaw_auth.credentials import ModelStats, Profile, UsageStats
from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.secret import Secret
from openclaw_auth.selection.effects import ClaimProbe
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request, Snapshot, SourceKey
from openclaw_auth.sources.environment import Environment
from openclaw_auth.store.data import StoreData

NOW_MS = 1_800_000_000_000
MINUTE_MS = 60_000
KEY = "fingerprint"


def profile(name="a", kind="api_key", **more):
    return Profile(f"anthropic:{name}", kind, "anthropic", Secret(f"sk-{name}"), **more)


def snapshot(*profiles, stats=None, env=None, **more):
    data = StoreData(profiles={p.id: p for p in profiles}, usage_stats=stats)
    return Snapshot("main", data, load_catalogue(), Environment(env or {}), **more)


def only(view, **request):
    decision = select(view, Request("anthropic", **request), NOW_MS)
    assert len(decision.candidates) == 1
    return decision.candidates[0]


def limited(model="opus", left_ms=MINUTE_MS):
    return UsageStats(models={model: ModelStats(cooldown_until_ms=NOW_MS + left_ms)})


@pytest.mark.parametrize(
    ("model", "code"), [("opus", "cooling_model"), ("haiku", "usable"), (None, "usable")]
)
def test_a_rate_limit_touches_its_model_alone(model, code):
    view = snapshot(profile(), stats={"anthropic:a": limited()})
    assert only(view, model=model).reason.code == code


def test_what_is_newer_than_the_store_counts():
    view = snapshot(profile(), stats={"anthropic:a": limited()})
    cleared = view.replace(penalties={"anthropic:a": UsageStats(last_used_ms=NOW_MS)})
    assert only(cleared, model="opus").eligible
    resting = cleared.replace(
        penalties={"anthropic:a": UsageStats(cooldown_until_ms=NOW_MS + MINUTE_MS)}
    )
    assert only(resting).reason.code == "cooling"


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        ("api_key", "paste-api-key --provider anthropic --profile-id anthropic:a"),
        ("token", "paste-token --provider anthropic --profile-id anthropic:a"),
        ("oauth", "login --provider anthropic --profile-id anthropic:a"),
    ],
)
def test_a_dead_one_waits_for_nothing_but_another_secret(kind, how):
    stats = UsageStats(dead="invalid_key", disabled_until_ms=NOW_MS + MINUTE_MS)
    found = only(snapshot(profile(kind=kind), stats={"anthropic:a": stats}))
    assert (found.eligible, found.until_ms, found.reason.code) == (False, None, "dead")
    assert (found.reason.params["detail"], found.reason.params["how"]) == ("invalid_key", how)


def test_a_changed_secret_starts_clean():
    stats = {"anthropic:a": UsageStats(dead="invalid_key", fingerprint="old")}
    assert not only(snapshot(profile(), stats=stats)).eligible
    same = snapshot(profile(), stats=stats, fingerprint=lambda secret: "old")
    assert not only(same).eligible
    changed = snapshot(profile(), stats=stats, fingerprint=lambda secret: "new")
    assert only(changed).eligible


def test_what_its_provider_reserves_serves_the_vendors_own_client_alone():
    stats = {"anthropic:a": UsageStats(dead="credential_scope_restricted")}
    view = snapshot(profile(kind="token"), profile("key"), stats=stats)
    decision = select(view, Request("anthropic"), NOW_MS)
    assert decision.next.profile_id == "anthropic:key"
    assert decision.candidates[1].reason.code == "policy_restricted"
    own = select(view, Request("anthropic", vendor_client=True), NOW_MS)
    assert own.next.profile_id == "anthropic:a"


def test_a_long_time_out_is_tried_by_one_request_at_a_time():
    failed_ms = NOW_MS - 15 * MINUTE_MS
    stats = UsageStats(disabled_until_ms=NOW_MS + 60 * MINUTE_MS, last_failure_at_ms=failed_ms)
    view = snapshot(profile(), profile("b"), stats={"anthropic:a": stats})
    decision = select(view, Request("anthropic"), NOW_MS)
    assert decision.next.key == "anthropic:a"  # in its own place, or nobody would notice a top-up
    assert (decision.next.probe, decision.next.reason.code) == (True, "probe_due")
    assert [type(e) for e in decision.effects] == [ClaimProbe]
    assert decision.effects[0].key == "anthropic:a"
    second = select(view.replace(probing=frozenset({"anthropic:a"})), Request("anthropic"), NOW_MS)
    assert second.next.key == "anthropic:b"
    assert second.effects == ()
    assert second.candidates[1].reason.code == "disabled"
    earlier = select(view, Request("anthropic"), NOW_MS - 1)
    assert earlier.next.key == "anthropic:b"
    assert earlier.valid_until_ms == NOW_MS


def test_keys_outside_the_store_rest_too():
    config = {"anthropic": SourceKey(Secret("c"), "models.providers.anthropic.apiKey")}
    stats = {
        "env:ANTHROPIC_API_KEY": UsageStats(dead="invalid_key"),
        "config:anthropic": UsageStats(cooldown_until_ms=NOW_MS + MINUTE_MS),
    }
    view = snapshot(stats=stats, env={"ANTHROPIC_API_KEY": "sk-e"}, config_keys=config)
    found = {c.key: c for c in select(view, Request("anthropic"), NOW_MS).candidates}
    assert found["env:ANTHROPIC_API_KEY"].reason.code == "dead"
    assert found["env:ANTHROPIC_API_KEY"].reason.params["how"] == "add --provider anthropic"
    assert found["config:anthropic"].reason.code == "cooling"


def test_a_login_whose_access_ended_serves_where_it_can_be_refreshed():
    login = profile(kind="oauth", refresh=Secret("r"), expires_ms=NOW_MS - 1)
    assert only(snapshot(login)).reason.code == "login_needs_refresh"
    found = only(snapshot(login, refreshes={"anthropic"}))
    assert (found.eligible, found.reason.code, found.can_refresh) == (True, "refresh_due", True)
    resting = UsageStats(cooldown_until_ms=NOW_MS + MINUTE_MS)
    cooling = only(snapshot(login, stats={"anthropic:a": resting}, refreshes={"anthropic"}))
    assert (cooling.eligible, cooling.reason.code) == (False, "cooling")


def test_after_goes_on_where_the_first_ones_were_tried():
    view = snapshot(profile(), profile("b"), env={"ANTHROPIC_API_KEY": "sk-e"})
    decision = select(view, Request("anthropic"), NOW_MS)
    tried: list[str] = []
    while (candidate := decision.after(tried)) is not None:
        tried.append(candidate.key)
    assert tried == ["anthropic:a", "anthropic:b", "env:ANTHROPIC_API_KEY"]
    assert decision.next.key == "anthropic:a"
