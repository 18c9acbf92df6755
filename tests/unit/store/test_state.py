"""Our own database: never in the way, never fatal."""

import os
import sqlite3
import threading

import pytest

from openclaw_auth.ports import system_ports
from openclaw_auth.store.schema import MIGRATIONS
from openclaw_auth.store.state import StateDb


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "state" / "openclaw-auth.sqlite")


@pytest.fixture
def state(path, ports):
    state = StateDb(path, ports)
    yield state
    state.close()


def test_questions_to_no_database_have_empty_answers_and_create_nothing(state, path):
    assert state.removed_ids("/a") == frozenset()
    assert state.added_at_ms("/a") == {}
    assert state.last_used_ms("/a") == {}
    assert state.assumed_expiries("/a") == frozenset()
    assert not os.path.exists(os.path.dirname(path))


def test_tombstones_belong_to_one_agent_and_can_be_cleared(state, ports, path):
    state.add_tombstone("/a", "x:1")
    state.add_tombstone("/a", "x:1")
    state.add_tombstone("/b", "x:2")
    assert StateDb(path, ports).removed_ids("/a") == {"x:1"}
    state.clear_tombstone("/a", "x:1")
    assert StateDb(path, ports).removed_ids("/a") == frozenset()
    assert state.removed_ids("/b") == {"x:2"}


def test_notes_say_since_when_and_whether_the_end_is_a_guess(state, clock):
    state.note_added("/a", "x:1", expiry_assumed=True)
    assert state.added_at_ms("/a") == {"x:1": int(clock.now_s * 1000)}
    assert state.assumed_expiries("/a") == {"x:1"}
    state.note_added("/a", "x:1")
    assert state.assumed_expiries("/a") == frozenset()
    state.put_last_used({("/a", "x:1"): 5})
    state.forget_profile("/a", "x:1")
    assert (state.added_at_ms("/a"), state.last_used_ms("/a")) == ({}, {})


def test_last_use_never_goes_back(state):
    state.put_last_used({("/a", "x:1"): 5, ("/a", "x:2"): 7, ("/b", "x:1"): 1})
    state.put_last_used({("/a", "x:1"): 3})
    state.put_last_used({})
    assert state.last_used_ms("/a") == {"x:1": 5, "x:2": 7}


def test_a_notice_is_due_once_in_its_time(state, clock):
    assert state.notice_due("expiring:x", 60_000)
    assert not state.notice_due("expiring:x", 60_000)
    clock.now_s += 61
    assert state.notice_due("expiring:x", 60_000)


def test_its_files_are_private(state, path):
    old = os.umask(0)
    try:
        state.add_tombstone("/a", "x")
        files = [f for f in (path, f"{path}-wal", f"{path}-shm") if os.path.exists(f)]
        assert {os.stat(f).st_mode & 0o777 for f in files} == {0o600}
        assert len(files) == 3
    finally:
        os.umask(old)
    assert os.stat(os.path.dirname(path)).st_mode & 0o777 == 0o700


def test_reading_leaves_no_trace_after_a_writer_closed(state, ports, path):
    state.add_tombstone("/a", "x")
    state.close()
    assert StateDb(path, ports).removed_ids("/a") == {"x"}
    assert os.listdir(os.path.dirname(path)) == ["openclaw-auth.sqlite"]


def test_reading_sees_what_an_open_writer_committed(state, ports, path):
    state.add_tombstone("/a", "x")
    assert os.path.exists(f"{path}-wal")
    assert StateDb(path, ports).removed_ids("/a") == {"x"}


def test_a_damaged_file_is_set_aside_by_the_next_write_and_said(path, ports):
    os.makedirs(os.path.dirname(path))
    with open(path, "wb") as file:
        file.write(b"not a database " * 1000)
    notices = []
    state = StateDb(path, ports, on_notice=notices.append)
    assert state.removed_ids("/a") == frozenset()
    assert notices == []
    state.add_tombstone("/a", "x")
    assert state.removed_ids("/a") == {"x"}
    assert [n.code for n in notices] == ["state_db_set_aside"]
    with open(notices[0].params["aside"], "rb") as file:
        assert file.read(15) == b"not a database "
    state.close()


def test_two_first_writers_make_one_schema(path):
    states = [StateDb(path, system_ports()) for _ in range(4)]
    threads = [
        threading.Thread(target=s.add_tombstone, args=("/a", f"x:{i}"))
        for i, s in enumerate(states)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(states[0].removed_ids("/a")) == 4
    for state in states:
        state.close()


def test_first_writers_wait_for_each_other_however_they_meet(tmp_path):
    """Six at once, sixty times: without waiting one database in forty lost a write."""
    for number in range(60):
        path = str(tmp_path / f"{number}.sqlite")
        states = [StateDb(path, system_ports()) for _ in range(6)]
        threads = [
            threading.Thread(target=s.add_tombstone, args=("/a", f"x:{i}"))
            for i, s in enumerate(states)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(states[0].removed_ids("/a")) == 6
        for state in states:
            state.close()


def test_an_older_schema_is_brought_up_to_date(state, path, monkeypatch):
    state.add_tombstone("/a", "x")
    state.close()
    added = (*MIGRATIONS, ("CREATE TABLE later (n INTEGER)",))
    monkeypatch.setattr("openclaw_auth.store.state.MIGRATIONS", added)
    state.add_tombstone("/a", "y")
    state.close()
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT version FROM schema_version").fetchall() == [(len(added),)]
    assert connection.execute("SELECT count(*) FROM later").fetchone() == (0,)
    connection.close()
    assert state.removed_ids("/a") == {"x", "y"}


def test_a_database_of_the_first_release_loses_only_the_tables_that_nobody_reads(
    state, path, monkeypatch
):
    monkeypatch.setattr("openclaw_auth.store.state.MIGRATIONS", MIGRATIONS[:1])
    state.put_last_used({("/a", "x:1"): 5})
    state.close()
    monkeypatch.undo()
    state.rename_profile("/a", "x:1", "x:2")
    state.forget_profile("/a", "x:3")
    assert state.last_used_ms("/a") == {"x:2": 5}
    state.close()
    connection = sqlite3.connect(path)
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    connection.close()
    assert {"tombstones", "last_used"} <= tables
    assert not {"model_cooldowns", "dead_marks"} & tables


def test_ids_and_directories_that_are_no_utf8_are_remembered_like_others(state, ports, path):
    state.add_tombstone("/not\udcff", "x:\ud800")
    assert StateDb(path, ports).removed_ids("/not\udcff") == {"x:\\ud800"}
    state.clear_tombstone("/not\udcff", "x:\\ud800")
    assert StateDb(path, ports).removed_ids("/not\udcff") == frozenset()
