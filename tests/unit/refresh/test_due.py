"""When a login is renewed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.credentials import Profile
from openclaw_auth.refresh.due import WINDOW_MS, due_ms, refresh_due
from openclaw_auth.secret import Secret

NOW = 1_800_000_000_000
MINUTE = 60_000


def login(left_ms=None, *, access="a", refresh="r", kind="oauth"):
    return Profile(
        "p:x",
        kind,
        "p",
        Secret(access) if access is not None else None,
        refresh=Secret(refresh) if refresh is not None else None,
        expires_ms=None if left_ms is None else NOW + left_ms,
    )


@pytest.mark.parametrize(
    ("profile", "due"),
    [
        (login(6 * MINUTE), "fresh"),
        (login(5 * MINUTE), "advisory"),
        (login(1), "advisory"),
        (login(0), "mandatory"),
        (login(-MINUTE), "mandatory"),
        (login(60 * MINUTE, access=None), "mandatory"),
        (login(60 * MINUTE, access=" "), "mandatory"),
        (login(None), "advisory"),
        (login(-NOW), "advisory"),
        (login(-MINUTE, refresh=None), "fresh"),
        (login(-MINUTE, refresh=""), "fresh"),
        (login(-MINUTE, kind="token"), "fresh"),
    ],
)
def test_the_table(profile, due):
    assert refresh_due(profile, NOW) == due


def test_a_short_life_gets_a_short_window():
    assert refresh_due(login(30_000), NOW, obtained_ms=NOW - 30_000) == "fresh"
    assert refresh_due(login(10_000), NOW, obtained_ms=NOW - 50_000) == "advisory"


def test_a_token_from_the_future_means_that_the_clock_was_put_back():
    assert refresh_due(login(24 * 60 * MINUTE), NOW, obtained_ms=NOW + 10 * MINUTE) == "advisory"


@given(
    left_ms=st.integers(-WINDOW_MS, 10 * WINDOW_MS),
    jitter=st.floats(0, 1),
    age_ms=st.none() | st.integers(0, 10 * WINDOW_MS),
)
def test_nobody_waits_before_the_end_and_jitter_only_takes_off(left_ms, jitter, age_ms):
    obtained_ms = None if age_ms is None else NOW - age_ms
    due = refresh_due(login(left_ms), NOW, jitter=jitter, obtained_ms=obtained_ms)
    assert (due == "mandatory") == (left_ms <= 0)
    begins = due_ms(NOW + left_ms, WINDOW_MS, jitter, obtained_ms)
    assert NOW + left_ms - WINDOW_MS <= begins <= NOW + left_ms
