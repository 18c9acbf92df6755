"""The path of a rehearsal, and when it would be dark."""

from __future__ import annotations

import pytest

from openclaw_auth.codes import Reason
from openclaw_auth.credentials import Profile, UsageStats
from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.secret import Secret
from openclaw_auth.selection.billing import BillingPolicy
from openclaw_auth.selection.classify import typical
from openclaw_auth.selection.horizon import first_dark
from openclaw_auth.selection.simulate import Leg, rehearse
from openclaw_auth.selection.snapshot import Pin, Snapshot
from openclaw_auth.sources.environment import Environment
from openclaw_auth.store.data import StoreData

NOW = 1_800_000_000_000
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
OPUS = Leg("anthropic", "opus", "anthropic/opus", "https://anthropic")
HAIKU = Leg("anthropic", "haiku", "anthropic/haiku", "https://anthropic")
AUTO = Leg("openrouter", "auto", "openrouter/auto", "https://openrouter")


def profile(profile_id, kind="api_key", **more):
    return Profile(
        profile_id, kind, profile_id.partition(":")[0], Secret(f"sk-{profile_id}"), **more
    )


def view(*profiles, **more):
    data = StoreData(
        profiles={p.id: p for p in profiles},
        order=more.pop("order", None),
        usage_stats=more.pop("stats", None),
    )
    return Snapshot("main", data, load_catalogue(), Environment(more.pop("env", {})), **more)


def faults(**classes):
    return {
        name.replace("__", ":"): typical(*kind.split("/"), provider="p")
        for name, kind in classes.items()
    }


def path(rehearsal):
    return [(c.candidate.key if c.candidate else c.leg.key, c.code) for c in rehearsal.calls]


A, B = profile("anthropic:a"), profile("anthropic:b")


def test_without_a_fault_the_first_candidate_answers():
    found = rehearse(view(A, B), [OPUS], {}, NOW)
    assert path(found) == [("anthropic:a", "usable")]
    assert found.answer is found.calls[0]


@pytest.mark.parametrize(
    ("kind", "code", "calls"),
    [
        ("auth", "invalid_key", 1),
        ("auth/key_revoked", "key_revoked", 1),
        ("billing", "credits_exhausted", 1),
        ("rate_limit", "rate_limited", 1),
        ("unknown", "unrecognised", 1),
        ("timeout", "read_timeout", 2),
    ],
)
def test_a_failure_moves_on_to_the_next_credential(kind, code, calls):
    found = rehearse(view(A, B), [OPUS], faults(anthropic__a=kind), NOW)
    assert path(found) == [("anthropic:a", code)] * calls + [("anthropic:b", "usable")]
    assert found.calls[calls - 1].then == "next_credential"


def test_what_is_wrong_with_the_request_itself_ends_it():
    found = rehearse(view(A, B), [OPUS, AUTO], faults(anthropic__a="format"), NOW)
    assert [(c.outcome, c.then) for c in found.calls] == [("format", "stop")]
    assert found.answer is None


def test_an_address_out_of_reach_moves_on_to_a_model_elsewhere():
    stored = view(A, B, profile("openrouter:x"))
    kinds = faults(anthropic__a="timeout/dns_failure")
    found = rehearse(stored, [OPUS, HAIKU, AUTO], kinds, NOW)
    assert path(found) == [
        ("anthropic:a", "dns_failure"),
        ("anthropic/haiku", "simulate_unreachable"),
        ("openrouter:x", "usable"),
    ]


def test_a_rate_limit_is_about_one_model_and_a_bad_key_about_all():
    limited = rehearse(view(A), [OPUS, HAIKU], faults(anthropic__a="rate_limit"), NOW)
    assert path(limited) == [("anthropic:a", "rate_limited")] * 2
    dead = rehearse(view(A), [OPUS, HAIKU], faults(anthropic__a="auth"), NOW)
    assert path(dead) == [("anthropic:a", "invalid_key")]


def test_the_only_credential_keeps_its_second_call_for_the_fallback():
    kinds = faults(anthropic__a="timeout")
    alone = rehearse(view(A), [OPUS, HAIKU], kinds, NOW)
    assert [c.leg.key for c in alone.calls] == ["anthropic/opus", "anthropic/haiku"]
    beside = rehearse(view(A, B), [OPUS, HAIKU], kinds, NOW)
    assert path(beside) == [("anthropic:a", "read_timeout")] * 2 + [("anthropic:b", "usable")]


def test_a_fallback_is_a_crossing_where_the_turn_began_with_a_subscription():
    token, metered = profile("anthropic:t", "token"), profile("openrouter:x")
    kinds = faults(anthropic__t="auth")
    never = view(token, metered, billing=BillingPolicy("never"))
    assert path(rehearse(never, [OPUS, AUTO], kinds, NOW)) == [
        ("anthropic:t", "invalid_key"),
        ("openrouter:x", "billing_cross_blocked"),
    ]
    assert rehearse(view(token, metered), [OPUS, AUTO], kinds, NOW).answer is not None


def test_who_rests_is_named_with_the_reason_when_nobody_is_left():
    stats = {"anthropic:b": UsageStats(cooldown_until_ms=NOW + MINUTE, last_failure_at_ms=NOW)}
    found = rehearse(view(A, B, stats=stats), [OPUS], faults(anthropic__a="auth"), NOW)
    assert path(found) == [("anthropic:a", "invalid_key")]
    found = rehearse(view(B, stats=stats), [OPUS], {}, NOW)
    assert path(found) == [("anthropic:b", "cooling")]
    assert path(rehearse(view(), [OPUS], {}, NOW)) == [("anthropic/opus", "no_credential")]


def test_a_model_that_cannot_be_asked_is_passed_over_with_its_reason():
    other = Leg("openai", "x", "openai/x", "https://o", Reason("dialect", {"model": "openai/x"}))
    found = rehearse(view(A), [other, OPUS], {}, NOW)
    assert path(found) == [("openai/x", "dialect"), ("anthropic:a", "usable")]


def test_a_users_pin_is_never_left_for_another_profile():
    pin = Pin("anthropic:b", "user")
    assert path(rehearse(view(A, B), [OPUS], {}, NOW, pin)) == [("anthropic:b", "usable")]
    found = rehearse(view(A, B), [OPUS], faults(anthropic__b="auth"), NOW, pin)
    assert found.answer is None


def test_a_key_in_the_environment_is_held_back_until_crossing_is_allowed():
    token = profile("anthropic:t", "token")
    env = {"ANTHROPIC_API_KEY": "sk-env"}
    kinds = faults(anthropic__t="auth")
    assert rehearse(view(token, env=env), [OPUS], kinds, NOW).answer is None
    allowed = view(token, env=env, billing=BillingPolicy("allow"))
    found = rehearse(allowed, [OPUS], kinds, NOW)
    assert path(found)[-1] == ("env:ANTHROPIC_API_KEY", "usable")


def test_a_login_is_refreshed_once_and_then_left():
    login = profile("anthropic:l", "oauth", refresh=Secret("r"), expires_ms=NOW + HOUR)
    kinds = faults(anthropic__l="auth/token_expired")
    found = rehearse(view(login, A, refreshes={"anthropic"}), [OPUS], kinds, NOW)
    assert [(c.candidate.key, c.then) for c in found.calls] == [
        ("anthropic:l", "refresh"),
        ("anthropic:l", "next_credential"),
        ("anthropic:a", None),
    ]


def test_rehearsing_changes_nothing():
    stored = view(A, B)
    rehearse(stored, [OPUS], faults(anthropic__a="billing"), NOW)
    assert stored.penalties == {}
    assert path(rehearse(stored, [OPUS], {}, NOW)) == [("anthropic:a", "usable")]


def horizon(snapshot, legs=(OPUS,), kinds=None, days=30, **more):
    until_ms = NOW + days * DAY
    return first_dark(snapshot, legs, kinds or {}, from_ms=NOW, until_ms=until_ms, **more)


def test_dark_begins_when_the_last_token_ends():
    one = profile("anthropic:t", "token", expires_ms=NOW + 3 * DAY)
    two = profile("anthropic:u", "token", expires_ms=NOW + 5 * DAY)
    found = horizon(view(one, two))
    assert found.dark.at_ms == NOW + 5 * DAY
    assert [c.code for c in found.dark.calls] == ["token_expired", "token_expired"]


def test_a_key_without_an_end_is_never_dark():
    found = horizon(view(A))
    assert (found.dark, found.walked_until_ms, found.complete) == (None, NOW + 30 * DAY, True)


def test_the_first_request_may_be_dark_already():
    assert horizon(view(A), kinds=faults(anthropic__a="auth")).dark.at_ms == NOW


def test_a_login_that_refreshes_itself_outlives_its_token():
    login = profile("anthropic:l", "oauth", refresh=Secret("r"), expires_ms=NOW + HOUR)
    assert horizon(view(login, refreshes={"anthropic"})).dark is None


def test_dark_between_two_events_is_found_though_light_follows():
    token = profile("anthropic:t", "token", expires_ms=NOW + 3 * HOUR)
    stats = {"anthropic:a": UsageStats(disabled_until_ms=NOW + 20 * HOUR)}
    assert horizon(view(token, A, stats=stats)).dark.at_ms == NOW + 3 * HOUR
    stats = {"openrouter:x": UsageStats(disabled_until_ms=NOW + 20 * HOUR)}
    stored = view(token, profile("openrouter:x"), stats=stats)
    assert horizon(stored, [OPUS, AUTO]).dark.at_ms == NOW + 3 * HOUR


def test_who_comes_back_and_ends_every_request_makes_it_dark():
    stats = {"anthropic:a": UsageStats(disabled_until_ms=NOW + 5 * HOUR)}
    stored = view(A, B, stats=stats, order={"anthropic": ["anthropic:a", "anthropic:b"]})
    assert horizon(stored, kinds=faults(anthropic__a="format")).dark.at_ms == NOW + 5 * HOUR
    assert horizon(stored, kinds=faults(anthropic__a="auth")).dark is None


def test_the_clock_jumps_from_event_to_event():
    token = profile("anthropic:t", "token", expires_ms=NOW + 20 * DAY)
    stats = {"anthropic:a": UsageStats(disabled_until_ms=NOW + 9 * HOUR, last_failure_at_ms=NOW)}
    found = horizon(
        view(token, A, stats=stats), kinds=faults(anthropic__a="billing"), most_events=200
    )
    assert found.dark.at_ms == NOW + 20 * DAY


def test_too_many_events_are_admitted():
    token = profile("anthropic:t", "token", expires_ms=NOW + 29 * DAY)
    found = horizon(
        view(A, token, order={"anthropic": ["anthropic:a", "anthropic:t"]}),
        kinds=faults(anthropic__a="rate_limit"),
        most_events=10,
    )
    assert (found.dark, found.complete) == (None, False)
    assert NOW < found.walked_until_ms < NOW + DAY
