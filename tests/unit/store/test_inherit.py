"""What an agent sees of main."""

from openclaw_auth.credentials import UsageStats
from openclaw_auth.store.data import EMPTY, StoreData
from openclaw_auth.store.inherit import merged
from openclaw_auth.testing.store_contract import key_profile

COOLING = UsageStats(cooldown_until_ms=9)


def store(*profiles, **parts):
    return StoreData(profiles={p.id: p for p in profiles}, revision="r", **parts)


def test_main_shows_through_and_is_marked():
    data = merged(EMPTY, store(key_profile("openai:a"), usage_stats={"openai:a": COOLING}))
    assert data.profiles["openai:a"].inherited
    assert data.usage_stats == {"openai:a": COOLING}


def test_own_entries_win_key_by_key():
    own = store(key_profile("openai:a", "own"), order={"openai": ("openai:a",)})
    main = store(
        key_profile("openai:a", "main"),
        key_profile("zai:b"),
        order={"openai": ("openai:b",), "zai": ("zai:b",)},
        last_good={"openai": "openai:a"},
    )
    data = merged(own, main)
    assert data.profiles["openai:a"].secret.reveal() == "own"
    assert not data.profiles["openai:a"].inherited
    assert data.order == {"openai": ("openai:a",), "zai": ("zai:b",)}
    assert data.last_good == {"openai": "openai:a"}
    assert not main.profiles["openai:a"].inherited


def test_mains_penalty_is_not_put_on_another_secret_of_the_same_id():
    main = store(key_profile("openai:a", "main"), usage_stats={"openai:a": COOLING})
    assert dict(merged(store(key_profile("openai:a", "own")), main).usage_stats) == {}
    copied = merged(store(key_profile("openai:a", "main")), main)
    assert copied.usage_stats == {"openai:a": COOLING}


def test_a_change_of_either_store_changes_the_revision():
    assert merged(store(), EMPTY).revision != merged(EMPTY, store()).revision


def test_secrets_that_are_no_utf8_can_be_compared():
    main = store(key_profile("openai:a", "\ud800"), usage_stats={"openai:a": COOLING})
    assert dict(merged(store(key_profile("openai:a", "\udc80")), main).usage_stats) == {}


def test_of_two_records_of_mains_credential_the_newer_counts():
    """OpenClaw copies main's stats into the agent's store and then leaves them there."""
    old = UsageStats(last_used_ms=5)
    dead = UsageStats(dead="invalid_key", last_failure_at_ms=9)
    main = store(key_profile("openai:a"), usage_stats={"openai:a": dead})
    assert merged(store(usage_stats={"openai:a": old}), main).usage_stats == {"openai:a": dead}
    main = store(key_profile("openai:a"), usage_stats={"openai:a": old})
    assert merged(store(usage_stats={"openai:a": dead}), main).usage_stats == {"openai:a": dead}
