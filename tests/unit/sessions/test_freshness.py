"""When a session ends: at 04:00 on the host's wall, or after being idle."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.config.view import ConfigView
from openclaw_auth.sessions.freshness import ResetPolicy, is_stale, last_reset_ms, reset_policy

BERLIN = ZoneInfo("Europe/Berlin")
KEY = "agent:main:main"
DAY_MS = 86_400_000


def ms(*when, zone=BERLIN):
    return int(datetime(*when, tzinfo=zone).timestamp() * 1000)


def policy(session, key=KEY, channel=None):
    found = reset_policy(ConfigView({"session": session}), key, channel)
    return found.at_hour, found.idle_minutes


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        ({}, (4, None)),
        ({"idleMinutes": 30}, (None, 30)),
        ({"reset": {"mode": "idle"}}, (None, 60)),
        ({"reset": {"mode": "idle", "idleMinutes": 5}}, (None, 5)),
        ({"reset": {"mode": "daily", "atHour": 6, "idleMinutes": 90}}, (6, 90)),
        ({"reset": {"atHour": 0}}, (0, None)),
        ({"reset": {"atHour": 77}}, (4, None)),
        ({"reset": {"mode": "daily"}, "resetByType": {"dm": {"mode": "idle"}}}, (None, 60)),
        ({"resetByType": {"group": {"mode": "idle"}}}, (4, None)),
    ],
)
def test_what_the_config_says(session, expected):
    assert policy(session) == expected


def test_a_channel_wins_over_a_type():
    session = {
        "resetByChannel": {"telegram": {"atHour": 9}},
        "resetByType": {"group": {"atHour": 7}},
    }
    assert policy(session, "agent:main:telegram:group:1", "telegram") == (9, None)
    assert policy(session, "agent:main:telegram:group:1") == (7, None)


def test_a_session_ends_at_four():
    daily = ResetPolicy(4, None)
    before, after = ms(2026, 11, 22, 3, 59), ms(2026, 11, 22, 4, 0)
    assert not is_stale(before, before + 30_000, daily, BERLIN)
    assert is_stale(before, after, daily, BERLIN)
    assert not is_stale(after, after + DAY_MS - 1, daily, BERLIN)
    assert is_stale(after, after + DAY_MS, daily, BERLIN)


def test_idle_counts_from_the_last_message():
    idle = ResetPolicy(None, 60)
    assert not is_stale(0, 3_600_000, idle, UTC)
    assert is_stale(0, 3_600_001, idle, UTC)


def test_the_night_when_clocks_change_has_one_four_oclock():
    # Berlin, 2026-10-25: 03:00 summer time becomes 02:00 winter time.
    assert last_reset_ms(ms(2026, 10, 25, 12), 4, BERLIN) == ms(2026, 10, 25, 4)
    assert last_reset_ms(ms(2026, 10, 25, 2), 4, BERLIN) == ms(2026, 10, 24, 4)


@given(
    now=st.integers(1_700_000_000_000, 1_900_000_000_000),
    hour=st.integers(0, 23),
    offset=st.integers(-14, 14),
)
def test_the_last_reset_is_within_a_day_and_at_its_hour(now, hour, offset):
    zone = timezone(timedelta(hours=offset))
    found = last_reset_ms(now, hour, zone)
    assert found <= now < found + DAY_MS
    wall = datetime.fromtimestamp(found / 1000, UTC).astimezone(zone)
    assert (wall.hour, wall.minute, wall.second) == (hour, 0, 0)


@given(now=st.integers(1_700_000_000_000, 1_900_000_000_000), hour=st.integers(0, 23))
def test_the_last_reset_is_never_in_the_future_where_clocks_change(now, hour):
    found = last_reset_ms(now, hour, BERLIN)
    assert found <= now < found + DAY_MS + 3_600_000 + 1
