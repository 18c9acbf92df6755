"""Files as they were before a fix, and putting them back when it did not help.

A file is put back only while it is as the fix left it: what somebody else wrote meanwhile stays.
Stores and sessions are put back under their locks.
"""

from __future__ import annotations

import os
import stat
from contextlib import nullcontext

from openclaw_auth.files.atomic_write import atomic_replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager
    from typing import TypeAlias

    from openclaw_auth.ports import Ports

    # Content (None for a directory) and mode; None when nothing is there.
    _State: TypeAlias = tuple[bytes | None, int] | None


class Kept:
    """Some files of one moment.

    Args:
        paths: absolute; symbolic links are followed, as writers do. Directories keep their mode.
        moved: a path and where a fix moves it to.
    """

    def __init__(self, paths: Iterable[str], moved: tuple[str, str] | None = None) -> None:
        self._before = {path: _state(path) for path in dict.fromkeys(map(os.path.realpath, paths))}
        self._after = self._before
        self._moved = moved

    def fix_was_made(self) -> None:
        """Note how the fix left the files."""
        self._after = {path: _state(path) for path in self._before}

    def put_back(self, ports: Ports) -> list[str]:
        """Put everything back; returns what was left because somebody else changed it.

        Raises:
            OSError: a file cannot be written.
        """
        left = []
        if self._moved is not None:
            path, target = self._moved
            if os.path.lexists(path) or not os.path.lexists(target):
                left.append(path)
            else:
                os.rename(target, path)
        for path, before in self._before.items():
            if before == self._after[path]:
                continue
            with _lock(path, ports):
                if _state(path) == self._after[path]:
                    _restore(path, before, ports)
                else:
                    left.append(path)
        return left

    def put_back_backed_up(self, ports: Ports) -> None:
        """Undo a change of several files that broke off in the middle.

        What was replaced by us has its former content in the newest backup beside it.
        """
        for path, before in self._before.items():
            if before is None or _state(path) == before:
                continue
            backup = _state(f"{path}.bak")
            if backup is not None and backup[0] == before[0]:
                _restore(path, before, ports)


def _state(path: str) -> _State:
    try:
        found = os.lstat(path)
        mode = stat.S_IMODE(found.st_mode)
        if not stat.S_ISREG(found.st_mode):
            return None, mode
        with open(path, "rb") as file:
            return file.read(), mode
    except OSError:
        return None


def _restore(path: str, before: _State, ports: Ports) -> None:
    if before is None:
        os.unlink(path)
    elif before[0] is None:
        os.chmod(path, before[1])
    else:
        now = _state(path)
        if now is not None and now[0] == before[0]:
            os.chmod(path, before[1])
        else:
            atomic_replace(path, before[0], ports, mode=before[1])


def _lock(path: str, ports: Ports) -> AbstractContextManager[object]:
    name = os.path.basename(path)
    if name == "auth-profiles.json":
        from openclaw_auth.store.locks import StoreLock

        return StoreLock(path, ports)
    if name == "sessions.json":
        from openclaw_auth.sessions.store_lock import SessionsLock

        return SessionsLock(path, ports)
    return nullcontext()
