"""The file store: reading without a trace, writing by the protocol."""

import json
import os
import stat

import pytest

from openclaw_auth.errors import StoreConflict, StoreLocked, StoreReadOnly, StoreUnreadable
from openclaw_auth.store.data import PutProfile, RemoveProfile, SetOrder, SetStats
from openclaw_auth.store.json_file import JsonFileStore
from openclaw_auth.testing.store_contract import UsageStats, apply, key_profile

PUT = PutProfile(key_profile("openai:a", "ours"))


@pytest.fixture
def agent_dir(tmp_path):
    return tmp_path / "state" / "agents" / "main" / "agent"


@pytest.fixture
def store(agent_dir, ports):
    return JsonFileStore(str(agent_dir), ports)


def write(store, text, age_s=60):
    os.makedirs(os.path.dirname(store.location), exist_ok=True)
    with open(store.location, "w", encoding="utf-8") as file:
        file.write(text)
    then = os.stat(store.location).st_mtime - age_s
    os.utime(store.location, (then, then))


def document(store):
    with open(store.location, encoding="utf-8") as file:
        return json.load(file)


def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


def test_reading_creates_nothing(store, tmp_path):
    assert store.read().revision is None
    assert list(tmp_path.iterdir()) == []


def test_a_change_that_wants_nothing_creates_nothing(store, tmp_path):
    store.update(lambda _: ())
    store.import_legacy()
    assert list(tmp_path.iterdir()) == []


def test_what_is_created_is_private(store, agent_dir, tmp_path):
    old = os.umask(0)
    try:
        apply(store, PUT)
    finally:
        os.umask(old)
    assert mode(store.location) == 0o600
    assert mode(agent_dir / ".auth-profiles.flock") == 0o600
    assert {mode(p) for p in (agent_dir, agent_dir.parent, tmp_path / "state")} == {0o700}
    assert sorted(os.listdir(agent_dir)) == [".auth-profiles.flock", "auth-profiles.json"]


def test_a_write_makes_an_open_file_private_again(store):
    write(store, '{"version":1,"profiles":{}}')
    os.chmod(store.location, 0o644)
    apply(store, PUT)
    assert mode(store.location) == 0o600


@pytest.mark.parametrize("text", ["", "[]", '{"profiles": 5}', "\ufeff{}", '{"profiles": {'])
def test_what_cannot_be_parsed_reads_as_empty_and_is_never_overwritten(store, text):
    write(store, text)
    data = store.read()
    assert dict(data.profiles) == {}
    assert data.problems[0].params["path"] == store.location
    with pytest.raises(StoreUnreadable) as caught:
        apply(store, PUT)
    assert caught.value.reason == data.problems[0]
    with open(store.location, encoding="utf-8") as file:
        assert file.read() == text


def test_a_half_written_file_is_read_again_until_it_is_whole(store, clock):
    write(store, '{"version":1,"profi', age_s=0)
    clock.on_sleep = lambda: write(store, '{"version":1,"profiles":{}}', age_s=0)
    assert store.read().problems == ()
    assert len(clock.slept) == 1


def test_a_file_that_stays_broken_is_waited_for_at_most_a_second(store, clock):
    write(store, '{"version":1,"profi', age_s=0)
    assert [p.code for p in store.read().problems] == ["store_not_json"]
    assert 0.5 < sum(clock.slept) < 1.2


def test_an_old_broken_file_is_not_waited_for(store, clock):
    write(store, '{"version":1,"profi')
    assert store.read().problems
    assert clock.slept == []


def test_unknown_content_survives_a_write(store):
    kept = {"x": 1, "version": 1, "profiles": {"m": {"type": "magic"}}, "order": {"p": ["m"]}}
    write(store, json.dumps(kept))
    apply(store, PUT)
    found = document(store)
    assert found.pop("profiles").pop("m") == {"type": "magic"}
    assert found == {"x": 1, "version": 1, "order": {"p": ["m"]}}


@pytest.mark.parametrize("depth", [900, 950, 1_000, 1_400, 5_000])
def test_deep_nesting_is_kept_or_refused_wherever_the_stack_ends(store, depth):
    text = '{"version":1,"profiles":{},"x":' + "[" * depth + "]" * depth + "}"
    write(store, text)
    try:
        apply(store, PUT)
    except StoreUnreadable:
        with open(store.location, encoding="utf-8") as file:
            assert file.read() == text
    else:
        assert "openai:a" in document(store)["profiles"]


def test_writing_what_is_there_already_touches_nothing(store):
    apply(store, PUT)
    before = os.stat(store.location)
    apply(store, PUT)
    assert os.stat(store.location).st_ino == before.st_ino


def test_a_symlinked_store_is_written_through_the_link(store, agent_dir, tmp_path):
    real = tmp_path / "elsewhere" / "shared.json"
    agent_dir.mkdir(parents=True)
    os.symlink(real, store.location)
    apply(store, PUT)
    assert os.path.islink(store.location)
    assert "openai:a" in json.loads(real.read_text())["profiles"]


def test_a_credential_that_a_lockless_writer_undoes_is_written_again(store, clock):
    apply(store, PutProfile(key_profile("openai:b")))
    old = json.dumps(document(store))

    def stale_writer():
        clock.on_sleep = lambda: None
        write(store, old)

    clock.on_sleep = stale_writer
    apply(store, PUT)
    assert list(document(store)["profiles"]) == ["openai:b", "openai:a"]


def test_a_removal_that_is_undone_is_done_again(store, clock):
    apply(store, PUT)
    old = json.dumps(document(store))

    def stale_writer():
        clock.on_sleep = lambda: None
        write(store, old)

    clock.on_sleep = stale_writer
    apply(store, RemoveProfile("openai:a"))
    assert document(store)["profiles"] == {}


def test_a_writer_that_never_stops_undoing_is_named_not_fought_for_ever(store, clock):
    apply(store, PutProfile(key_profile("openai:b")))
    old = json.dumps(document(store))
    clock.on_sleep = lambda: write(store, old)
    with pytest.raises(StoreConflict):
        apply(store, PUT)


def test_a_later_decision_of_someone_else_stays(store, clock):
    apply(store, PutProfile(key_profile("openai:a", "first")))

    def someone():
        clock.on_sleep = lambda: None
        found = document(store)
        found["profiles"]["openai:a"]["key"] = "theirs"
        write(store, json.dumps(found))

    clock.on_sleep = someone
    apply(store, PUT)
    assert document(store)["profiles"]["openai:a"]["key"] == "theirs"


def test_statistics_do_not_wait_to_look_again(store, clock):
    apply(store, PUT)
    clock.slept.clear()
    apply(
        store, SetStats("openai:a", UsageStats(last_used_ms=1)), SetOrder("openai", ("openai:a",))
    )
    assert clock.slept == []


def test_a_change_between_reading_and_renaming_is_not_overwritten(store):
    """The seam where a writer without locks may come: after our read, before our rename."""
    apply(store, PUT)
    calls = []

    def change(data):
        calls.append(list(data.profiles))
        if len(calls) == 1:
            found = document(store)
            found["profiles"]["their:x"] = {"type": "api_key", "provider": "their", "key": "k"}
            write(store, json.dumps(found))
        return (PutProfile(key_profile("openai:b")),)

    data = store.update(change)
    assert calls == [["openai:a"], ["openai:a", "their:x"]]
    assert list(data.profiles) == ["openai:a", "their:x", "openai:b"]


def test_a_foreign_lock_is_waited_for_and_then_named(store, clock):
    apply(store, PUT)
    os.mkdir(f"{store.location}.lock")
    with pytest.raises(StoreLocked) as caught:
        apply(store, SetOrder("openai", ("openai:a",)))
    assert caught.value.reason.params["path"] == f"{store.location}.lock"
    assert 10 <= sum(clock.slept) < 11
    assert os.path.isdir(f"{store.location}.lock")


def test_a_foreign_lock_that_goes_away_lets_us_in(store, clock):
    apply(store, PUT)
    os.mkdir(f"{store.location}.lock")

    def release():
        clock.on_sleep = lambda: None
        os.rmdir(f"{store.location}.lock")

    clock.on_sleep = release
    apply(store, SetOrder("openai", ("openai:a",)))
    assert not os.path.exists(f"{store.location}.lock")


def test_a_stale_foreign_lock_is_removed(store, clock):
    apply(store, PUT)
    os.mkdir(f"{store.location}.lock")
    clock.now_s += 31
    apply(store, SetOrder("openai", ("openai:a",)))
    assert not os.path.exists(f"{store.location}.lock")


def test_a_dead_lock_of_ours_is_removed_at_once(store, clock):
    apply(store, PUT)
    os.mkdir(f"{store.location}.lock", 0o500)
    clock.slept.clear()
    apply(store, SetOrder("openai", ("openai:a",)))
    assert clock.slept == []


def test_something_else_in_the_place_of_the_lock_is_left_alone(store):
    apply(store, PUT)
    with open(f"{store.location}.lock", "w", encoding="utf-8") as file:
        file.write("mine")
    with pytest.raises(StoreLocked):
        apply(store, SetOrder("openai", ("openai:a",)))
    assert os.path.isfile(f"{store.location}.lock")


def test_losing_the_lock_to_someone_who_called_it_stale_means_reading_again(store):
    apply(store, PUT)
    calls = []

    def change(data):
        calls.append(1)
        if len(calls) == 1:
            os.rmdir(f"{store.location}.lock")
            os.mkdir(f"{store.location}.lock")
            os.utime(f"{store.location}.lock", (1, 1))
        return (SetOrder("openai", ("openai:a",)),)

    store.update(change)
    assert len(calls) == 2


def test_a_directory_in_the_place_of_the_store_is_said(store):
    os.makedirs(store.location)
    with pytest.raises(StoreUnreadable):
        store.read()


def test_a_state_directory_that_is_a_file_is_said(tmp_path, ports):
    (tmp_path / "agent").write_text("x")
    store = JsonFileStore(str(tmp_path / "agent"), ports)
    assert store.read().revision is None
    with pytest.raises(StoreReadOnly):
        apply(store, PUT)
