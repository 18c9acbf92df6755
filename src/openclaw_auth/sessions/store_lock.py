"""The two locks around a write of `sessions.json`.

`flock` on `.sessions.flock` keeps our own writers apart. Inside it the reference's lock: an
exclusively created `sessions.json.lock` that says who holds it and since when, and is stale when
it is 30 s old. Ours is made with mode 0400, which no umask makes of Node's default: who holds the
flock and finds such a file knows that its maker, one of us, is dead.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress

from openclaw_auth.errors import StoreLocked
from openclaw_auth.files.filesystem import give_to_owner_of
from openclaw_auth.store.locks import FileLock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from openclaw_auth.ports import Ports

WAIT_S = 10.0
STALE_MS = 30_000
POLL_S = 0.025
_OURS = 0o400


class SessionsLock:
    """Both locks; a context manager.

    Args:
        path: of `sessions.json`, symlinks resolved; its directory exists.
        ports: clock for the waiting.

    Raises:
        StoreLocked: another program kept one of them for 10 s.
        OSError: no lock can be made here.
    """

    def __init__(self, path: str, ports: Ports) -> None:
        self._path = f"{path}.lock"
        self._ports = ports
        self._flock = FileLock(os.path.join(os.path.dirname(path), ".sessions.flock"), ports)

    def __enter__(self) -> Self:
        self._flock.__enter__()
        try:
            self._create()
        except BaseException:
            self._flock.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if os.lstat(self._path).st_mode & 0o777 == _OURS:
                os.unlink(self._path)
        except FileNotFoundError:
            pass
        finally:
            self._flock.__exit__(None, None, None)

    def _create(self) -> None:
        until_s = self._ports.monotonic_s() + WAIT_S
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC
        while True:
            try:
                fd = os.open(self._path, flags, _OURS)
            except FileExistsError:
                if self._removed_dead():
                    continue
                if self._ports.monotonic_s() >= until_s:
                    raise self._locked() from None
                self._ports.sleep_s(POLL_S)
                continue
            try:
                os.fchmod(fd, _OURS)  # whatever the umask took away
                give_to_owner_of(os.path.dirname(self._path), fd)
                holder = {"pid": os.getpid(), "startedAt": self._ports.now_ms()}
                os.write(fd, json.dumps(holder).encode())
            finally:
                os.close(fd)
            return

    def _removed_dead(self) -> bool:
        """Remove a lock that nobody holds any more: True when the way may be free."""
        try:
            found = os.lstat(self._path)
        except FileNotFoundError:
            return True
        age_ms = self._ports.now_ms() - found.st_mtime_ns // 1_000_000
        if found.st_mode & 0o777 != _OURS and age_ms <= STALE_MS:
            return False
        with suppress(FileNotFoundError):
            os.unlink(self._path)
        return True

    def _locked(self) -> StoreLocked:
        try:
            with open(self._path, "rb") as file:
                holder = f"process {int(json.loads(file.read())['pid'])}"
        except (OSError, ValueError, KeyError, TypeError):
            holder = "OpenClaw"
        return StoreLocked("session_locked", path=self._path, holder=holder, seconds=int(WAIT_S))
