"""A host for the tests of `onboard`: commands in this process, a provider beside them."""

from __future__ import annotations

import io
import json
import os
import stat

from openclaw_auth.cli.context import Context
from openclaw_auth.cli.main import run
from openclaw_auth.config.json5_parse import parse
from openclaw_auth.config.paths import system_paths
from openclaw_auth.errors import Cancelled
from openclaw_auth.ports import system_ports

GOOD = "sk-good-" + "k" * 40
WRONG = "sk-wrong-" + "w" * 40


class OnboardingHost:
    """A state directory in a folder of its own, and what commands leave there."""

    def __init__(self, home, monkeypatch, capsys):
        for name in list(os.environ):
            ours = name.startswith(("OPENCLAW_", "LC_", "PI_", "XDG_"))
            if ours or name.endswith(("_KEY", "_TOKEN")):
                monkeypatch.delenv(name)
        monkeypatch.setenv("OPENCLAW_STATE_DIR", str(home / "state"))
        monkeypatch.setenv("HOME", str(home))
        monkeypatch.setenv("LANG", "C.UTF-8")
        monkeypatch.setenv("PATH", "/nonexistent")  # no service manager is asked
        monkeypatch.chdir(home)
        self.home = home
        self.state = home / "state"
        self._capsys = capsys

    def run(self, *argv, code=0):
        assert run(argv) == code, self._capsys.readouterr()
        return self._capsys.readouterr()

    def onboard(self, *argv, code=0):
        return self.run("onboard", "--non-interactive", "--accept-risk", *argv, code=code)

    def json(self, *argv, code=0):
        return json.loads(self.onboard("--json", *argv, code=code).out)

    def config(self):
        return parse((self.state / "openclaw.json").read_text())

    def write_config(self, text):
        self.state.mkdir(mode=0o700, exist_ok=True)
        (self.state / "openclaw.json").write_text(text)

    def profiles(self, agent="main"):
        path = self.state / "agents" / agent / "agent" / "auth-profiles.json"
        return json.loads(path.read_text())["profiles"] if path.exists() else {}

    def dotenv(self):
        path = self.state / ".env"
        return path.read_text() if path.exists() else ""

    def files(self):
        """Return every file with its bytes and mode, those that hold no answer left out."""
        found = {}
        for folder, _, names in os.walk(self.state):
            for name in names:
                path = os.path.join(folder, name)
                if not name.startswith("openclaw-auth.sqlite") and not name.endswith("lock"):
                    with open(path, "rb") as file:
                        mode = stat.S_IMODE(os.stat(path).st_mode)
                        found[os.path.relpath(path, self.state)] = (mode, file.read())
        return found

    def context(self, lang="en"):
        ports = system_ports()
        return Context(
            ports, system_paths(ports), lang=lang, stdout=io.StringIO(), stderr=io.StringIO()
        )


class Answering:
    """Answers questions from a script: text, or None for Ctrl-C. Keeps what was said and asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []
        self.said = []

    def _next(self, title):
        self.asked.append(title)
        assert self.answers, f"asked too much: {title}"
        answer = self.answers.pop(0)
        if answer is None:
            raise Cancelled("cancelled")
        return answer

    def line(self, title, wrong):
        while (reason := wrong(text := self._next(title).strip())) is not None:
            self.said.append(reason.code)
        return text

    def secret(self, title, check):
        while lines := check(text := self._next(title)):
            self.said += lines
        return text

    def confirm(self, question, *, on_enter):
        return {"": on_enter, "y": True, "n": False}[self._next(question)]

    def say(self, text, indent=""):
        self.said.append(indent + text)

    def show(self, text):
        self.said.append(text)

    @property
    def text(self):
        return "\n".join(self.said)
