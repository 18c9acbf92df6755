"""Processes under measurement: started, watched through /proc, ended by their own pid."""

import os
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

READY_S = 60
TICKS_PER_S = os.sysconf("SC_CLK_TCK")


@dataclass
class Running:
    """A server of ours to end; `log` is where its output went."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(5)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(
    command: Sequence[str], *, port: int, log: Path, environment: Mapping[str, str] | None = None
) -> Running:
    """Start a server and return when `port` accepts connections.

    Raises `RuntimeError` with the end of its output when it exits first, or after 60 s.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=None if environment is None else dict(environment),
        )
    running = Running(process, log)
    deadline = time.monotonic() + READY_S
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return running
        time.sleep(0.005)
    running.stop()
    raise RuntimeError(f"{command[0]}: not listening\n{log.read_text(errors='replace')[-1500:]}")


def process_tree(pid: int) -> list[int]:
    """Return the process and all its descendants."""
    children = [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]
    return [pid, *(found for child in children for found in process_tree(child))]


def cpu_s(pid: int) -> float:
    """Return the processor seconds used so far by the process and its living descendants."""
    ticks = 0
    for member in process_tree(pid):
        # The command name may contain spaces: the fields start after its closing parenthesis.
        fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS_PER_S


def rss_mb(pid: int) -> float:
    """Return the resident memory of the process and its descendants."""
    pages = 0
    for member in process_tree(pid):
        pages += int(Path(f"/proc/{member}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
