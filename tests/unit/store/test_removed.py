"""Removing with an undo."""

import json
import os

import pytest

from openclaw_auth.credentials import UsageStats
from openclaw_auth.errors import CredentialError, StoreReadOnly, UnknownName
from openclaw_auth.secret import Secret
from openclaw_auth.store.data import PutProfile, SetLastGood, SetOrder, SetStats
from openclaw_auth.store.json_file import JsonFileStore
from openclaw_auth.store.removed import RemovedProfiles, purge, remove, undo
from openclaw_auth.store.state import StateDb
from openclaw_auth.testing.store_contract import apply, key_profile


class Host:
    def __init__(self, tmp_path, ports):
        agent_dir = str(tmp_path / "agent")
        self.store = JsonFileStore(agent_dir, ports)
        self.removed = RemovedProfiles(agent_dir, ports)
        self.state = StateDb(str(tmp_path / "openclaw-auth.sqlite"), ports)
        self.agent_dir = agent_dir

    @property
    def parts(self):
        return self.store, self.removed, self.state


@pytest.fixture
def host(tmp_path, ports):
    host = Host(tmp_path, ports)
    first = key_profile("openai:a", "sk-a")
    first.extra = {"metadata": {"team": "x"}}
    apply(
        host.store,
        PutProfile(first),
        PutProfile(key_profile("openai:b")),
        SetOrder("openai", ("openai:a", "openai:b")),
        SetLastGood("openai", "openai:a"),
        SetStats("openai:a", UsageStats(last_used_ms=7)),
    )
    yield host
    host.state.close()


def test_an_undo_brings_everything_back(host):
    before = host.store.read()
    assert remove(*host.parts, ["openai:a", "nope:x"]) == ["openai:a"]
    assert host.store.read().order == {"openai": ("openai:b",)}
    assert host.state.removed_ids(host.agent_dir) == {"openai:a"}
    assert undo(*host.parts) == ["openai:a"]
    after = host.store.read()
    assert after.profiles == before.profiles
    assert (after.order, after.last_good) == (before.order, before.last_good)
    assert after.usage_stats == before.usage_stats
    assert host.state.removed_ids(host.agent_dir) == frozenset()
    assert not os.path.exists(host.removed.path)


def test_an_order_that_went_with_its_last_profile_comes_back(host):
    remove(*host.parts, ["openai:a", "openai:b"])
    assert dict(host.store.read().order) == {}
    undo(*host.parts, ["openai:b", "openai:a"])
    assert host.store.read().order == {"openai": ("openai:a", "openai:b")}


def test_what_is_kept_is_private_and_ends_after_a_day(host, clock):
    remove(*host.parts, ["openai:a"])
    assert os.stat(host.removed.path).st_mode & 0o777 == 0o600
    clock.now_s += 24 * 3600 + 1
    with pytest.raises(UnknownName):
        undo(*host.parts)
    host.removed.purge()
    assert not os.path.exists(host.removed.path)


def test_the_latest_removal_is_the_one_undone(host):
    remove(*host.parts, ["openai:a"])
    remove(*host.parts, ["openai:b"])
    assert undo(*host.parts) == ["openai:b"]
    assert undo(*host.parts) == ["openai:a"]
    with pytest.raises(UnknownName):
        undo(*host.parts)


def test_an_undo_never_overwrites_a_profile_stored_since(host):
    remove(*host.parts, ["openai:a"])
    apply(host.store, PutProfile(key_profile("openai:a", "sk-new")))
    with pytest.raises(CredentialError):
        undo(*host.parts)
    assert host.store.read().profiles["openai:a"].secret == Secret("sk-new")
    assert "openai:a" in host.removed.kept()


def test_a_purge_keeps_nothing(host):
    remove(*host.parts, ["openai:a"])
    assert purge(*host.parts, ["openai:a", "openai:b"]) == ["openai:b"]
    assert host.removed.kept() == {}
    assert dict(host.store.read().profiles) == {}
    assert host.state.removed_ids(host.agent_dir) == {"openai:a", "openai:b"}


@pytest.mark.parametrize("text", ["", "[]", '{"removed": 5}', '{"removed": [{"id": "x"}, 7]}'])
def test_a_broken_file_of_removals_stands_in_nobodys_way(host, text):
    with open(host.removed.path, "w", encoding="utf-8") as file:
        file.write(text)
    assert host.removed.kept() == {}
    remove(*host.parts, ["openai:a"])
    with open(host.removed.path, encoding="utf-8") as file:
        assert [item["id"] for item in json.load(file)["removed"]] == ["openai:a"]


def test_a_clock_that_was_put_back_ends_no_undo(host, clock):
    remove(*host.parts, ["openai:a"])
    clock.now_s -= 3600
    remove(*host.parts, ["openai:b"])
    assert undo(*host.parts, ["openai:a"]) == ["openai:a"]


def test_kept_removals_that_cannot_be_read_now_are_never_overwritten(host):
    remove(*host.parts, ["openai:a"])
    kept = f"{host.removed.path}.kept"
    os.rename(host.removed.path, kept)
    os.symlink(host.removed.path, host.removed.path)  # a read fails, as of a failing disk
    with pytest.raises(StoreReadOnly):
        remove(*host.parts, ["openai:b"])
    assert "openai:b" in host.store.read().profiles
    os.replace(kept, host.removed.path)
    assert undo(*host.parts, ["openai:a"]) == ["openai:a"]


@pytest.mark.parametrize(
    "entry",
    [
        {"type": "api_key", "provider": "openai", "key": {"source": "env", "id": "X"}},
        {"type": "token", "provider": "openai", "token": "t", "expires": "2027-01-01"},
        {"type": "oauth", "provider": "openai", "access": "a", "refresh": ["r"], "email": 5},
    ],
)
def test_an_undo_brings_back_what_we_do_not_understand(host, entry):
    with open(host.store.location, encoding="utf-8") as file:
        document = json.load(file)
    document["profiles"]["openai:odd"] = entry
    with open(host.store.location, "w", encoding="utf-8") as file:
        json.dump(document, file)
    remove(*host.parts, ["openai:odd"])
    undo(*host.parts, ["openai:odd"])
    with open(host.store.location, encoding="utf-8") as file:
        assert json.load(file)["profiles"]["openai:odd"] == entry
