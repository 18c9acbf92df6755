"""When a credential ends, and how a length of time is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.credentials import Profile
from openclaw_auth.expiry import WARN_AFTER_MS, expiry_status, remaining
from openclaw_auth.secret import Secret

NOW_MS = 1_800_000_000_000
MINUTE_MS, HOUR_MS, DAY_MS = 60_000, 3_600_000, 86_400_000
PER_UNIT_MS = {"m": MINUTE_MS, "h": HOUR_MS, "d": DAY_MS}
MOMENTS = st.none() | st.integers(-(2**63), 2**63)


def profile(kind, expires_ms=None, *, refresh=False):
    again = Secret("r") if refresh else None
    return Profile("p:x", kind, "p", Secret("s"), expires_ms=expires_ms, refresh=again)


@pytest.mark.parametrize(
    ("kind", "left_ms", "status"),
    [
        ("token", WARN_AFTER_MS + 1, "ok"),
        ("token", WARN_AFTER_MS, "expiring"),
        ("token", 1, "expiring"),
        ("token", 0, "expired"),
        ("token", -1, "expired"),
        ("oauth", WARN_AFTER_MS + 1, "ok"),
        ("oauth", 0, "expired"),
        ("api_key", 0, "static"),
    ],
)
def test_a_state_changes_at_its_moment(kind, left_ms, status):
    assert expiry_status(profile(kind, NOW_MS + left_ms), NOW_MS) == status


@pytest.mark.parametrize("expires_ms", [None, 0, -1])
def test_without_an_end_a_token_is_static_and_a_login_unknown(expires_ms):
    assert expiry_status(profile("token", expires_ms), NOW_MS) == "static"
    assert expiry_status(profile("oauth", expires_ms), NOW_MS) == "missing"


def test_a_login_that_can_be_refreshed_does_not_end():
    assert expiry_status(profile("oauth", NOW_MS - DAY_MS, refresh=True), NOW_MS) == "ok"


@given(st.sampled_from(["api_key", "token", "oauth"]), MOMENTS, st.booleans(), st.integers(0))
def test_every_profile_has_a_state(kind, expires_ms, refresh, now_ms):
    state = expiry_status(profile(kind, expires_ms, refresh=refresh), now_ms)
    assert state in ("static", "ok", "expiring", "expired", "missing")


@given(MOMENTS.filter(bool), st.integers(0, 2**62), st.integers(0, 2**62))
def test_time_only_makes_a_token_older(expires_ms, now_ms, later_ms):
    ranks = {"static": 0, "ok": 1, "expiring": 2, "expired": 3}
    token = profile("token", expires_ms)
    before, after = (ranks[expiry_status(token, now_ms + ms)] for ms in (0, later_ms))
    assert before <= after


@pytest.mark.parametrize(
    ("left_ms", "said"),
    [
        (-5, "0m"),
        (0, "0m"),
        (1, "1m"),
        (59 * MINUTE_MS, "59m"),
        (HOUR_MS, "1h"),
        (47 * HOUR_MS, "47h"),
        (48 * HOUR_MS, "2d"),
        (365 * DAY_MS, "365d"),
    ],
)
def test_a_length_of_time_is_said_as_people_say_it(left_ms, said):
    assert remaining(left_ms) == said


@given(st.integers(1, 2**63))
def test_what_is_said_is_near_what_is_meant(left_ms):
    text = remaining(left_ms)
    unit_ms = PER_UNIT_MS[text[-1]]
    # Half a unit, a minute more where rounding happens twice, and never "0" for what is left.
    assert abs(int(text[:-1]) * unit_ms - left_ms) <= max(unit_ms // 2 + 31 * MINUTE_MS, MINUTE_MS)


@given(st.integers(-(2**63), 2**63), st.integers(0, 2**63))
def test_a_longer_time_is_never_said_shorter(left_ms, more_ms):
    def size(text):
        return int(text[:-1]) * PER_UNIT_MS[text[-1]]

    assert size(remaining(left_ms)) <= size(remaining(left_ms + more_ms))
