"""Last uses reach `select` once a second, the database as often, the store each minute."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.credentials import UsageStats
from openclaw_auth.lending.usage import PUBLISH_EVERY_MS, StoreUses, Usage
from openclaw_auth.store.data import SetLastGood, SetStats, StoreData
from openclaw_auth.testing.store_contract import key_profile

NOW_MS = 1_800_000_000_000


def edits(uses, *, stats=None, last_good=None):
    profile = key_profile("openai:a")
    data = StoreData(
        profiles={profile.id: profile},
        usage_stats={profile.id: stats} if stats else {},
        last_good=last_good or {},
    )
    return uses.edits(data)


def used(*, at_ms=NOW_MS, profile_id="openai:a"):
    uses = StoreUses()
    uses.last_used_ms[profile_id] = at_ms
    uses.last_good["openai"] = profile_id
    return uses


def test_nothing_new_is_nothing_to_publish():
    assert not Usage().publish(NOW_MS)


def test_uses_are_published_at_most_once_a_second():
    usage = Usage()
    usage.used("/main", "openai", "openai:a", NOW_MS)
    assert usage.publish(NOW_MS)
    usage.used("/main", "openai", "openai:a", NOW_MS + 1)
    assert not usage.publish(NOW_MS + PUBLISH_EVERY_MS - 1)
    assert usage.publish(NOW_MS + PUBLISH_EVERY_MS)


@given(st.lists(st.integers(0, 2**42), max_size=30))
def test_whatever_the_clock_does_a_use_is_published_within_a_second(moments):
    usage = Usage()
    for now_ms in moments:
        usage.used("/main", "openai", "openai:a", now_ms)
        usage.publish(now_ms)
        usage.used("/main", "openai", "openai:a", now_ms)
        assert usage.publish(usage.next_publication_ms(now_ms))


def test_what_is_taken_is_given_out_once():
    usage = Usage()
    usage.used("/main", "openai", "openai:a", NOW_MS)
    assert usage.take_unwritten() == {("/main", "openai:a"): NOW_MS}
    assert usage.take_unwritten() == {}
    taken = usage.take_unstored()
    assert taken["/main"].last_used_ms == {"openai:a": NOW_MS}
    assert taken["/main"].last_good == {"openai": "openai:a"}
    assert usage.take_unstored() == {}


def test_a_success_clears_what_it_disproves_and_keeps_what_it_does_not_know():
    stats = UsageStats(
        cooldown_until_ms=NOW_MS + 1,
        disabled_until_ms=NOW_MS + 1,
        disabled_reason="billing",
        error_count=3,
        failure_counts={"billing": 3},
        last_failure_at_ms=NOW_MS - 1,
        extra={"theirs": 1},
    )
    change, good = edits(used(), stats=stats)
    assert isinstance(change, SetStats)
    assert change.stats == UsageStats(last_used_ms=NOW_MS, extra={"theirs": 1})
    assert isinstance(good, SetLastGood)


def test_a_failure_after_the_success_stays():
    stats = UsageStats(cooldown_until_ms=NOW_MS + 9, error_count=1, last_failure_at_ms=NOW_MS + 1)
    [change, _] = edits(used(), stats=stats)
    assert change.stats == stats.replace(last_used_ms=NOW_MS)


def test_the_last_use_never_goes_back():
    [change, _] = edits(used(at_ms=NOW_MS), stats=UsageStats(last_used_ms=NOW_MS + 5))
    assert change.stats.last_used_ms == NOW_MS + 5


def test_a_profile_that_is_gone_or_anothers_gets_no_stats():
    assert edits(used(profile_id="openai:gone")) == []


def test_last_good_is_written_only_when_it_changes():
    assert len(edits(used(), last_good={"openai": "openai:a"})) == 1
