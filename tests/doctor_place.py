"""A home that is fine until a test breaks it, for `doctor`."""

from __future__ import annotations

import json
import time

SECRET = "sk-ant-api03-" + "k" * 90
OPENAI = "sk-proj-" + "o" * 60
GATEWAY = {"mode": "local", "auth": {"mode": "token", "token": "gw-FAKE-token-1234567890"}}
KEY = {"type": "api_key", "provider": "anthropic", "key": SECRET}
NAME = "anthropic:default"
MODEL = "anthropic/claude-opus-4-5"


class Place:
    """A home with a state directory that is fine until a host breaks it.

    `set_env` and `later` (what to close when the test ends) come from the test.
    """

    def __init__(self, home, set_env, later):
        self.home = home
        self.state = home / ".openclaw"
        self.set_env = set_env
        self.later = later
        self.now_ms = time.time_ns() // 1_000_000
        self.config({})
        self.store({NAME: KEY})

    def write(self, name, content, mode=0o600):
        path = self.state / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        path.chmod(mode)
        return path

    def config(self, more, **over):
        self.write("openclaw.json", {"gateway": {**GATEWAY, **over}, **more})

    def store(self, profiles, agent="main", **more):
        document = {"version": 1, "profiles": profiles, **more}
        return self.write(f"agents/{agent}/agent/auth-profiles.json", document)

    def program(self, name, text):
        path = self.home / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
