"""The contract of a credential store, as tests that every implementation inherits.

Inherit from `StoreContract`, return an empty store from the fixture `store` and another handle
on the same content from `reopen`; pytest does the rest. `tests/contract/test_stores.py` shows it.
"""

# A test's name is its sentence:
# ruff: noqa: D102

from __future__ import annotations

import threading
from abc import ABC, abstractmethod

import pytest

from openclaw_auth.credentials import ModelStats, Profile, UsageStats
from openclaw_auth.secret import Secret
from openclaw_auth.store.base import Store
from openclaw_auth.store.data import (
    PutProfile,
    RemoveProfile,
    RenameProfile,
    SetLastGood,
    SetOrder,
    SetStats,
    StoreData,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from openclaw_auth.store.data import Edit

AWKWARD_SECRETS = (
    "",
    " ",
    "sk-ant-" + "x" * 100_000,
    "ключ 密钥 \U0001f511",
    'quote " backslash \\ newline \n nul \x00',
)


def key_profile(profile_id: str = "anthropic:work", secret: str = "sk-1") -> Profile:
    """Return an API key profile; its provider is the id's prefix."""
    return Profile(profile_id, "api_key", profile_id.split(":", maxsplit=1)[0], Secret(secret))


def apply(store: Store, *edits: Edit) -> StoreData:
    """Apply edits whatever the store holds."""
    return store.update(lambda _: edits)


class StoreContract(ABC):
    """Inherit, and say how to make a store."""

    @pytest.fixture
    @abstractmethod
    def store(self) -> Store:
        """Return an empty store."""

    @abstractmethod
    def reopen(self, store: Store) -> Store:
        """Return another handle on the same content, as another process would get it."""

    def test_an_empty_store_reads_as_empty(self, store: Store) -> None:
        data = store.read()
        assert (dict(data.profiles), dict(data.order), data.revision) == ({}, {}, None)

    def test_it_says_where_it_is(self, store: Store) -> None:
        assert store.location

    def test_a_stored_profile_comes_back_whole(self, store: Store) -> None:
        profile = Profile(
            "chutes:a@b.c",
            "oauth",
            "chutes",
            Secret("access"),
            refresh=Secret("refresh"),
            expires_ms=1_800_000_000_000,
            email="a@b.c",
            account_id="acc-1",
            extra={"projectId": "p", "metadata": {"deep": [1, None, "x"]}},
        )
        stored = apply(store, PutProfile(profile))
        assert stored.profiles["chutes:a@b.c"] == profile
        assert self.reopen(store).read().profiles["chutes:a@b.c"] == profile

    @pytest.mark.parametrize("secret", AWKWARD_SECRETS, ids=range(len(AWKWARD_SECRETS)))
    def test_any_text_may_be_a_secret(self, store: Store, secret: str) -> None:
        apply(store, PutProfile(key_profile(secret=secret)))
        found = self.reopen(store).read().profiles["anthropic:work"].secret
        assert found is not None
        assert found.reveal() == secret

    def test_the_decision_is_taken_on_fresh_data(self, store: Store) -> None:
        apply(self.reopen(store), PutProfile(key_profile("openai:a")))
        seen: list[list[str]] = []

        def change(data: StoreData) -> Sequence[Edit]:
            seen.append(list(data.profiles))
            return (PutProfile(key_profile("openai:b")),)

        assert list(store.update(change).profiles) == ["openai:a", "openai:b"]
        assert seen[-1] == ["openai:a"]

    def test_no_edits_change_nothing(self, store: Store) -> None:
        before = apply(store, PutProfile(key_profile())).revision
        assert apply(store).revision == before
        assert self.reopen(store).read().revision == before

    def test_the_revision_names_the_content(self, store: Store) -> None:
        first = apply(store, PutProfile(key_profile(secret="one"))).revision
        second = apply(store, PutProfile(key_profile(secret="two"))).revision
        third = apply(store, PutProfile(key_profile(secret="one"))).revision
        assert first == third != second
        assert None not in (first, second)

    def test_a_change_that_raises_changes_nothing_and_frees_the_store(self, store: Store) -> None:
        before = apply(store, PutProfile(key_profile())).revision

        def change(_: StoreData) -> Sequence[Edit]:
            raise LookupError

        with pytest.raises(LookupError):
            store.update(change)
        assert store.read().revision == before
        apply(store, RemoveProfile("anthropic:work"))

    def test_replacing_keeps_the_place_and_the_unknown_fields(self, store: Store) -> None:
        first = key_profile("openai:a", "old")
        first.extra = {"metadata": {"team": "x"}}
        apply(store, PutProfile(first), PutProfile(key_profile("openai:b")))
        data = apply(store, PutProfile(key_profile("openai:a", "new")))
        assert list(data.profiles) == ["openai:a", "openai:b"]
        assert data.profiles["openai:a"].extra == {"metadata": {"team": "x"}}
        assert data.profiles["openai:a"].secret == Secret("new")

    def test_another_type_under_the_same_id_inherits_nothing(self, store: Store) -> None:
        first = key_profile("openai:a", "old")
        first.extra = {"metadata": {"team": "x"}}
        apply(store, PutProfile(first))
        token = Profile("openai:a", "token", "openai", Secret("t"), expires_ms=5)
        assert apply(store, PutProfile(token)).profiles["openai:a"] == token

    def test_removing_takes_every_mention_away(self, store: Store) -> None:
        apply(
            store,
            PutProfile(key_profile("openai:a")),
            PutProfile(key_profile("openai:b")),
            SetOrder("openai", ("openai:b", "openai:a")),
            SetLastGood("openai", "openai:a"),
            SetStats("openai:a", UsageStats(last_used_ms=7)),
        )
        data = apply(store, RemoveProfile("openai:a"))
        assert list(data.profiles) == ["openai:b"]
        assert data.order == {"openai": ("openai:b",)}
        assert (dict(data.last_good), dict(data.usage_stats)) == ({}, {})
        assert dict(apply(store, RemoveProfile("openai:b")).order) == {}

    def test_renaming_follows_every_mention(self, store: Store) -> None:
        apply(
            store,
            PutProfile(key_profile("openai:a")),
            PutProfile(key_profile("openai:b")),
            SetOrder("openai", ("openai:b", "openai:a")),
            SetLastGood("openai", "openai:a"),
            SetStats("openai:a", UsageStats(last_used_ms=7)),
        )
        data = apply(store, RenameProfile("openai:a", "openai:z"))
        assert list(data.profiles) == ["openai:z", "openai:b"]
        assert data.order == {"openai": ("openai:b", "openai:z")}
        assert data.last_good == {"openai": "openai:z"}
        assert data.usage_stats == {"openai:z": UsageStats(last_used_ms=7)}

    def test_renaming_never_overwrites_a_credential(self, store: Store) -> None:
        apply(store, PutProfile(key_profile("openai:a")), PutProfile(key_profile("openai:b", "x")))
        with pytest.raises(ValueError, match="openai:b"):
            apply(store, RenameProfile("openai:a", "openai:b"))
        assert store.read().profiles["openai:b"].secret == Secret("x")

    def test_an_order_is_set_and_cleared_in_any_spelling(self, store: Store) -> None:
        assert apply(store, SetOrder("Z.AI", ("zai:a",))).order == {"zai": ("zai:a",)}
        assert dict(apply(store, SetOrder("z-ai", None)).order) == {}

    def test_stats_come_back_and_go(self, store: Store) -> None:
        stats = UsageStats(
            last_used_ms=1,
            cooldown_until_ms=2,
            disabled_until_ms=3,
            disabled_reason="billing",
            error_count=4,
            failure_counts={"billing": 4},
            last_failure_at_ms=5,
            detail="insufficient_credits",
            fingerprint="f1",
            dead="invalid_key",
            models={
                "gpt-5": ModelStats(
                    cooldown_until_ms=6,
                    error_count=1,
                    last_failure_at_ms=5,
                    detail="tokens_per_minute",
                    extra={"seen": 1},
                ),
                "o/4:free": ModelStats(error_count=2),
            },
            extra={"seen": True},
        )
        assert apply(store, SetStats("openai:a", stats)).usage_stats == {"openai:a": stats}
        assert self.reopen(store).read().usage_stats == {"openai:a": stats}
        assert dict(apply(store, SetStats("openai:a", None)).usage_stats) == {}

    def test_stats_without_a_model_or_a_mark_lose_it(self, store: Store) -> None:
        models = {"a": ModelStats(error_count=1), "b": ModelStats(error_count=2)}
        apply(store, SetStats("openai:a", UsageStats(dead="invalid_key", models=models)))
        fewer = UsageStats(models={"b": ModelStats(error_count=2)})
        assert apply(store, SetStats("openai:a", fewer)).usage_stats == {"openai:a": fewer}
        none = UsageStats(last_used_ms=1)
        assert apply(store, SetStats("openai:a", none)).usage_stats == {"openai:a": none}

    def test_stats_need_no_profile(self, store: Store) -> None:
        stats = UsageStats(cooldown_until_ms=1)
        apply(store, SetStats("env:OPENAI_API_KEY", stats))
        assert self.reopen(store).read().usage_stats == {"env:OPENAI_API_KEY": stats}

    def test_concurrent_writers_lose_nothing(self, store: Store) -> None:
        writers, rounds = 4, 5
        failures: list[BaseException] = []

        def work(handle: Store) -> None:
            try:
                for _ in range(rounds):
                    handle.update(_count_up)
            except BaseException as error:  # noqa: BLE001 # shown by the assertion below
                failures.append(error)

        handles = [self.reopen(store) for _ in range(writers)]
        threads = [threading.Thread(target=work, args=(handle,)) for handle in handles]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert store.read().usage_stats["openai:a"].error_count == writers * rounds


def _count_up(data: StoreData) -> Sequence[Edit]:
    stats = data.usage_stats.get("openai:a", UsageStats())
    return (SetStats("openai:a", UsageStats(error_count=stats.error_count + 1)),)
