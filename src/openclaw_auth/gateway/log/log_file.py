"""The gateway's log as a file: the lines of stderr once more, 0600, bounded.

Written by the log's own thread, never on the loop. One older file is kept beside it, so that
together they never take more than twice the limit. A disk that takes nothing stops nobody: the
lines are on stderr, and the next batch tries again.
"""

from __future__ import annotations

import os
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.config.paths import Paths

MOST_BYTES = 8 * 1024 * 1024
NAME = "gateway.log"


def log_path(paths: Paths) -> str:
    """Return where the gateway of a state directory writes its log."""
    return os.path.join(paths.state_dir, "logs", NAME)


def older_path(path: str) -> str:
    """Return where the lines before those of the file are."""
    return f"{path}.1"


class LogFile:
    """A file that lines are added to.

    Args:
        path: of the file; it and its directory are made by the first line.
        most_bytes: from when on a new file is begun.
    """

    def __init__(self, path: str, most_bytes: int = MOST_BYTES) -> None:
        self._path = path
        self._most_bytes = most_bytes
        self._fd: int | None = None
        self._size = 0

    def write(self, text: str) -> None:
        """Add lines; never raises for what a disk or a directory does."""
        data = text.encode("utf-8", "replace")
        try:
            fd = self._opened(len(data))
            while data:
                written = os.write(fd, data)
                self._size += written
                data = data[written:]
        except OSError:
            self.close()

    def close(self) -> None:
        """Let go of the file."""
        fd, self._fd = self._fd, None
        if fd is not None:
            with suppress(OSError):
                os.close(fd)

    def _opened(self, coming: int) -> int:
        if self._fd is not None and self._size + coming > self._most_bytes:
            self.close()
            os.replace(self._path, older_path(self._path))
        if self._fd is None:
            os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
            self._fd = os.open(self._path, flags, 0o600)
            self._size = os.fstat(self._fd).st_size
        return self._fd
