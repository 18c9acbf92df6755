"""Start a server as a process, wait until it answers, and end exactly that process."""

import contextlib
import os
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

READY_S = 30
POLL_S = 0.02


@dataclass
class Peer:
    """A running server; `with` ends it."""

    base_url: str
    process: subprocess.Popen[bytes]
    log: IO[bytes]

    @property
    def openai_base_url(self) -> str:
        return self.base_url + "/v1"

    def output(self) -> str:
        self.log.seek(0)
        return self.log.read().decode(errors="replace")

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(5)
        self.log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(
    command: Sequence[str],
    *,
    port: int,
    ready_path: str,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Peer:
    """Start a server on `port` (in `folder`) and return it once `ready_path` answers with any status.

    Raises `RuntimeError` with its output when it ends early, or does not answer within 30 s.
    """
    log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the peer
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        env=os.environ | dict(environment or {}),
        cwd=folder,
    )
    peer = Peer(f"http://127.0.0.1:{port}", process, log)
    deadline = time.monotonic() + READY_S
    while time.monotonic() < deadline and process.poll() is None:
        if _answers(peer.base_url + ready_path):
            return peer
        time.sleep(POLL_S)
    output = peer.output()
    peer.stop()
    raise RuntimeError(f"{command[0]} did not become ready:\n{output}")


def _answers(url: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with contextlib.closing(direct.open(url, timeout=1)):
            return True
    except urllib.error.HTTPError as answer:
        answer.close()
        return True
    except OSError:
        return False
