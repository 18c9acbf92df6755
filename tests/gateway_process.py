"""A gateway as its own process, in a state directory of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

WAIT_S = 15


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def wait_until(condition, timeout_s=WAIT_S):
    """Poll until the condition holds; returns what it gave."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"not within {timeout_s} s")


class GatewayProcess:
    """Start with `with`; ends by SIGTERM.

    Attributes: home, state (directories), port, url, log (text so far), process.
    """

    def __init__(self, home, *arguments, config=None, profiles=None, environ=None, port=None):
        self.home = home
        self.state = home / "state"
        self.state.mkdir(exist_ok=True)
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.arguments = arguments
        if config is not None:
            self.write_config(config)
        if profiles is not None:
            self.write_profiles(profiles)
        keep = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        self.environ = {
            **keep,
            "HOME": str(home),
            "OPENCLAW_STATE_DIR": str(self.state),
            "PYTHONWARNINGS": "error",
            **(environ or {}),
        }

    def write_config(self, config):
        (self.state / "openclaw.json").write_text(json.dumps(config))

    def write_profiles(self, profiles):
        folder = self.state / "agents/main/agent"
        folder.mkdir(parents=True, exist_ok=True)
        new = folder / "new.json"
        new.write_text(json.dumps({"version": 1, "profiles": profiles}))
        new.chmod(0o600)
        new.rename(folder / "auth-profiles.json")

    def command(self, *words):
        return [sys.executable, "-m", "openclaw_auth", *words]

    def run(self, *words):
        """Run another command in the same state directory."""
        return subprocess.run(
            self.command(*words),
            check=False,
            env=self.environ,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=WAIT_S,
        )

    @property
    def log(self):
        return (self.home / "log").read_text()

    def __enter__(self):
        self.launch()
        try:
            wait_until(self._answers)
        except AssertionError:
            self.__exit__()
            raise AssertionError(self.log) from None
        return self

    def launch(self):
        with open(self.home / "log", "ab") as log:
            self.process = subprocess.Popen(
                self.command("gateway", "run", "--port", str(self.port), *self.arguments),
                env=self.environ,
                cwd=self.home,
                stdout=log,
                stderr=log,
            )

    def _answers(self):
        if self.process.poll() is not None:
            raise AssertionError
        try:
            return self.get("/healthz")[0] == 200
        except OSError:
            return False

    def get(self, path, token=None):
        return self.send("GET", path, None, token)

    def post(self, path, document, token=None):
        return self.send("POST", path, json.dumps(document).encode(), token)

    def send(self, method, path, body, token):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers["Content-Type"] = "application/json"
        request = urllib.request.Request(self.url + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=WAIT_S) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()

    @property
    def token(self):
        return json.loads((self.state / "openclaw.json").read_text())["gateway"]["auth"]["token"]

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(WAIT_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
