"""The end of a log file, and what is added to it, across the change to a new file."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Self

_BLOCK = 64 * 1024
# A line without an end is no reason to hold all of the file.
_LONGEST_LINE = 1024 * 1024


def last_lines(path: str, count: int, until: int | None = None) -> list[str]:
    """Return the last whole lines of a file, oldest first; empty where there is no file.

    Args:
        path: of the file.
        count: how many at most.
        until: where the file ends for us, in bytes; None for its end.
    """
    if count <= 0:
        return []
    try:
        with open(path, "rb") as file:
            at = file.seek(0, os.SEEK_END)
            at = at if until is None else min(at, until)
            data = b""
            while at > 0 and data.count(b"\n") <= count:
                step = min(_BLOCK, at)
                at = file.seek(at - step)
                data = file.read(step) + data
    except FileNotFoundError:
        return []
    whole = data[: data.rfind(b"\n") + 1].splitlines()
    return [line.decode("utf-8", "replace") for line in whole[-count:]]


class Follower:
    """Returns what is added to a file; a context manager.

    A file that is put aside is read to its end before the next one; one that is not there yet is
    waited for.

    Args:
        path: of the file.

    Attributes:
        start: where it begins, in bytes.
    """

    def __init__(self, path: str) -> None:
        self.start = 0
        self._path = path
        self._fd: int | None = None
        self._rest = b""

    def __enter__(self) -> Self:
        self._open()
        if self._fd is not None:
            at = os.lseek(self._fd, 0, os.SEEK_END)
            self.start = os.lseek(self._fd, self._line_start(at), os.SEEK_SET)
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def more(self) -> list[str]:
        """Return the whole lines that were added since the last call."""
        if self._fd is None:
            self._open()
        lines = self._read()
        if self._was_put_aside():
            lines += self._read()
            self._close()
            self._open()
            lines += self._read()
        return lines

    def _read(self) -> list[str]:
        if self._fd is None:
            return []
        while block := os.read(self._fd, _BLOCK):
            self._rest += block
            if len(self._rest) > _LONGEST_LINE:
                break
        whole, newline, rest = self._rest.rpartition(b"\n")
        if not newline and len(rest) <= _LONGEST_LINE:
            return []
        self._rest = rest if newline else b""
        return [
            line.decode("utf-8", "replace") for line in (whole if newline else rest).split(b"\n")
        ]

    def _line_start(self, at: int) -> int:
        """Return where the line begins that is being written at the end."""
        assert self._fd is not None
        step = min(_BLOCK, at)
        tail = os.pread(self._fd, step, at - step)
        return at - len(tail) + tail.rfind(b"\n") + 1

    def _was_put_aside(self) -> bool:
        if self._fd is None:
            return False
        here = os.fstat(self._fd)
        try:
            there = os.stat(self._path)
        except FileNotFoundError:
            return False
        at = os.lseek(self._fd, 0, os.SEEK_CUR)
        return (here.st_ino, here.st_dev) != (there.st_ino, there.st_dev) or here.st_size < at

    def _open(self) -> None:
        try:
            self._fd = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            self._fd = None

    def _close(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None
