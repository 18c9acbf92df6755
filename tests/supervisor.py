"""A small systemd: it starts what a unit says, listens on a notification socket, grants a watchdog."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess

import systemd_reader as reader


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
