"""sessions.json: read and written as OpenClaw does, by many at once, and never over a broken one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading

import pytest

from openclaw_auth.errors import StoreLocked, StoreReadOnly, StoreUnreadable
from openclaw_auth.ports import system_ports
from openclaw_auth.sessions.store import SessionStore

KEY = "agent:main:main"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "agents" / "main" / "sessions" / "sessions.json"


def put(key, **fields):
    def change(entries):
        entries.setdefault(key, {}).update(fields)

    return change


def test_a_change_is_written_as_openclaw_writes_it(path, ports):
    SessionStore(str(path), ports).update(put(KEY, sessionId="s", updatedAt=5))
    assert path.read_text() == json.dumps({KEY: {"sessionId": "s", "updatedAt": 5}}, indent=2)
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(p.name for p in path.parent.iterdir()) == [".sessions.flock", "sessions.json"]


def test_what_we_do_not_know_stays(path, ports):
    path.parent.mkdir(parents=True)
    known = {"sessionId": "a", "updatedAt": 1, "skillsSnapshot": {"x": [1]}, "later": "é🎈"}
    path.write_text(json.dumps({KEY: known, "odd": 5, "other": {"sessionId": "b", "updatedAt": 2}}))
    SessionStore(str(path), ports).update(put(KEY, updatedAt=9))
    found = json.loads(path.read_text())
    assert found[KEY] == {**known, "updatedAt": 9}
    assert (found["odd"], found["other"]) == (5, {"sessionId": "b", "updatedAt": 2})


def test_json5_is_read(path, ports):
    path.parent.mkdir(parents=True)
    path.write_text("{'k': {sessionId: 's', updatedAt: 1,},}")
    assert SessionStore(str(path), ports).entry("k") == {"sessionId": "s", "updatedAt": 1}


@pytest.mark.parametrize("text", ["{", "[]", "nonsense"])
def test_a_broken_file_reads_as_empty_and_is_never_overwritten(path, ports, text):
    path.parent.mkdir(parents=True)
    path.write_text(text)
    store = SessionStore(str(path), ports)
    assert store.read() == {}
    with pytest.raises(StoreUnreadable):
        store.update(put(KEY, sessionId="s"))
    assert path.read_text() == text


def test_an_unchanged_file_is_not_written(path, ports):
    store = SessionStore(str(path), ports)
    store.update(put(KEY, sessionId="s"))
    before = path.stat().st_ino
    store.update(put(KEY, sessionId="s"))
    assert path.stat().st_ino == before


def test_openclaws_lock_is_waited_for_and_then_named(path, ports, clock):
    path.parent.mkdir(parents=True)
    lock = path.with_name("sessions.json.lock")
    lock.write_text(json.dumps({"pid": 4242, "startedAt": ports.now_ms()}))
    with pytest.raises(StoreLocked) as error:
        SessionStore(str(path), ports).update(put(KEY, sessionId="s"))
    assert "4242" in str(error.value)
    assert 9.9 < sum(clock.slept) < 10.2
    assert lock.exists()


def test_a_lock_of_30_s_is_dead(path, ports, clock):
    path.parent.mkdir(parents=True)
    lock = path.with_name("sessions.json.lock")
    lock.write_text("{}")
    os.utime(lock, (clock.now_s - 31, clock.now_s - 31))
    SessionStore(str(path), ports).update(put(KEY, sessionId="s"))
    assert not lock.exists()


def test_a_lock_that_a_dead_writer_of_ours_left_costs_no_wait(path, ports, clock):
    path.parent.mkdir(parents=True)
    lock = path.with_name("sessions.json.lock")
    lock.touch(mode=0o400)
    SessionStore(str(path), ports).update(put(KEY, sessionId="s"))
    assert clock.slept == []
    assert not lock.exists()


def test_a_place_that_cannot_be_written_is_said(tmp_path, ports):
    (tmp_path / "file").touch()
    with pytest.raises(StoreReadOnly) as error:
        SessionStore(str(tmp_path / "file" / "sessions.json"), ports).update(put(KEY))
    assert "sessions.json" in str(error.value)


WRITER = """
import sys
from openclaw_auth.ports import system_ports
from openclaw_auth.sessions.store import SessionStore
def change(entries):
    entry = entries.setdefault("k", {"n": 0})
    entry["n"] += 1
store = SessionStore(sys.argv[1], system_ports())
for _ in range(15):
    store.update(change)
"""


def test_no_update_of_many_processes_and_threads_is_lost(path):
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path)]) for _ in range(3)]

    def change(entries):
        entries.setdefault("k", {"n": 0})["n"] += 1

    def work():
        for _ in range(15):
            SessionStore(str(path), system_ports()).update(change)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [w.wait(60) for w in writers] == [0, 0, 0]
    assert json.loads(path.read_text()) == {"k": {"n": 75}}
