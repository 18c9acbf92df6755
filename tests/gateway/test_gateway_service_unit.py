"""The service as its manager runs it: exactly the unit's command line, exactly its variables.

No systemd runs here as process 1, so a small one stands in: it listens on a notification socket,
grants a watchdog, sends SIGTERM.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys

import pytest

import systemd_reader as reader
from gateway_process import free_port, wait_until

HERE = "sk-ant-api03-only-in-the-installing-shell-000000"
FILED = "sk-in-the-state-directorys-env-file-0000000000"

COMMAND = [sys.executable, "-m", "openclaw_auth", "gateway", "install", "--dry-run"]


class Supervisor:
    """Starts what a unit says and listens to what it reports."""

    def __init__(self, text, folder):
        self.heard = []
        self._sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._sock.bind(str(folder / "notify"))
        self._sock.setblocking(False)
        granted = {"NOTIFY_SOCKET": str(folder / "notify"), "WATCHDOG_USEC": "400000"}
        place = reader.specifiers(reader.one(text, "WorkingDirectory"))
        self._log = open(folder / "journal", "wb")  # noqa: SIM115 # closed in stop
        self.process = subprocess.Popen(
            reader.command(text),
            env={**reader.environment(text), **granted},
            cwd=place,
            stdout=self._log,
            stderr=self._log,
        )

    def hears(self, line):
        self._listen()
        return line in self.heard

    def hears_often(self, line):
        self._listen()
        return self.heard.count(line) > 2

    def _listen(self):
        with contextlib.suppress(BlockingIOError):
            while True:
                self.heard += self._sock.recv(9999).decode().split("\n")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(15)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._sock.close()
        self._log.close()


@pytest.fixture
def unit(tmp_path):
    """Install from a shell that has keys of its own; return the unit's text and the home."""
    home = tmp_path / "a home, 100% odd"
    state = home / ".openclaw"
    state.mkdir(parents=True)
    (state / ".env").write_text(f"OPENAI_API_KEY={FILED}\n")
    shell = {"HOME": str(home), "PATH": os.environ["PATH"], "ANTHROPIC_API_KEY": HERE}
    done = subprocess.run(
        [*COMMAND, "--port", str(free_port())],
        env=shell,
        cwd=tmp_path,
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout, state


def test_the_service_reports_sees_its_env_file_and_nothing_of_the_installing_shell(unit, tmp_path):
    text, state = unit
    assert HERE not in text
    assert FILED not in text
    supervisor = Supervisor(text, tmp_path)
    try:
        wait_until(lambda: supervisor.hears("READY=1"))
        wait_until(lambda: supervisor.hears_often("WATCHDOG=1"))
        said = json.loads((state / "run" / "gateway.json").read_text())
        assert said["variables"]["OPENAI_API_KEY"]["source"] == "state .env"
        assert "ANTHROPIC_API_KEY" not in said["variables"]
        assert f"STATUS=Listening on {said['url']}" in " ".join(supervisor.heard)
        assert "STOPPING=1" not in supervisor.heard

        (state / ".env").write_text("GEMINI_API_KEY=another\n")
        wait_until(lambda: set(variables(state)) == {"GEMINI_API_KEY"})
        (state / ".env").unlink()
        wait_until(lambda: variables(state) == {})

        assert supervisor.stop() == 0
        assert supervisor.hears("STOPPING=1")
    finally:
        supervisor.close()


def variables(state):
    return json.loads((state / "run" / "gateway.json").read_text())["variables"]
