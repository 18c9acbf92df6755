"""Credentials that no time mends: dead until somebody logs in, or restricted."""

from openclaw_auth.selection.cooldown import renewed
from openclaw_auth.selection.cooldown_limits import (
    DAY_MS,
    HOUR_MS,
)
from openclaw_auth.selection.standing import unrestricted
from penalties import BARRED, BROKE, COOL, DEAD, NOW_MS, YEAR_MS, fail, failure, limited, out


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
