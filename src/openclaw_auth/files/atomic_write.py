"""Replace a file so that every reader, and a crash at any moment, sees the old or the new one.

A temporary file in the same directory, created 0600 and synced, is renamed over the target.
Used by the store, the config and every small file of ours.
"""

from __future__ import annotations

import fcntl
import os

from openclaw_auth.files.filesystem import give_to_owner_of
from openclaw_auth.files.processes import is_running

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.ports import Ports

ANYTHING = object()  # `expect`: whatever is there may be replaced


class ContentChanged(Exception):
    """The target is not what the caller read; nothing was written. Callers read again."""


def atomic_replace(
    path: str,
    data: bytes,
    ports: Ports,
    *,
    mode: int = 0o600,
    expect: object = ANYTHING,
) -> None:
    """Replace `path` (through symlinks) by `data`, durably.

    Args:
        path: absolute; its directory exists.
        data: the whole new content.
        ports: randomness for the temporary name.
        mode: of the new file, whatever the old one had.
        expect: the bytes that were read, None for "there was no file"; compared just before the
            rename.

    Raises:
        ContentChanged: the target differs from `expect`.
        OSError: as the system says; the old content is untouched and the temporary file gone.
    """
    target = os.path.realpath(path)
    directory, name = os.path.split(target)
    clean_leftovers(directory, name)
    temporary = f"{directory}/{_prefix(name)}{os.getpid()}.{ports.random_bytes(6).hex()}.tmp"
    fd = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    try:
        try:
            give_to_owner_of(directory, fd)
            os.fchmod(fd, mode)
            _write_all(fd, data)
            sync(fd)
        finally:
            os.close(fd)
        if expect is not ANYTHING:
            _compare(target, expect)
        os.replace(temporary, target)
    except BaseException:
        _unlink(temporary)
        raise
    sync_directory(directory)


def _compare(target: str, expect: object) -> None:
    if read_or_none(target) != expect:
        raise ContentChanged


def read_or_none(path: str) -> bytes | None:
    """Return a file's bytes, None when there is no such file."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def sync(fd: int) -> None:
    """Bring a file's content to the medium. On macOS plain fsync stops at the drive's cache."""
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is not None:
        try:
            fcntl.fcntl(fd, full)
        except OSError:  # a file system without it
            os.fsync(fd)
    else:
        os.fsync(fd)


def sync_directory(directory: str) -> None:
    """Bring a directory's entries to the medium, so that a rename survives a power cut."""
    fd = os.open(directory, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    except OSError:  # some file systems refuse it for directories; the rename itself stands
        pass
    finally:
        os.close(fd)


def clean_leftovers(directory: str, name: str) -> None:
    """Remove temporary files of `name` whose writer is dead. They hold secrets."""
    prefix = _prefix(name)
    for entry in os.listdir(directory):
        if entry.startswith(prefix) and entry.endswith(".tmp"):
            pid = entry[len(prefix) :].split(".", 1)[0]
            if pid.isdecimal() and not is_running(int(pid)):
                _unlink(f"{directory}/{entry}")


def _prefix(name: str) -> str:
    return f".{name.lstrip('.')}."


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def _unlink(path: str) -> None:
    try:
        os.unlink(path)
    except FileNotFoundError:
        return
