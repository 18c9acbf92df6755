"""A host of its own for each test: the command as a process, prompts on a real terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pexpect
import pyte
import pytest

PROGRAM = [sys.executable, "-m", "openclaw_auth"]


class Done:
    """What a command left behind."""

    def __init__(self, code, out, err):
        self.code = code
        self.out = out
        self.err = err

    def json(self):
        return json.loads(self.out)


class Screen:
    """A command that runs on a terminal, seen as a person sees it."""

    def __init__(self, argv, env, cwd, columns=100):
        self._screen = pyte.Screen(columns, 40)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = b""
        self.process = pexpect.spawn(
            argv[0], argv[1:], env=env, cwd=cwd, dimensions=(40, columns), timeout=10
        )
        self.process.delaybeforesend = None
        self._screen.write_process_input = self.send  # a terminal says where its cursor is

    @property
    def text(self):
        return "\n".join(line.rstrip() for line in self._screen.display).rstrip()

    @property
    def cursor(self):
        return self._screen.cursor.x

    def see(self, expected):
        """Wait until the screen shows a text."""
        deadline = time.monotonic() + 10
        while expected not in self.text:
            assert time.monotonic() < deadline, f"never saw {expected!r}:\n{self.text}"
            self._read(0.02)

    def send(self, text):
        self.process.send(text)

    def paste(self, text):
        """Paste as a terminal does that was asked for bracketed paste."""
        self.send(f"\x1b[200~{text}\x1b[201~")

    def ended(self):
        """Wait for the end; return the exit code."""
        deadline = time.monotonic() + 10
        while self.process.isalive():
            assert time.monotonic() < deadline, self.text
            self._read(0.02)
        self._read(0)
        self.process.close()
        return self.process.exitstatus

    def _read(self, timeout):
        try:
            data = self.process.read_nonblocking(65536, timeout)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return
        self.raw += data
        self._stream.feed(data)


def _shell(script):
    return f'openclaw_auth() {{ {" ".join(PROGRAM)} "$@"; }}\n{script}'


class Host:
    """A home with a state directory, and the commands run there."""

    def __init__(self, home):
        self.home = home
        self.state = home / ".openclaw"
        self.env = {
            "HOME": str(home),
            "OPENCLAW_STATE_DIR": str(self.state),
            "LANG": "C.UTF-8",
            "PATH": os.environ["PATH"],
            "TERM": "xterm",
            "COLUMNS": "200",
        }

    def run(self, *argv, stdin=None, **env):
        done = subprocess.run(
            [*PROGRAM, *argv],
            env={**self.env, **env},
            cwd=self.home,
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            check=False,
            text=True,
            timeout=20,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def auth(self, *argv, **kwargs):
        return self.run("models", "auth", *argv, **kwargs)

    def on_terminal(self, *argv, columns=100, **env):
        return Screen([*PROGRAM, *argv], {**self.env, **env}, str(self.home), columns)

    def shell_on_terminal(self, *argv, **env):
        """Start a shell itself, for a person to type at."""
        return Screen([*argv], {**self.env, **env}, str(self.home))

    def on_terminal_shell(self, script, columns=100):
        """Run a shell script on a terminal; `openclaw_auth` in it is the command."""
        return Screen(["/bin/bash", "-c", _shell(script)], self.env, str(self.home), columns)

    def run_shell(self, script):
        done = subprocess.run(
            ["/bin/bash", "-c", _shell(script)],
            env=self.env,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            text=True,
            timeout=20,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def store_file(self, agent="main"):
        return self.state / "agents" / agent / "agent" / "auth-profiles.json"

    def store(self, agent="main"):
        return json.loads(self.store_file(agent).read_text())

    def write_store(self, document, agent="main"):
        path = self.store_file(agent)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"version": 1, **document}))

    @property
    def config_file(self):
        return self.state / "openclaw.json"

    def config(self):
        return json.loads(self.config_file.read_text())

    def write_config(self, text):
        self.state.mkdir(parents=True, exist_ok=True)
        self.config_file.write_text(text if isinstance(text, str) else json.dumps(text))


@pytest.fixture
def host(tmp_path):
    return Host(tmp_path)
