"""Reasons as people read them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.codes import Reason
from openclaw_auth.selection.decision import Candidate
from openclaw_auth.wording import candidate_lines, clock, reason_text

NOW_MS = 1_800_000_000_000  # 2027-01-15 08:00 UTC
HOUR_MS = 3_600_000


@pytest.fixture(autouse=True)
def in_shanghai(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_a_moment_of_today_is_an_hour_and_a_later_one_has_its_date():
    assert clock(NOW_MS + HOUR_MS, NOW_MS) == "17:00"
    assert clock(NOW_MS + 24 * HOUR_MS, NOW_MS) == "2027-01-16 16:00"


@given(st.integers(-(2**63), 2**63), st.integers(0, 2**62))
def test_every_moment_can_be_said(at_ms, now_ms):
    assert clock(at_ms, now_ms)


def test_a_time_out_says_until_when_and_how_long():
    reason = Reason("cooling", {"profile": "p:x", "until_ms": NOW_MS + HOUR_MS})
    said = reason_text(reason, NOW_MS, "en")
    assert "17:00" in said
    assert "1h" in said


def test_candidates_are_listed_with_reason_and_remedy():
    reason = Reason("secret_empty", {"profile": "p:x", "provider": "p"})
    one = Candidate(
        "profile", "p", reason, key="p:x", source="store", eligible=False, profile_id="p:x"
    )
    [line] = candidate_lines([one], NOW_MS, "zh")
    assert line.startswith("p:x: ")
    assert line != candidate_lines([one], NOW_MS, "en")[0]
