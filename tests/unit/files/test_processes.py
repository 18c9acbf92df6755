"""A number in a file is a process, or it is not."""

import os
import subprocess

import pytest

from openclaw_auth.files.processes import is_running


def test_we_run_and_so_does_everybodys_first():
    assert is_running(os.getpid())
    assert is_running(1)


def test_who_has_ended_does_not():
    ended = subprocess.Popen(["true"])
    ended.wait()
    assert not is_running(ended.pid)


@pytest.mark.parametrize("pid", [0, -1, 10**30])
def test_what_no_process_can_have_is_none(pid):
    assert not is_running(pid)
