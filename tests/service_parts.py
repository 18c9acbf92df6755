"""Facts for a service, and commands that are recorded instead of run."""

from __future__ import annotations

from openclaw_auth.host.commands import Done
from openclaw_auth.host.plan import ServiceFacts

KINDS = ["systemd-user", "systemd-system", "launchd", "launchd-system", "termux"]


def facts(**changes):
    values = {
        "program": ("/opt/openclaw/bin/python", "-P", "-m", "openclaw_auth", "gateway", "run"),
        "environ": {"HOME": "/home/ada", "OPENCLAW_STATE_DIR": "/home/ada/.openclaw"},
        "user": "ada",
        "directory": "/home/ada/.openclaw",
        "writable": ("/home/ada/.openclaw", "/srv/config"),
        "log_dir": "/home/ada/.openclaw/logs",
        "version": "1.2.3",
    }
    return ServiceFacts(**{**values, **changes})


class Recorder:
    """Answers commands from a table by their beginning, and remembers them."""

    def __init__(self, answers=()):
        self.answers = dict(answers)
        self.commands = []

    def __call__(self, command):
        self.commands.append(" ".join(command))
        for beginning, answer in self.answers.items():
            if self.commands[-1].startswith(beginning):
                return answer
        return Done(0, "", "")
