"""Locks end by themselves, say who holds them, and stay fresh."""

import os
import signal
import time

import pytest

from openclaw_auth.errors import StoreLocked
from openclaw_auth.ports import system_ports
from openclaw_auth.store.locks import FileLock, StoreLock


def test_a_second_holder_in_the_same_process_waits_and_then_names_the_first(tmp_path, ports, clock):
    path = str(tmp_path / "lock")
    with FileLock(path, ports), pytest.raises(StoreLocked) as caught, FileLock(path, ports):
        pass
    assert caught.value.reason.code == "store_busy"
    assert caught.value.reason.params["pid"] == str(os.getpid())
    assert 10 <= sum(clock.slept) < 11
    with FileLock(path, ports):
        pass


def hammer(path):
    """Start a process that takes the lock again and again, without a pause; return its id."""
    pid = os.fork()
    if pid == 0:
        try:
            while True:
                with StoreLock(path, system_ports()):
                    time.sleep(0.004)
        finally:
            os._exit(1)
    return pid


def test_writers_in_a_tight_loop_starve_nobody(tmp_path):
    path = str(tmp_path / "auth-profiles.json")
    hammers = [hammer(path) for _ in range(3)]
    waits_s = []
    try:
        for _ in range(15):
            begun_s = time.monotonic()
            with StoreLock(path, system_ports()):
                waits_s.append(time.monotonic() - begun_s)
            time.sleep(0.01)  # so that a hammer has it again
        running = [os.waitpid(pid, os.WNOHANG) for pid in hammers]
    finally:
        for pid in hammers:
            os.kill(pid, signal.SIGKILL)
    assert running == [(0, 0)] * len(hammers)
    assert max(waits_s) < 2
    for pid in hammers:
        os.waitpid(pid, 0)


def test_a_lock_ends_with_its_holder(tmp_path, ports, clock):
    path = str(tmp_path / "auth-profiles.json")
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        with StoreLock(path, ports):
            os.write(write_end, b"x")
            signal.pause()
    os.read(read_end, 1)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    for end in (read_end, write_end):
        os.close(end)
    assert os.path.isdir(f"{path}.lock")
    with StoreLock(path, ports) as lock:
        assert lock.still_held()
    assert clock.slept == []
    assert not os.path.exists(f"{path}.lock")


def test_a_long_hold_keeps_the_directory_fresh(tmp_path, ports, clock):
    path = str(tmp_path / "auth-profiles.json")
    with StoreLock(path, ports) as lock:
        os.utime(f"{path}.lock", (1, 1))
        assert lock.still_held()
        assert os.stat(f"{path}.lock").st_mtime == 1
        clock.now_s += 11
        assert lock.still_held()
        assert os.stat(f"{path}.lock").st_mtime > 1


def test_a_lock_that_was_taken_over_is_not_removed(tmp_path, ports):
    path = str(tmp_path / "auth-profiles.json")
    with StoreLock(path, ports) as lock:
        os.rmdir(f"{path}.lock")
        os.mkdir(f"{path}.lock")
        assert not lock.still_held()
    assert os.path.isdir(f"{path}.lock")


def test_the_lock_file_is_never_unlinked(tmp_path, ports):
    path = str(tmp_path / "auth-profiles.json")
    with StoreLock(path, ports):
        first = os.stat(tmp_path / ".auth-profiles.flock").st_ino
    with StoreLock(path, ports):
        assert os.stat(tmp_path / ".auth-profiles.flock").st_ino == first


def test_a_directory_that_hands_its_group_down_can_be_locked(tmp_path, ports, clock):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o2770)
    path = str(shared / "auth-profiles.json")
    with StoreLock(path, ports) as lock:
        assert lock.still_held()
    assert not os.path.exists(f"{path}.lock")
    assert clock.slept == []


def test_a_lock_file_that_is_a_symlink_is_refused_and_its_target_left_alone(tmp_path, ports):
    target = tmp_path / "precious"
    target.write_text("precious")
    link = tmp_path / "lock"
    link.symlink_to(target)
    with pytest.raises(OSError, match="symbolic"), FileLock(str(link), ports):
        pass
    assert target.read_text() == "precious"
