"""One gateway for each state directory: `run/gateway.lock`, and `run/gateway.json` beside it.

The lock is the kernel's and ends with its holder, however that ends. The JSON file says who holds
it; it is read by people, by `status` and by a second gateway, and holds no secret.
"""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import suppress

from openclaw_auth.errors import AlreadyRunning
from openclaw_auth.files.atomic_write import atomic_replace
from openclaw_auth.files.filesystem import new_directories, write_error
from openclaw_auth.files.processes import is_running

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.ports import Ports

LOCK_NAME = "gateway.lock"
INFO_NAME = "gateway.json"


class GatewayLock:
    """Held from `acquire` to `release`, or to the end of the process.

    Args:
        run_dir: `<state>/run`; made if missing, 0700.
        ports: randomness for the temporary name.
    """

    def __init__(self, run_dir: str, ports: Ports) -> None:
        self._run_dir = run_dir
        self._ports = ports
        self._fd: int | None = None

    def acquire(self) -> None:
        """Take the lock without waiting.

        Raises:
            StoreReadOnly, StoreError: the state directory cannot be made or written.
            AlreadyRunning: params pid, port, started name the gateway that holds it.
        """
        path = os.path.join(self._run_dir, LOCK_NAME)
        try:
            new_directories(self._run_dir)
            fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise write_error(error, path) from error
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(fd)
            known = read_info(self._run_dir) or {}
            raise AlreadyRunning(
                "gateway_running",
                pid=known.get("pid", "?"),
                port=known.get("port", "?"),
                started=known.get("started", "?"),
            ) from None
        self._fd = fd

    def publish(self, info: dict[str, object]) -> None:
        """Write `gateway.json`, whole or not at all."""
        text = json.dumps(info, indent=2) + "\n"
        atomic_replace(os.path.join(self._run_dir, INFO_NAME), text.encode(), self._ports)

    def release(self) -> None:
        """Take `gateway.json` away and give the lock back. The lock file itself stays."""
        if self._fd is None:
            return
        with suppress(FileNotFoundError):
            os.unlink(os.path.join(self._run_dir, INFO_NAME))
        os.close(self._fd)
        self._fd = None


def read_info(run_dir: str) -> dict[str, object] | None:
    """Return what the running gateway says of itself, None when there is none or it is unreadable."""
    try:
        with open(os.path.join(run_dir, INFO_NAME), "rb") as file:
            found = json.loads(file.read())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def running_info(run_dir: str) -> dict[str, object] | None:
    """Return what the gateway says of itself that runs now, None when none does."""
    info = read_info(run_dir)
    return info if info is not None and is_alive(info) else None


def is_alive(info: dict[str, object]) -> bool:
    """Return whether the gateway that wrote the file still runs; after `kill -9` it may not."""
    pid = info.get("pid")
    return isinstance(pid, int) and is_running(pid)
