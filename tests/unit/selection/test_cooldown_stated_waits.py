"""A wait that the provider states replaces the computed one, up to a cap."""

import pytest

from openclaw_auth.config.schema import target_file_for, validate
from openclaw_auth.selection.cooldown_limits import (
    DAY_MS,
    HOUR_MS,
    MINUTE_MS,
    CooldownLimits,
)
from penalties import (
    NOW_MS,
    YEAR_MS,
    fail,
    failure,
    limited,
    out,
)


def test_the_cap_of_stated_waits_is_ours_alone():
    place = ("auth", "statedWaitMaxHours")
    assert target_file_for(place) == "openclaw-auth.json5"
    assert validate({"auth": {"statedWaitMaxHours": 2}}) == []
    assert [p.reason.code for p in validate({"auth": {"statedWaitMaxHours": "2"}})] == [
        "config_wrong_type"
    ]


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
