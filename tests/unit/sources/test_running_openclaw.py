"""Whether an OpenClaw gateway runs on this config, told from its lock file."""

from __future__ import annotations

import json
import os

from openclaw_auth.sources.running_openclaw import running_openclaw

CONFIG = "/home/me/.openclaw/openclaw.json"


def write_lock(tmp_path, **payload):
    folder = tmp_path / f"openclaw-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    (folder / "gateway.1a2b3c4d.lock").write_text(json.dumps(payload))


def found(tmp_path, config=CONFIG):
    return running_openclaw(config, {"TMPDIR": str(tmp_path)})


def start_time():
    with open("/proc/self/stat", "rb") as file:
        return int(file.read().rpartition(b")")[2].split()[19])


def test_a_living_holder_of_this_config_is_found(tmp_path):
    write_lock(tmp_path, pid=os.getpid(), configPath=CONFIG, createdAt="2026-01-01")
    assert found(tmp_path) == os.getpid()
    assert found(tmp_path, "/home/other/openclaw.json") is None


def test_a_pid_that_was_handed_out_anew_is_not_taken_for_it(tmp_path):
    write_lock(tmp_path, pid=os.getpid(), configPath=CONFIG, startTime=start_time())
    assert found(tmp_path) == os.getpid()
    write_lock(tmp_path, pid=os.getpid(), configPath=CONFIG, startTime=start_time() - 1)
    assert found(tmp_path) is None


def test_a_dead_holder_and_nonsense_are_nobody(tmp_path):
    assert found(tmp_path) is None
    for payload in (
        {"pid": 2**22 + 1, "configPath": CONFIG},
        {"pid": 0, "configPath": CONFIG},
        {"pid": True, "configPath": CONFIG},
        {"pid": "1", "configPath": CONFIG},
        {"configPath": CONFIG},
        {"pid": os.getpid()},
    ):
        write_lock(tmp_path, **payload)
        assert found(tmp_path) is None
    lock = tmp_path / f"openclaw-{os.getuid()}" / "gateway.1a2b3c4d.lock"
    lock.write_bytes(b"\xff[")
    assert found(tmp_path) is None
