"""The run script: shellcheck finds nothing, and a real shell starts what was meant."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from openclaw_auth.host import termux
from openclaw_auth.host.plan import Manager
from service_parts import facts

PREFIX = "/data/data/com.termux/files/usr"
PHONE = Manager("termux", "openclaw-gateway", f"{PREFIX}/var/service/openclaw-gateway/run")
SHELLCHECK = Path(sys.executable).with_name("shellcheck")
SHOW = "import json, os, sys; print(json.dumps([sys.argv[1:], dict(os.environ), os.getcwd()]))"
ODD = 'it\'s 100% "$HOME" `x` \\ 李'


def test_shellcheck_has_nothing_to_say(tmp_path):
    script = tmp_path / "run"
    odd = facts(environ={"HOME": ODD}, directory=f"/{ODD}", program=(f"/{ODD}", "-P"))
    for text in (termux.run_script(PHONE, odd), termux.log_script(PHONE)):
        script.write_text(text)
        done = subprocess.run(
            [SHELLCHECK, "--shell=sh", str(script)],
            capture_output=True,
            check=False,
            text=True,
        )
        assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


@pytest.mark.parametrize("name", ["plain", ODD])
def test_a_shell_starts_exactly_that(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    text = termux.run_script(
        PHONE,
        facts(
            environ={"OPENCLAW_STATE_DIR": str(folder)},
            directory=str(folder),
            program=(sys.executable, "-c", SHOW, name),
        ),
    )
    done = subprocess.run(["sh", "-c", text], capture_output=True, check=True, text=True, env={})
    words, environ, cwd = json.loads(done.stdout)
    assert (words, cwd) == ([name], str(folder))
    assert environ["OPENCLAW_STATE_DIR"] == str(folder)


def test_scripts_may_be_run_and_read_by_nobody_else():
    plan = termux.plan(PHONE, facts())
    assert [(file.path.removeprefix(PREFIX), file.mode) for file in plan.files] == [
        ("/var/service/openclaw-gateway/run", 0o700),
        ("/var/service/openclaw-gateway/log/run", 0o700),
    ]
    assert plan.files[0].text.startswith(f"#!{PREFIX}/bin/sh\n")
    assert f"{PREFIX}/share/termux-services/svlogger" in plan.files[1].text


def test_what_sv_prints_is_understood():
    assert termux.read_answer("run: /x/openclaw-gateway: (pid 88) 12s; run: log: (pid 7) 9s") == (
        True,
        88,
    )
    assert termux.read_answer("down: /x/openclaw-gateway: 1s, normally up") == (False, None)
