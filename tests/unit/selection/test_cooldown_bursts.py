"""How often failures count: bursts, tries during a time out, and when the next try is due."""

from openclaw_auth.selection.cooldown_limits import (
    HOUR_MS,
    MINUTE_MS,
)
from penalties import BROKE, COOL, DEAD, NOW_MS, fail, limited, out


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
