"""`openclaw doctor` on files that others can use, and on those that it may not use itself."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import pytest

from doctor_place import GATEWAY, KEY
from openclaw_auth.cli.main import run
from state_files import contents, store_of, write


def test_a_file_that_others_can_read_is_an_error_that_the_printed_command_mends(healthy, doctor):
    store_of(healthy).chmod(0o644)
    assert f"{store_of(healthy)} can be used by other users (mode 0644)" in doctor(
        "--strict", code=1
    )
    (found,) = json.loads(doctor("--json"))["findings"]
    subprocess.run(found["remedy"], shell=True, check=True)
    assert doctor() == "Nothing is wrong.\n"


@pytest.mark.parametrize(
    "name",
    [
        "openclaw.json",
        "openclaw-auth.json5",
        "openclaw.json.bak",
        ".env",
        "openclaw-auth.sqlite",
        "agents/main/agent/auth-profiles.json",
        "agents/main/agent/models.json",
        "agents/nobody-lists-it/agent/auth-profiles.json",
        "credentials/oauth.json",
    ],
)
def test_every_file_that_may_hold_secrets_is_looked_at(healthy, doctor, name):
    path = healthy / name
    if not path.exists():
        write(path, "" if name == ".env" else "{}")
    path.chmod(0o640)
    subjects = [f["subject"] for f in json.loads(doctor("--json"))["findings"]]
    assert str(path) in subjects
    doctor("--fix")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_remedy_can_be_pasted_whatever_the_path(healthy, doctor, monkeypatch, tmp_path):
    odd = tmp_path / "my state; touch x"
    healthy.rename(odd)
    monkeypatch.setenv("OPENCLAW_STATE_DIR", str(odd))
    odd.chmod(0o755)
    (found,) = json.loads(doctor("--json"))["findings"]
    subprocess.run(found["remedy"], shell=True, check=True, cwd=tmp_path)
    assert stat.S_IMODE(odd.stat().st_mode) == 0o700
    assert not (tmp_path / "x").exists()


def as_nobody(*argv):
    """Run a command as someone else, after everything that it imports; return what it said."""
    read, write_end = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # test runners have threads
        child = os.fork()
    if child == 0:
        os.dup2(write_end, 1)
        os.dup2(write_end, 2)
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        sys.stdout = sys.stderr = open(1, "w", closefd=False)  # noqa: SIM115 # until the process ends
        code = run(argv)
        sys.stdout.flush()
        os._exit(code)
    os.close(write_end)
    with open(read, encoding="utf-8") as stream:
        said = stream.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


@pytest.fixture
def open_state(monkeypatch):
    """A state directory that another user can reach: pytest's own is closed to others."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        monkeypatch.setenv("OPENCLAW_STATE_DIR", folder)
        yield Path(folder)


def test_files_that_may_not_be_read_are_told_and_the_rest_is_examined(state, open_state, doctor):
    closed = [open_state / ".env", open_state / "openclaw.json", store_of(open_state)]
    write(closed[0], "GROQ_API_KEY=x\n")
    write(closed[1], {"gateway": GATEWAY})
    write(closed[2], {"version": 1, "profiles": {}})
    doctor()  # imports all that a user without access to the interpreter needs
    for path in closed:
        path.chmod(0)
    code, said = as_nobody("doctor")
    assert code == 0, said
    assert all(str(path) in said for path in closed)
    assert said.count("Permission denied") == 3
    assert f"chmod 600 '{open_state}/openclaw.json'" in said


def test_a_fix_that_may_not_write_says_so_and_leaves_everything(state, open_state, doctor):
    write(open_state / "openclaw.json", {"gateway": GATEWAY}, 0o644)
    stored = {"version": 1, "profiles": {"anthropic:default": KEY}}
    stored["order"] = {"anthropic": ["anthropic:gone", "anthropic:default"]}
    write(store_of(open_state), stored, 0o644)
    for folder in (*store_of(open_state).parents[:3], open_state):
        folder.chmod(0o755)
    doctor()  # imports all that a user without access to the interpreter needs
    as_nobody("doctor", "--fix", "--json")
    before = contents(open_state)
    code, said = as_nobody("doctor", "--fix", "--json")
    assert code == 0, said
    (done,) = json.loads(said)["fixed"]
    assert (done["code"], done["outcome"]) == ("doctor_fix_failed", "failed")
    assert contents(open_state) == before
