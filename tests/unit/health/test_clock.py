"""Clocks that are off: statistics from the future, files from the future, providers' clocks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence import HOUR, KEY, NOW, agent_fact, codes
from openclaw_auth.credentials import ModelStats, Profile, UsageStats
from openclaw_auth.health.checks import clock
from openclaw_auth.health.evidence import Evidence, FileFact
from openclaw_auth.health.host_facts import Asked
from openclaw_auth.health.skew import skew_ms
from openclaw_auth.health.times_ahead import latest_ahead_ms, set_back
from openclaw_auth.selection.cooldown_limits import DEFAULTS, CooldownLimits

DAY = 24 * HOUR
MOMENT = st.none() | st.integers(NOW - 400 * DAY, NOW + 400 * DAY)
STATS = st.builds(
    UsageStats,
    last_used_ms=MOMENT,
    cooldown_until_ms=MOMENT,
    disabled_until_ms=MOMENT,
    last_failure_at_ms=MOMENT,
    models=st.dictionaries(
        st.just("m"), st.builds(ModelStats, cooldown_until_ms=MOMENT, last_failure_at_ms=MOMENT)
    ),
)


@given(STATS)
def test_setting_back_helps_at_once_and_for_good(stats):
    back = set_back(stats, NOW, DEFAULTS)
    assert latest_ahead_ms(back, NOW, DEFAULTS) is None
    assert set_back(back, NOW, DEFAULTS) == back
    if latest_ahead_ms(stats, NOW, DEFAULTS) is None:
        assert back.last_used_ms == stats.last_used_ms
        assert back.last_failure_at_ms == stats.last_failure_at_ms


def test_a_time_out_keeps_its_own_length():
    ahead = NOW + 300 * DAY
    stats = UsageStats(last_failure_at_ms=ahead, cooldown_until_ms=ahead + 60_000, error_count=1)
    back = set_back(stats, NOW, DEFAULTS)
    assert back.cooldown_until_ms == NOW + 60_000
    assert back.last_failure_at_ms == NOW
    assert back.error_count == 1


def test_a_longer_limit_of_the_users_own_is_no_wrong_clock():
    stats = UsageStats(disabled_until_ms=NOW + 90 * HOUR, last_failure_at_ms=NOW)
    assert latest_ahead_ms(stats, NOW, CooldownLimits(billing_max_ms=100 * HOUR)) is None
    assert latest_ahead_ms(stats, NOW, DEFAULTS) == NOW + 90 * HOUR


def test_statistics_are_told_by_profile_and_agent(settings):
    given_ = settings()
    profile = Profile("a:x", "api_key", "a", KEY)
    stats = {"a:x": UsageStats(last_used_ms=NOW + HOUR)}
    facts = [agent_fact(given_, profile, stats=stats, agent=agent) for agent in ("main", "work")]
    found = clock.statistics(Evidence(given_, NOW, agents=facts))
    assert codes(found) == [
        ("warning", "a:x", "doctor_times_ahead"),
        ("warning", "a:x (agent work)", "doctor_times_ahead"),
    ]
    late = {"a:x": UsageStats(last_used_ms=NOW + 60_000)}
    fact = agent_fact(given_, profile, stats=late)
    assert clock.statistics(Evidence(given_, NOW, agents=[fact])) == []


def test_files_of_the_future_are_one_finding(settings):
    files = [FileFact(f"/{n}", 0o600, modified_ms=NOW + n * HOUR) for n in (-1, 0, 1, 2)]
    (found,) = clock.files(Evidence(settings(), NOW, files=files))
    assert (found.subject, found.reason.params["count"]) == ("/2", 2)


@pytest.mark.parametrize(
    ("skews", "expected"),
    [
        ([], []),
        ([None, None], []),
        ([30_000], []),
        ([90_000], [("warning", "clock", "doctor_clock_behind")]),
        ([-3_600_000], [("error", "clock", "doctor_clock_ahead")]),
        ([200, -100, 9_000_000], []),  # one provider's clock is wrong, not ours
        ([None, 700_000, 700_100], [("error", "clock", "doctor_clock_behind")]),
    ],
)
def test_the_median_of_providers_counts(settings, skews, expected):
    deep = [Asked("x", f"p{n}", "ok", None, skew) for n, skew in enumerate(skews)]
    assert codes(clock.providers(Evidence(settings(), NOW, deep=deep))) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Date": "Fri, 15 Jan 2027 08:00:00 GMT"}, 500),
        ({"date": "Fri, 15 Jan 2027 09:00:00 GMT"}, HOUR + 500),
        ({"date": "Fri, 15 Jan 2027 08:00:00 GMT", "age": "7"}, None),
        ({"date": "yesterday"}, None),
        ({"date": ""}, None),
        ({"date": "Fri, 99 Jan 2027 08:00:00 GMT"}, None),
        ({}, None),
    ],
)
def test_a_date_header_tells_the_servers_clock(headers, expected):
    assert skew_ms(headers, NOW) == expected
