"""Our locks and the reference's: the npm package that OpenClaw uses is on the other side."""

import json
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

from gateway_process import wait_until
from openclaw_auth.errors import StoreLocked
from openclaw_auth.ports import Ports, system_ports
from openclaw_auth.store.data import PutProfile
from openclaw_auth.store.json_file import JsonFileStore
from openclaw_auth.testing.store_contract import apply, key_profile
from peers.node import node_executable, node_modules

HERE = Path(__file__).parent
DEADLINE_S = 30


class Foreign:
    """The foreign writer as a process."""

    def __init__(self, store, directory):
        self.noted = directory / "noted"
        command = [node_executable(), HERE / "foreign_writer.cjs", node_modules()]
        self.process = subprocess.Popen([*command, store.location, self.noted])

    def count(self):
        text = self.noted.read_text() if self.noted.exists() else ""
        return int(text) if text else 0

    def wait_for(self, count):
        deadline = time.monotonic() + DEADLINE_S
        while self.count() < count:
            assert time.monotonic() < deadline, "the foreign writer got nowhere"
            assert self.process.poll() is None, "the foreign writer failed"
            time.sleep(0.01)

    def stop(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture
def store(tmp_path):
    store = JsonFileStore(str(tmp_path / "agent"), system_ports())
    apply(store, PutProfile(key_profile("kept:x")))
    return store


@pytest.fixture
def foreign(store, tmp_path):
    foreign = Foreign(store, tmp_path)
    yield foreign
    foreign.stop()


def is_whole(store):
    with open(store.location, encoding="utf-8") as file:
        text = file.read()
    return text.endswith("}\n")


def count_in(store, profile_id):
    return int(store.read().profiles[profile_id].secret.reveal().removeprefix("count-"))


def test_both_sides_write_and_nothing_is_lost(store, foreign):
    foreign.wait_for(1)
    first, problems = foreign.count(), []
    for count in range(1, 41):
        noted = foreign.count()
        apply(store, PutProfile(key_profile("ours:x", f"count-{count}")))
        data = store.read()
        problems += data.problems
        assert count_in(store, "foreign:x") >= noted
        assert count_in(store, "ours:x") == count
    foreign.wait_for(first + 3)
    assert problems == []
    assert "kept:x" in store.read().profiles


def test_readers_never_see_half_a_file_though_the_reference_writes_in_place(store, foreign):
    foreign.wait_for(1)
    stop, problems, reads = threading.Event(), [], []

    def read():
        while not stop.is_set():
            data = store.read()
            problems.extend(data.problems)
            reads.append("kept:x" in data.profiles)

    reader = threading.Thread(target=read)
    reader.start()
    foreign.wait_for(foreign.count() + 50)
    stop.set()
    reader.join()
    assert problems == []
    assert all(reads)
    assert len(reads) > 50


def test_a_killed_foreign_writers_lock_is_respected_for_30_seconds_and_then_removed(store, foreign):
    lock = f"{store.location}.lock"
    foreign.wait_for(1)
    while True:  # until the kill falls inside a hold, but not inside its write in place
        foreign.process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, foreign.process.pid, os.WSTOPPED)
        if os.path.isdir(lock) and is_whole(store):
            break
        foreign.process.send_signal(signal.SIGCONT)
        time.sleep(0.001)
    foreign.stop()
    offset_s = [0.0]
    ports = Ports(
        now_ms=lambda: int((time.time() + offset_s[0]) * 1000),
        monotonic_s=lambda: time.monotonic() + offset_s[0],
        sleep_s=lambda seconds: offset_s.__setitem__(0, offset_s[0] + seconds),
        random_bytes=os.urandom,
        environ={},
        cwd="/",
    )
    patient = JsonFileStore(os.path.dirname(store.location), ports)
    with pytest.raises(StoreLocked):
        apply(patient, PutProfile(key_profile("ours:x")))
    offset_s[0] += 30
    apply(patient, PutProfile(key_profile("ours:x")))
    assert not os.path.exists(lock)


def test_the_reference_removes_our_stale_lock_directory(store, tmp_path):
    lock = f"{store.location}.lock"
    os.mkdir(lock, 0o500)
    old = time.time() - 31
    os.utime(lock, (old, old))
    foreign = Foreign(store, tmp_path)
    try:
        foreign.wait_for(2)
        # While it runs: it writes in place, and stopped in the middle it leaves half a file.
        wait_until(lambda: _has_profile(store.location, "foreign:x"))
    finally:
        foreign.stop()


def _has_profile(path, profile_id):
    try:
        with open(path, encoding="utf-8") as file:
            return profile_id in json.load(file)["profiles"]
    except ValueError:
        return False
