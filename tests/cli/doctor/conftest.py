"""A state directory of its own, and `doctor` in this process: what it printed, or the codes that it found."""

from __future__ import annotations

import json
import os

import pytest

from doctor_place import GATEWAY, KEY, SECRET
from openclaw_auth.cli.main import run
from state_files import store_of, write


@pytest.fixture
def state(tmp_path, monkeypatch):
    for name in list(os.environ):
        if name.startswith(("OPENCLAW_", "LC_", "PI_", "CODEX_", "CLAUDE_")) or "_API_" in name:
            monkeypatch.delenv(name)
    folder = tmp_path / "state"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("OPENCLAW_STATE_DIR", str(folder))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def healthy(state):
    write(state / "openclaw.json", {"gateway": GATEWAY})
    write(store_of(state), {"version": 1, "profiles": {"anthropic:default": KEY}})
    return state


@pytest.fixture
def doctor(state, capsys):
    def command(*args, code=0):
        assert run(["doctor", *args]) == code
        printed = capsys.readouterr()
        assert SECRET not in printed.out + printed.err
        return printed.out

    return command


@pytest.fixture
def codes(doctor):
    def command(*args):
        return [(f["severity"], f["code"]) for f in json.loads(doctor("--json", *args))["findings"]]

    return command
