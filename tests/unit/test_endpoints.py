"""An endpoint that failed rests for seconds, and one request at a time looks whether it is back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.lending.endpoints import FIRST_REST_MS, LONGEST_REST_MS, Endpoints, after_failure

NOW_MS = 1_800_000_000_000
HERE = ("https://api.example.com/v1", "m1")
THERE = ("https://api.example.com/v1", "m2")
ME = object()


def failed(endpoints, now_ms, *, started_ms=None):
    return endpoints.failed(HERE, started_ms=started_ms or now_ms, now_ms=now_ms)


def test_an_endpoint_that_never_failed_is_open_to_all():
    endpoints = Endpoints()
    assert not endpoints.any
    assert endpoints.claim(HERE, NOW_MS, ME)
    assert endpoints.claim(HERE, NOW_MS, ME)


def test_rests_double_from_five_seconds_to_a_minute():
    endpoints, now_ms, lengths = Endpoints(), NOW_MS, []
    for _ in range(6):
        until_ms = failed(endpoints, now_ms)
        lengths.append(until_ms - now_ms)
        now_ms = until_ms
    assert lengths == [5_000, 10_000, 20_000, 40_000, 60_000, 60_000]


def test_one_request_at_a_time_finds_out():
    endpoints = Endpoints()
    until_ms = failed(endpoints, NOW_MS)
    assert endpoints.waiting(HERE, until_ms - 1) == until_ms
    assert not endpoints.claim(HERE, until_ms - 1, ME)
    assert endpoints.waiting(HERE, until_ms) is None
    assert endpoints.claim(HERE, until_ms, ME)
    assert not endpoints.claim(HERE, until_ms, ME)
    assert endpoints.waiting(HERE, until_ms) == until_ms + FIRST_REST_MS
    endpoints.succeeded(HERE)
    assert endpoints.waiting(HERE, until_ms) is None
    assert not endpoints.any


def test_a_client_that_leaves_the_probe_lets_the_next_one_try():
    endpoints = Endpoints()
    until_ms = failed(endpoints, NOW_MS)
    assert endpoints.claim(HERE, until_ms, ME)
    endpoints.released(HERE, ME)
    assert endpoints.claim(HERE, until_ms, ME)


def test_only_who_tries_can_give_it_up():
    endpoints = Endpoints()
    until_ms = failed(endpoints, NOW_MS)
    assert endpoints.claim(HERE, until_ms, ME)
    endpoints.released(HERE, object())
    assert not endpoints.claim(HERE, until_ms, object())


def test_a_probe_that_fails_rests_longer():
    endpoints = Endpoints()
    until_ms = failed(endpoints, NOW_MS)
    endpoints.claim(HERE, until_ms, ME)
    assert failed(endpoints, until_ms + 100, started_ms=until_ms) == until_ms + 100 + 10_000


def test_a_burst_counts_once():
    endpoints = Endpoints()
    until_ms = failed(endpoints, NOW_MS)
    for late in range(1, 20):
        assert failed(endpoints, NOW_MS + late, started_ms=NOW_MS - 500) == until_ms


def test_another_model_at_the_same_address_is_another_endpoint():
    endpoints = Endpoints()
    failed(endpoints, NOW_MS)
    assert endpoints.waiting(THERE, NOW_MS) is None


def test_old_failures_are_forgotten():
    endpoints = Endpoints()
    for _ in range(5):
        failed(endpoints, NOW_MS)
    assert failed(endpoints, NOW_MS + 3_600_000) == NOW_MS + 3_600_000 + FIRST_REST_MS


def test_memory_is_bounded():
    endpoints = Endpoints()
    for number in range(5_000):
        endpoints.failed(("https://x", str(number)), started_ms=NOW_MS, now_ms=NOW_MS)
    open_ones = [
        n for n in range(5_000) if endpoints.waiting(("https://x", str(n)), NOW_MS) is None
    ]
    assert len(open_ones) == 5_000 - 1_024


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.integers(0, 400_000)), max_size=30))
def test_whatever_the_clock_does_nobody_waits_longer_than_a_minute(failures):
    endpoints, now_ms = Endpoints(), NOW_MS
    for jump_ms, lasted_ms in failures:
        now_ms = max(now_ms + jump_ms, lasted_ms)
        failed(endpoints, now_ms, started_ms=now_ms - lasted_ms)
        until_ms = endpoints.waiting(HERE, now_ms)
        assert until_ms is None or now_ms < until_ms <= now_ms + LONGEST_REST_MS
    assert endpoints.claim(HERE, now_ms + LONGEST_REST_MS, ME)


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_a_later_failure_never_ends_a_rest_earlier(first_ms, later_ms):
    rest = after_failure(None, started_ms=NOW_MS, now_ms=NOW_MS + first_ms)
    now_ms = NOW_MS + first_ms + later_ms
    assert after_failure(rest, started_ms=now_ms, now_ms=now_ms).until_ms >= rest.until_ms
