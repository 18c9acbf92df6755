"""`models auth login --json` as a process, whose lines a test reads one by one."""

from __future__ import annotations

import json
import subprocess
import sys

from browser_visits import WAIT_S, visit

PROGRAM = [sys.executable, "-m", "openclaw_auth"]


def configure(host, provider, name="acme", **oauth):
    entry = {
        "baseUrl": "https://acme.example/v1",
        "models": [{"id": "m1", "name": "m1"}],
        "oauth": {**provider.config, **oauth},
    }
    host.state.mkdir(parents=True, exist_ok=True)
    own = host.state / "openclaw-auth.json5"
    own.write_text(json.dumps({"models": {"providers": {name: entry}}}))


class Login:
    """The command under way, with its JSON lines."""

    def __init__(self, host, *argv, **env):
        self.process = subprocess.Popen(
            [*PROGRAM, "models", "auth", "login", "--json", "--no-browser", *argv],
            env={**host.env, **env},
            cwd=host.home,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.err = ""

    def event(self, name):
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(self.process.stderr.read())
        found = json.loads(line)
        assert found["event"] == name, found
        return found

    def type(self, text):
        self.process.stdin.write(text)
        self.process.stdin.flush()

    def ended(self):
        """Close stdin, wait for the end; returns the exit code and the rest of the events."""
        out, self.err = self.process.communicate(timeout=WAIT_S)
        return self.process.returncode, [json.loads(line) for line in out.splitlines()]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


def stored(host, **kwargs):
    return host.store(**kwargs)["profiles"]


def log_in(host, provider, *argv, account="user@example.com", **env):
    provider.login_as = account
    with Login(host, *argv, **env) as login:
        visit(login.event("open_url")["url"])
        code, events = login.ended()
    assert code == 0, login.err
    return events[-1]
