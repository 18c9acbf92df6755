"""Whom a failure touches: one model, the whole credential, or nobody."""

import pytest

from openclaw_auth.credentials import UsageStats
from openclaw_auth.selection.cooldown_limits import (
    DAY_MS,
    HOUR_MS,
)
from penalties import (
    BROKE,
    COOL,
    DEAD,
    NOW_MS,
    fail,
    failure,
    limited,
    out,
)


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
