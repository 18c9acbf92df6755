"""The reference's lock around one transcript: an exclusively created `<file>.lock`.

It says who holds it and since when. One is dead that cannot be read, is older than 30 minutes, or
whose process is gone. Our own threads and processes queue behind the same file.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from openclaw_auth.errors import StoreLocked
from openclaw_auth.files.processes import is_running

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from openclaw_auth.ports import Ports

WAIT_S = 10.0
STALE_MS = 30 * 60_000
_STEP_S = 0.05
_LONGEST_S = 1.0
_GRACE_MS = 1000  # between its creation and its content, a lock cannot be read


class TranscriptLock:
    """The lock of one transcript; a context manager.

    Raises:
        StoreLocked: another program kept it for 10 s.
        OSError: it cannot be made here.
    """

    def __init__(self, path: str, ports: Ports) -> None:
        self._path = f"{path}.lock"
        self._ports = ports

    def __enter__(self) -> Self:
        until_s = self._ports.monotonic_s() + WAIT_S
        attempt = 0
        while not self._create():
            if self._removed_dead():
                continue
            attempt += 1
            left_s = until_s - self._ports.monotonic_s()
            if left_s <= 0:
                raise StoreLocked(
                    "session_locked", path=self._path, holder=self._holder(), seconds=int(WAIT_S)
                )
            self._ports.sleep_s(min(_STEP_S * attempt, _LONGEST_S, left_s))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(FileNotFoundError):
            os.unlink(self._path)

    def _create(self) -> bool:
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC
        try:
            fd = os.open(self._path, flags, 0o600)
        except FileExistsError:
            return False
        created = datetime.fromtimestamp(self._ports.now_ms() / 1000, UTC).isoformat()
        try:
            os.write(fd, json.dumps({"pid": os.getpid(), "createdAt": created}).encode())
        finally:
            os.close(fd)
        return True

    def _removed_dead(self) -> bool:
        try:
            age_ms = self._ports.now_ms() - os.lstat(self._path).st_mtime_ns // 1_000_000
            pid = self._pid()
            if age_ms <= STALE_MS and (age_ms <= _GRACE_MS if pid is None else is_running(pid)):
                return False
            os.unlink(self._path)
        except FileNotFoundError:
            pass
        return True

    def _pid(self) -> int | None:
        with open(self._path, "rb") as file:
            try:
                pid = json.loads(file.read())["pid"]
            except (ValueError, KeyError, TypeError):
                return None
        return pid if isinstance(pid, int) and pid > 0 else None

    def _holder(self) -> str:
        try:
            return f"process {self._pid()}"
        except OSError:
            return "OpenClaw"
