"""Locks for grants: 64 files, each lock serving the grants whose fingerprint falls on it.

A file for each grant would grow without end, since every rotation makes a new name. The kernel
drops a lock when its holder dies, so whoever gets one knows that nobody is in the middle of a
refresh of these grants on this host.
"""

from __future__ import annotations

import fcntl
import os

from openclaw_auth.files.filesystem import give_to_owner_of, new_directories, write_error

STRIPES = 64
FOLDER = "refresh-locks"


class Stripe:
    """The lock of one grant. `take` does not wait: how to wait is the driver's business.

    Args:
        run_dir: `<state>/run`; made if missing.
        fingerprint: of the grant's refresh token, hex.
    """

    __slots__ = ("_fd", "path")

    def __init__(self, run_dir: str, fingerprint: str) -> None:
        self.path = os.path.join(run_dir, FOLDER, f"{int(fingerprint, 16) % STRIPES:02d}.lock")
        self._fd = -1

    def take(self) -> bool:
        """Take the lock; False when someone else has it.

        Raises:
            StoreReadOnly: the lock file cannot be made.
        """
        try:
            if self._fd < 0:
                self._fd = _open(self.path)
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            self.release()
            raise write_error(error, self.path) from error
        return True

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def _open(path: str) -> int:
    directory = os.path.dirname(path)
    new_directories(directory)
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    if os.fstat(fd).st_uid == os.geteuid():
        give_to_owner_of(directory, fd)
    return fd
