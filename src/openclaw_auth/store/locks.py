"""The two locks around a store write.

`flock` on `.auth-profiles.flock` keeps our own writers apart, threads included, since every
holder opens the file anew; the kernel drops it when its holder dies, and the file is never
unlinked. Inside it the reference's lock: `mkdir auth-profiles.json.lock`, held by whoever made
the empty directory, stale when its mtime is 30 s old (npm `proper-lockfile`, as OpenClaw 2026.2
calls it).

Our directory is made with mode 0500. No umask turns Node's default into that, so who holds the
flock and finds such a directory knows at once, and without a window between making it and noting
it, that it was left by a dead writer of ours.
"""

from __future__ import annotations

import fcntl
import os

from openclaw_auth.errors import StoreLocked
from openclaw_auth.files.filesystem import give_to_owner_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from openclaw_auth.ports import Ports

WAIT_S = 10.0
STALE_MS = 30_000
_TOUCH_EVERY_S = 10.0
_PAUSE_S = 0.002
_OURS = 0o500


class _Patience:
    """Short pauses until the time to give up; a little uneven, so that writers mix.

    They do not grow: who looks ever more seldom never finds the moment between two holds.
    """

    __slots__ = ("_deadline_s", "_ports")

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._deadline_s = ports.monotonic_s() + WAIT_S

    def pause(self) -> bool:
        """Wait a little; False when the patience is at its end."""
        if self._ports.monotonic_s() >= self._deadline_s:
            return False
        jitter = 0.5 + self._ports.random_bytes(1)[0] / 256
        self._ports.sleep_s(_PAUSE_S * jitter)
        return True


class FileLock:
    """An exclusive `flock` on a file that stays; a context manager.

    Raises:
        StoreLocked: `store_busy`; params path, holder, pid, seconds.
        OSError: the lock file cannot be opened.
    """

    __slots__ = ("_fd", "_path", "_ports")

    def __init__(self, path: str, ports: Ports) -> None:
        self._path = path
        self._ports = ports
        self._fd = -1

    def __enter__(self) -> Self:
        return self.take(_Patience(self._ports))

    def take(self, patience: _Patience) -> Self:
        """Wait for the lock as long as the patience lasts. Raises as the class says."""
        self._fd = _open_lock_file(self._path)
        try:
            while not _flock(self._fd):
                if not patience.pause():
                    raise self._locked()  # noqa: TRY301 # the handler only closes
            os.ftruncate(self._fd, 0)
            os.pwrite(self._fd, f"{os.getpid()}\n".encode(), 0)
        except BaseException:
            os.close(self._fd)
            raise
        return self

    def _locked(self) -> StoreLocked:
        pid = os.pread(self._fd, 20, 0).decode(errors="replace").strip()
        return StoreLocked(
            "store_busy", path=self._path, holder=f"process {pid}", pid=pid, seconds=int(WAIT_S)
        )

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._fd)


class StoreLock:
    """Both locks of one store file; a context manager.

    Args:
        path: the store file, symlinks resolved; its directory exists.
        ports: clock and randomness for the waiting.

    Raises:
        StoreLocked: another program kept one of them for 10 s.
        OSError: a lock cannot be made here.
    """

    __slots__ = ("_directory", "_flock", "_ports", "_touched_s")

    def __init__(self, path: str, ports: Ports) -> None:
        self._ports = ports
        self._flock = FileLock(flock_path(path), ports)
        self._directory = f"{path}.lock"
        self._touched_s = 0.0

    def __enter__(self) -> Self:
        patience = _Patience(self._ports)
        turn = _take_turn(os.path.dirname(self._directory), patience)
        try:
            self._flock.take(patience)
        finally:
            if turn is not None:
                os.close(turn)
        try:
            self._make()
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
            if self.still_held():
                os.rmdir(self._directory)
        except OSError:
            pass  # the next holder of the flock removes it
        finally:
            self._flock.__exit__(None, None, None)

    def still_held(self) -> bool:
        """Return whether the directory is still ours, and keep it fresh.

        It is not when this process stood still for so long that someone called it stale. The
        mode tells, not the inode: its number is handed out again at once.
        """
        try:
            if not _is_ours(os.lstat(self._directory)):
                return False
            if self._ports.monotonic_s() - self._touched_s > _TOUCH_EVERY_S:
                os.utime(self._directory)
                self._touched_s = self._ports.monotonic_s()
        except FileNotFoundError:
            return False
        return True

    def _make(self) -> None:
        patience = _Patience(self._ports)
        while True:
            try:
                os.mkdir(self._directory, _OURS)
            except FileExistsError:
                if self._remove_dead():
                    continue
                if not patience.pause():
                    raise self._locked() from None
                continue
            self._touched_s = self._ports.monotonic_s()
            return

    def _remove_dead(self) -> bool:
        """Remove a lock that nobody holds any more: True when the way may be free."""
        try:
            found = os.lstat(self._directory)
        except FileNotFoundError:
            return True
        age_ms = self._ports.now_ms() - found.st_mtime_ns // 1_000_000
        if not _is_ours(found) and age_ms <= STALE_MS:
            return False
        try:
            os.rmdir(self._directory)
        except FileNotFoundError:
            return True
        except OSError:  # not empty, or a file: not what the reference makes
            return False
        return True

    def _locked(self) -> StoreLocked:
        from openclaw_auth.files.filesystem import owner_of

        return StoreLocked(
            "store_locked",
            path=self._directory,
            holder=f"OpenClaw ({owner_of(self._directory)})",
            seconds=int(WAIT_S),
        )


def _is_ours(found: os.stat_result) -> bool:
    """Return whether a lock directory was made by this program, while we hold the flock."""
    # Permissions only: a directory that hands its group down adds the set-group-id bit.
    return found.st_mode & 0o777 == _OURS


def flock_path(path: str) -> str:
    """Return the flock file of a store file."""
    return f"{os.path.dirname(path)}/.auth-profiles.flock"


def _take_turn(directory: str, patience: _Patience) -> int | None:
    """Wait until it is our turn to wait for the lock; returns what to close when we have it.

    Only one at a time waits for the lock itself, so a writer in a tight loop, which would always
    be the first to take it again, has to queue here while that one takes it. The turn is a
    `flock` on the directory: no file more. Without a turn one waits all the same.
    """
    try:
        turn = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return None
    while not _flock(turn):
        if not patience.pause():
            break
    return turn


def _open_lock_file(path: str) -> int:
    # The file is emptied, and given away by root: never what someone's symlink points to.
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    if os.fstat(fd).st_uid == os.geteuid():
        give_to_owner_of(os.path.dirname(path), fd)
    return fd


def _flock(fd: int) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
