"""Penalties: whom a failure touches, for how long, how often it counts, and what ends it."""

import pytest

from openclaw_auth.codes import Reason
from openclaw_auth.config.schema import target_file_for, validate
from openclaw_auth.config.view import ConfigView
from openclaw_auth.credentials import ModelStats, UsageStats
from openclaw_auth.selection.cooldown import after_success, cleared, penalise, refreshed, renewed
from openclaw_auth.selection.cooldown_limits import (
    DAY_MS,
    DEFAULTS,
    HOUR_MS,
    MINUTE_MS,
    CooldownLimits,
    limits_of,
)
from openclaw_auth.selection.failure import Failure
from openclaw_auth.selection.standing import RESTRICTED, standing, unrestricted

NOW_MS = 1_800_000_000_000
YEAR_MS = 365 * DAY_MS


def failure(action, failure_class="auth", detail="d", scope="credential", wait_ms=None):
    reason = Reason("usable", {"profile": "x"})
    return Failure(failure_class, detail, action, scope, rule="r", reason=reason, wait_ms=wait_ms)


COOL = failure("cooldown", detail="permission_denied")
BROKE = failure("disable", "billing", "insufficient_credits")
DEAD = failure("disable_until_reauth", detail="invalid_key")
BARRED = failure("disable_until_reauth", detail=RESTRICTED)


def limited(wait_ms=None):
    action = "cooldown" if wait_ms is None else "cooldown_until_reset"
    return failure(action, "rate_limit", "requests_per_minute", "credential_model", wait_ms)


def fail(
    stats,
    what,
    at_ms=NOW_MS,
    *,
    started_ms=None,
    model="m",
    provider="p",
    fingerprint="f1",
    limits=DEFAULTS,
):
    return penalise(
        stats,
        what,
        provider=provider,
        model=model,
        fingerprint=fingerprint,
        started_ms=at_ms if started_ms is None else started_ms,
        now_ms=at_ms,
        limits=limits,
    )


def out(stats, at_ms=NOW_MS, *, model="m", secret="f1", limits=DEFAULTS):
    return standing(stats, model=model, fingerprint=lambda: secret, now_ms=at_ms, limits=limits)


def each_after_the_last(what, times, *, wait_ms=1, limits=DEFAULTS, provider="p"):
    """Return the lengths of time outs, each failure following when the last one is over."""
    stats, at_ms, lengths = None, NOW_MS, []
    for _ in range(times):
        stats = fail(stats, what, at_ms, limits=limits, provider=provider)
        until_ms = out(stats, at_ms, limits=limits).until_ms
        lengths.append(until_ms - at_ms)
        at_ms = until_ms + wait_ms
    return lengths


# how long


@pytest.mark.parametrize("what", [COOL, limited()], ids=["credential", "model"])
def test_a_cooldown_is_1_5_25_and_then_60_minutes(what):
    assert each_after_the_last(what, 6) == [m * MINUTE_MS for m in (1, 5, 25, 60, 60, 60)]


def test_no_credit_is_5_hours_doubling_to_24():
    long = CooldownLimits(failure_window_ms=YEAR_MS)
    hours = each_after_the_last(BROKE, 5, limits=long)
    assert hours == [h * HOUR_MS for h in (5, 10, 20, 24, 24)]


def test_a_provider_may_have_its_own_billing_hours_in_any_spelling():
    view = ConfigView(
        {
            "auth": {
                "cooldowns": {
                    "billingBackoffHours": 2,
                    "billingBackoffHoursByProvider": {"Z.AI": 0.5, "slow": 48},
                    "billingMaxHours": 3,
                    "failureWindowHours": 1000,
                },
                "statedWaitMaxHours": 1.5,
            }
        }
    )
    limits = limits_of(view)
    assert limits.stated_wait_max_ms == 90 * MINUTE_MS
    by_provider = {
        p: each_after_the_last(BROKE, 3, limits=limits, provider=p)
        for p in ("zai", "slow", "other")
    }
    assert by_provider == {
        "zai": [HOUR_MS // 2, HOUR_MS, 2 * HOUR_MS],
        "slow": [48 * HOUR_MS] * 3,
        "other": [2 * HOUR_MS, 3 * HOUR_MS, 3 * HOUR_MS],
    }


def test_without_config_the_reference_figures_hold():
    limits = limits_of(ConfigView({}))
    assert {n: getattr(limits, n) for n in CooldownLimits.__slots__} == {
        n: getattr(DEFAULTS, n) for n in CooldownLimits.__slots__
    }
    assert (DEFAULTS.billing_backoff_ms, DEFAULTS.billing_max_ms) == (5 * HOUR_MS, DAY_MS)
    assert (DEFAULTS.failure_window_ms, DEFAULTS.stated_wait_max_ms) == (DAY_MS, DAY_MS)


@pytest.mark.parametrize("hours", [float("inf"), float("nan"), -1, 0, 1e300])
def test_hours_beyond_reason_still_make_a_time(hours):
    limits = limits_of(ConfigView({"auth": {"cooldowns": {"billingMaxHours": hours}}}))
    assert HOUR_MS <= limits.billing_max_ms <= 10 * YEAR_MS


def test_the_cap_of_stated_waits_is_ours_alone():
    place = ("auth", "statedWaitMaxHours")
    assert target_file_for(place) == "openclaw-auth.json5"
    assert validate({"auth": {"statedWaitMaxHours": 2}}) == []
    assert [p.reason.code for p in validate({"auth": {"statedWaitMaxHours": "2"}})] == [
        "config_wrong_type"
    ]


def test_counters_start_anew_after_the_failure_window():
    stats = fail(fail(None, COOL), COOL, NOW_MS + 2 * MINUTE_MS)
    assert stats.error_count == 2
    later_ms = NOW_MS + 2 * MINUTE_MS + DAY_MS
    assert fail(stats, COOL, later_ms).error_count == 3
    anew = fail(stats, COOL, later_ms + 1)
    assert (anew.error_count, anew.failure_counts) == (1, {"auth": 1})
    one = fail(fail(None, limited()), limited(), NOW_MS + 2 * MINUTE_MS)
    assert one.models["m"].error_count == 2
    assert fail(one, limited(), later_ms + 1).models["m"].error_count == 1


# stated waits


@pytest.mark.parametrize("action", ["cooldown", "cooldown_until_reset", "disable"])
@pytest.mark.parametrize("scope", ["credential", "credential_model"])
def test_a_stated_wait_replaces_the_computed_one(action, scope):
    stats = fail(None, failure(action, "rate_limit", scope=scope, wait_ms=7_200_000))
    assert out(stats).until_ms == NOW_MS + 7_200_000


def test_a_stated_wait_is_capped():
    stats = fail(None, limited(10 * YEAR_MS))
    assert out(stats).until_ms == NOW_MS + DAY_MS
    tight = CooldownLimits(stated_wait_max_ms=HOUR_MS)
    assert out(fail(None, limited(10 * YEAR_MS), limits=tight)).until_ms == NOW_MS + HOUR_MS


@pytest.mark.parametrize("wait_ms", [-1, 0, -(10**20)])
def test_a_wait_that_states_nothing_ahead_is_no_stated_wait(wait_ms):
    assert out(fail(None, limited(wait_ms))).until_ms == NOW_MS + MINUTE_MS


def test_what_a_try_is_told_during_the_time_out_is_newer():
    stats = fail(None, limited(6 * HOUR_MS))
    tried_ms = NOW_MS + 15 * MINUTE_MS
    assert out(fail(stats, limited(60_000), tried_ms), tried_ms).until_ms == tried_ms + 60_000


# whom


@pytest.mark.parametrize(
    ("action", "scope"),
    [
        ("none", "none"),
        ("none", "credential"),
        ("retry_same", "endpoint"),
        ("retry_same", "credential"),
        ("cooldown", "endpoint"),
        ("disable", "none"),
    ],
)
def test_what_is_nobodys_fault_touches_nobody(action, scope):
    assert fail(None, failure(action, "timeout", scope=scope)) is None


def test_a_rate_limit_touches_one_model_and_neither_the_others_nor_the_credential():
    stats = fail(UsageStats(error_count=1, last_failure_at_ms=NOW_MS - HOUR_MS), limited())
    assert out(stats, model="other") is None
    assert out(stats, model=None) is None
    found = out(stats)
    assert (found.kind, found.model, found.detail) == ("cooldown", "m", "requests_per_minute")
    assert (stats.error_count, stats.last_failure_at_ms) == (1, NOW_MS - HOUR_MS)
    assert stats.cooldown_until_ms is None


def test_a_rate_limit_of_an_unknown_model_touches_the_credential():
    assert out(fail(None, limited(), model=None), model="any").model is None


def test_models_that_say_nothing_any_more_are_forgotten():
    stats = fail(None, limited(), model="old")
    later = fail(stats, limited(), NOW_MS + DAY_MS + 1, model="new")
    assert set(later.models) == {"new"}


def test_a_refusal_by_authentication_or_for_money_touches_every_model():
    for what in (COOL, BROKE, DEAD):
        assert out(fail(None, what), model="any other") is not None


# how often


def test_a_burst_counts_once():
    stats = None
    for n in range(30):
        stats = fail(stats, COOL, NOW_MS + n, started_ms=NOW_MS - 100 + n)
    assert stats.error_count == 1
    assert stats.failure_counts == {"auth": 1}
    assert out(stats).until_ms == NOW_MS + MINUTE_MS
    late = fail(stats, COOL, NOW_MS + 10 * MINUTE_MS, started_ms=NOW_MS - 1)
    assert late.error_count == 1
    after = fail(late, COOL, NOW_MS + HOUR_MS)
    assert after.error_count == 2


def test_a_burst_of_one_model_and_of_refused_bills_counts_once():
    for what in (limited(), BROKE, DEAD):
        once = fail(None, what)
        twice = fail(once, what, NOW_MS + 5, started_ms=NOW_MS - 5)
        assert twice.error_count == once.error_count
        assert twice.failure_counts == once.failure_counts
        assert [m.error_count for m in twice.models.values()] == [1] * len(twice.models)


def test_failures_noted_in_another_order_than_they_happened_leave_the_last_one():
    for what in (COOL, BROKE, DEAD):
        stats = fail(fail(None, what, NOW_MS + 9), what, NOW_MS, started_ms=NOW_MS - 5)
        assert stats.last_failure_at_ms == NOW_MS + 9
    one = fail(fail(None, limited(), NOW_MS + 9), limited(), NOW_MS, started_ms=NOW_MS - 5)
    assert one.models["m"].last_failure_at_ms == NOW_MS + 9


def test_in_a_burst_the_longest_stated_wait_holds():
    stats = fail(None, limited(HOUR_MS))
    stats = fail(stats, limited(1_000), NOW_MS + 5, started_ms=NOW_MS - 5)
    assert out(stats).until_ms == NOW_MS + HOUR_MS
    stats = fail(stats, limited(2 * HOUR_MS), NOW_MS + 6, started_ms=NOW_MS - 5)
    assert out(stats).until_ms == NOW_MS + 6 + 2 * HOUR_MS


def test_a_try_during_the_time_out_neither_counts_nor_prolongs_it():
    stats = fail(None, BROKE)
    for n in range(1, 20):
        stats = fail(stats, BROKE, NOW_MS + n * 15 * MINUTE_MS)
    assert stats.failure_counts == {"billing": 1}
    assert stats.disabled_until_ms == NOW_MS + 5 * HOUR_MS
    assert stats.last_failure_at_ms == NOW_MS + 19 * 15 * MINUTE_MS


def test_a_dead_credential_that_is_refused_again_has_not_failed_twice():
    again = fail(fail(None, DEAD), DEAD, NOW_MS + HOUR_MS)
    assert (again.error_count, again.failure_counts) == (1, {"auth": 1})


# the next try


def test_a_long_time_out_may_be_tried_every_15_minutes():
    stats = fail(None, BROKE)
    assert out(stats).probe_at_ms == NOW_MS + 15 * MINUTE_MS
    stats = fail(stats, BROKE, NOW_MS + 16 * MINUTE_MS)
    assert out(stats, NOW_MS + 16 * MINUTE_MS).probe_at_ms == NOW_MS + 31 * MINUTE_MS
    assert out(fail(None, COOL)).probe_at_ms is None
    assert out(fail(None, limited(15 * MINUTE_MS))).probe_at_ms is None


def test_of_two_time_outs_the_longer_one_shows_and_neither_is_tried_early():
    stats = fail(fail(None, BROKE), limited(6 * HOUR_MS), NOW_MS + 10 * MINUTE_MS)
    found = out(stats, NOW_MS + 10 * MINUTE_MS)
    assert (found.kind, found.model) == ("cooldown", "m")
    assert found.probe_at_ms == NOW_MS + 25 * MINUTE_MS
    found = out(stats, NOW_MS + 10 * MINUTE_MS, model="other")
    assert (found.kind, found.probe_at_ms) == ("disabled", NOW_MS + 15 * MINUTE_MS)


# dead and restricted


def test_a_dead_credential_has_no_end_and_openclaw_sees_one_a_day_ahead():
    stats = fail(None, DEAD)
    assert (stats.disabled_until_ms, stats.disabled_reason) == (NOW_MS + DAY_MS, "auth")
    for at_ms in (NOW_MS, NOW_MS + 10 * YEAR_MS):
        found = out(stats, at_ms)
        assert (found.kind, found.until_ms, found.probe_at_ms) == ("dead", None, None)
        assert found.detail == "invalid_key"


def test_a_login_that_no_refresh_helped_is_dead():
    assert out(fail(None, failure("refresh_then_retry", detail="token_expired"))).kind == "dead"


def test_the_end_that_openclaw_sees_is_renewed_and_never_more_than_a_day_ahead():
    stats = fail(None, DEAD)
    assert renewed(stats, NOW_MS + 11 * HOUR_MS) is None
    later = renewed(stats, NOW_MS + 13 * HOUR_MS)
    assert later.disabled_until_ms == NOW_MS + 37 * HOUR_MS
    assert renewed(later, NOW_MS).disabled_until_ms == NOW_MS + DAY_MS
    assert renewed(fail(None, BROKE), NOW_MS + YEAR_MS) is None
    assert renewed(fail(None, BARRED), NOW_MS + YEAR_MS) is None


def test_a_credential_that_openclaw_used_with_success_is_not_dead():
    stats = fail(None, DEAD).replace(last_used_ms=NOW_MS + 1, disabled_until_ms=None)
    assert out(stats, NOW_MS + 2) is None
    assert renewed(stats, NOW_MS + 2) is None
    cooling = fail(stats, COOL, NOW_MS + 3)
    assert out(cooling, NOW_MS + 3).kind == "cooldown"


def test_a_restricted_credential_has_no_timer_and_counts_only_against_others():
    stats = fail(None, BARRED)
    assert (stats.disabled_until_ms, stats.cooldown_until_ms, stats.error_count) == (None, None, 0)
    found = out(stats)
    assert (found.kind, found.until_ms, found.probe_at_ms) == ("restricted", None, None)
    assert out(unrestricted(stats)) is None
    cooling = fail(stats, limited())
    assert out(cooling).kind == "restricted"
    assert out(unrestricted(cooling)).kind == "cooldown"


# what ends it


@pytest.mark.parametrize("what", [COOL, BROKE, DEAD, BARRED, limited()])
def test_another_secret_starts_clean(what):
    stats = fail(UsageStats(last_used_ms=5, extra={"theirs": 1}), what)
    assert out(stats) is not None
    assert out(stats, secret="f2") is None
    anew = fail(stats, limited(), fingerprint="f2")
    expected = fail(UsageStats(last_used_ms=5, extra={"theirs": 1}), limited(), fingerprint="f2")
    assert anew == expected


def test_penalties_that_openclaw_wrote_hold_for_whatever_secret_there_is():
    stats = UsageStats(cooldown_until_ms=NOW_MS + 1, last_failure_at_ms=NOW_MS)
    assert out(stats).until_ms == NOW_MS + 1
    again = fail(stats.replace(error_count=2, cooldown_until_ms=None), COOL, NOW_MS + 2)
    assert again.error_count == 3


def test_without_a_host_key_penalties_hold():
    assert standing(fail(None, COOL), model="m", fingerprint=lambda: None, now_ms=NOW_MS)


def test_a_failure_of_a_secret_without_a_name_leaves_the_known_name():
    for what in (COOL, limited()):
        assert fail(fail(None, COOL), what, fingerprint=None).fingerprint == "f1"


def test_the_secret_is_looked_at_only_when_the_answer_hangs_on_it():
    def refuse():
        raise AssertionError

    idle = UsageStats(last_used_ms=1, fingerprint="f1", cooldown_until_ms=NOW_MS)
    assert standing(idle, model="m", fingerprint=refuse, now_ms=NOW_MS) is None


def test_a_success_clears_the_credential_and_its_own_model_only():
    stats = fail(fail(None, limited(), model="other"), limited())
    stats = fail(stats, BROKE).replace(extra={"theirs": 1})
    after = after_success(stats, model="m", at_ms=NOW_MS + 1)
    assert after == UsageStats(
        last_used_ms=NOW_MS + 1,
        models={"other": stats.models["other"]},
        fingerprint="f1",
        extra={"theirs": 1},
    )
    assert after_success(after, model="other", at_ms=NOW_MS + 2) == UsageStats(
        last_used_ms=NOW_MS + 2, extra={"theirs": 1}
    )


def test_a_success_revives_the_dead_and_leaves_the_restriction():
    assert out(after_success(fail(None, DEAD), model="m", at_ms=NOW_MS + 1)) is None
    assert out(after_success(fail(None, BARRED), model="m", at_ms=NOW_MS + 1)).kind == "restricted"


def test_what_failed_after_the_success_stays():
    stats = fail(fail(None, limited()), COOL)
    after = after_success(stats, model="m", at_ms=NOW_MS - 1)
    assert after == stats.replace(last_used_ms=NOW_MS - 1)


def test_a_clear_leaves_the_last_use_and_what_is_not_ours():
    stats = fail(fail(UsageStats(last_used_ms=5, extra={"theirs": 1}), DEAD), limited())
    assert cleared(stats) == UsageStats(last_used_ms=5, extra={"theirs": 1})
    assert cleared(fail(None, DEAD)) is None


def test_a_refresh_leaves_what_is_the_accounts_and_drops_what_was_the_tokens():
    stats = fail(fail(fail(None, limited(HOUR_MS)), BROKE), DEAD)
    after = refreshed(stats, "f2")
    assert out(after, secret="f2").kind == "cooldown"
    assert out(after, secret="f2", model="other") is None
    broke = refreshed(fail(None, BROKE), "f2")
    assert out(broke, secret="f2").detail == "insufficient_credits"


# clocks and files beyond belief


def test_after_a_clock_put_back_a_time_out_may_be_tried_at_once_and_ends_in_its_length():
    stats = fail(None, BROKE, NOW_MS + 10 * YEAR_MS)
    found = out(stats)
    assert (found.until_ms, found.probe_at_ms) == (NOW_MS + 5 * HOUR_MS, NOW_MS)
    assert out(after_success(stats, model="m", at_ms=NOW_MS)) is None
    again = fail(stats, BROKE)
    assert again.disabled_until_ms == NOW_MS + 10 * HOUR_MS
    assert again.last_failure_at_ms == NOW_MS
    one = fail(None, limited(HOUR_MS), NOW_MS + YEAR_MS)
    assert out(one).until_ms == NOW_MS + HOUR_MS
    assert fail(one, limited()).models["m"].cooldown_until_ms == NOW_MS + 5 * MINUTE_MS


@pytest.mark.parametrize("failed_ms", [None, NOW_MS - MINUTE_MS])
def test_an_end_beyond_the_longest_possible_one_is_cut_to_it(failed_ms):
    stats = UsageStats(disabled_until_ms=NOW_MS + 10 * YEAR_MS, last_failure_at_ms=failed_ms)
    found = out(stats)
    assert found.until_ms == (failed_ms or NOW_MS) + DAY_MS
    assert found.probe_at_ms is not None
    long = CooldownLimits(stated_wait_max_ms=7 * DAY_MS)
    assert out(stats, limits=long).until_ms == (failed_ms or NOW_MS) + 7 * DAY_MS
    assert fail(stats, BROKE).disabled_until_ms <= NOW_MS + DAY_MS


def test_counts_beyond_reason_still_make_a_time_out():
    for count in (-5, 10**18):
        stats = UsageStats(error_count=count, failure_counts={"billing": count})
        for what in (COOL, BROKE):
            ahead_ms = out(fail(stats, what)).until_ms - NOW_MS
            assert MINUTE_MS <= ahead_ms <= DAY_MS
    odd = UsageStats(models={"m": ModelStats(error_count=-3)})
    assert fail(odd, limited()).models["m"].error_count == 1
