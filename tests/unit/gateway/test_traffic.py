"""Requests and failures by minute: counted, bounded, and never changed afterwards."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.gateway.page_api.traffic import MINUTES, MOST_KEYS, OTHERS, Traffic

NOW_MS = 1_800_000_000_000
MINUTE_MS = 60_000


class Thing:
    """As much of a lease, grant or provider as is looked at."""

    def __init__(self, **fields):
        vars(self).update(fields)


def lease(key="openai:a", provider="openai", agent="main"):
    grant = Thing(provider=Thing(id=provider), name=("folder", key))
    return Thing(agent_id=agent, grant=grant)


class Counted:
    def __init__(self):
        self.now_ms = NOW_MS
        self.traffic = Traffic(lambda: self.now_ms)

    def sum_of(self, place, key="main/openai/openai:a"):
        parts = self.traffic.parts().values()
        return sum(part["counts"].get(key, [0, 0])[place] for part in parts)


def test_a_minute_that_was_told_is_not_changed_by_the_next_request():
    counted = Counted()
    counted.traffic.count(lease(), served=True)
    before = counted.traffic.parts()

    counted.traffic.count(lease(), served=False)

    name = f"traffic:{NOW_MS // MINUTE_MS}"
    assert before[name]["counts"] == {"main/openai/openai:a": [1, 0]}
    assert counted.traffic.parts()[name]["counts"] == {"main/openai/openai:a": [1, 1]}
    assert counted.traffic.counted == 2


@given(st.lists(st.tuples(st.integers(0, 50), st.booleans()), max_size=60))
def test_an_hour_is_kept_and_no_more(steps):
    counted = Counted()
    told = []
    for minutes, served in steps:
        counted.now_ms += minutes * MINUTE_MS
        counted.traffic.turn()
        counted.traffic.count(lease(), served=served)
        told.append((counted.now_ms // MINUTE_MS, served))

    since = counted.now_ms // MINUTE_MS - MINUTES
    recent = [served for minute, served in told if minute > since]
    assert counted.sum_of(0) == sum(recent)
    assert counted.sum_of(1) == len(recent) - sum(recent)
    assert len(counted.traffic.parts()) <= MINUTES


def test_very_many_credentials_are_counted_together():
    counted = Counted()
    for number in range(MOST_KEYS + 10):
        counted.traffic.count(lease(f"openai:{number}"), served=True)

    counts = counted.traffic.parts()[f"traffic:{NOW_MS // MINUTE_MS}"]["counts"]
    assert len(counts) == MOST_KEYS + 1
    assert counts[f"main/openai/{OTHERS}"] == [10, 0]


def test_a_clock_set_back_counts_into_the_minute_that_is():
    counted = Counted()
    counted.now_ms -= 30 * MINUTE_MS
    counted.traffic.count(lease(), served=True)

    assert counted.sum_of(0) == 1
