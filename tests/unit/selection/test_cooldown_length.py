"""How long a penalty lasts: the steps, the config, the window, and clocks or counts beyond belief."""

import pytest

from openclaw_auth.config.view import ConfigView
from openclaw_auth.credentials import ModelStats, UsageStats
from openclaw_auth.selection.cooldown import after_success
from openclaw_auth.selection.cooldown_limits import (
    DAY_MS,
    DEFAULTS,
    HOUR_MS,
    MINUTE_MS,
    CooldownLimits,
    limits_of,
)
from penalties import (
    BROKE,
    COOL,
    NOW_MS,
    YEAR_MS,
    each_after_the_last,
    fail,
    limited,
    out,
)


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
