"""A file is the old or the new one, and nothing else is left behind."""

import errno
import os
import subprocess
import sys

import pytest

from openclaw_auth.files.atomic_write import ContentChanged, atomic_replace


@pytest.fixture
def target(tmp_path):
    return tmp_path / "file.json"


def test_it_replaces_and_leaves_nothing_else(target, ports, tmp_path):
    atomic_replace(str(target), b"one", ports)
    atomic_replace(str(target), b"two", ports, expect=b"one")
    assert target.read_bytes() == b"two"
    assert os.listdir(tmp_path) == ["file.json"]


@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_the_mode_is_the_one_asked_for_whatever_the_umask(target, ports, mode):
    old = os.umask(0o777)
    try:
        atomic_replace(str(target), b"x", ports, mode=mode)
    finally:
        os.umask(old)
    assert target.stat().st_mode & 0o777 == mode


@pytest.mark.parametrize(("there", "expect"), [(b"a", b"b"), (b"a", None), (None, b"a")])
def test_what_nobody_expected_is_not_replaced(target, ports, tmp_path, there, expect):
    if there is not None:
        target.write_bytes(there)
    before = os.listdir(tmp_path)
    with pytest.raises(ContentChanged):
        atomic_replace(str(target), b"new", ports, expect=expect)
    assert os.listdir(tmp_path) == before
    assert (target.read_bytes() if there else None) == there


def test_a_link_stays_a_link(target, ports, tmp_path):
    (tmp_path / "real").mkdir()
    target.symlink_to("real/there.json")
    atomic_replace(str(target), b"x", ports)
    assert target.is_symlink()
    assert (tmp_path / "real" / "there.json").read_bytes() == b"x"


def test_a_failed_write_leaves_no_secret_lying_around(target, ports, tmp_path, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    target.write_bytes(b"old")
    with pytest.raises(OSError, match="full"):
        atomic_replace(str(target), b"x", ports)
    assert os.listdir(tmp_path) == ["file.json"]
    assert target.read_bytes() == b"old"


def test_the_leftovers_of_dead_writers_go_and_those_of_live_ones_stay(target, ports, tmp_path):
    dead = subprocess.Popen([sys.executable, "-c", "pass"])
    dead.wait()
    (tmp_path / f".file.json.{dead.pid}.aa.tmp").write_text("secret")
    (tmp_path / f".file.json.{os.getpid()}.bb.tmp").write_text("secret")
    (tmp_path / f".other.json.{dead.pid}.cc.tmp").write_text("not ours to judge")
    (tmp_path / ".file.json.notes.tmp").write_text("not ours")
    atomic_replace(str(target), b"x", ports)
    assert sorted(os.listdir(tmp_path)) == [
        f".file.json.{os.getpid()}.bb.tmp",
        ".file.json.notes.tmp",
        f".other.json.{dead.pid}.cc.tmp",
        "file.json",
    ]
