"""Reads a file that another program owns: never through a trap, never more than it may be.

A pipe is not waited for, a file of somebody else's is not believed, and no error repeats a word of
what the file holds.
"""

from __future__ import annotations

import json
import os
import stat

from openclaw_auth.codes import Reason

MAX_BYTES = 1024 * 1024


class ToolFile:
    """What came of reading one file.

    Attributes:
        path: as asked for.
        text: its content; empty where there is a problem.
        problem: why it could not be read; None when it could.
        link: where a symbolic link leads, None for a plain file.
        changed_ms: when it was last written, epoch ms.
    """

    __slots__ = ("changed_ms", "link", "path", "problem", "text")

    def __init__(
        self,
        path: str,
        text: str = "",
        problem: Reason | None = None,
        link: str | None = None,
        changed_ms: int = 0,
    ) -> None:
        self.path = path
        self.text = text
        self.problem = problem
        self.link = link
        self.changed_ms = changed_ms


def read_tool_file(path: str) -> ToolFile | None:
    """Return what a file holds, or why it cannot be told; None when there is no such file.

    A link is followed, since people keep such files in a repository of their own; who owns what it
    leads to decides. Believed are the user, root, and whoever owns the home it lies in when root
    asks.
    """
    link = os.path.realpath(path) if os.path.islink(path) else None
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except (FileNotFoundError, NotADirectoryError) as error:
        if link is None:
            return None
        return ToolFile(path, problem=_unreadable(path, error), link=link)
    except OSError as error:
        return ToolFile(path, problem=_unreadable(path, error), link=link)
    try:
        found = os.fstat(fd)
        problem = _distrusted(path, found)
        if problem is not None:
            return ToolFile(path, problem=problem, link=link)
        data = _read(fd)
    except OSError as error:
        return ToolFile(path, problem=_unreadable(path, error), link=link)
    finally:
        os.close(fd)
    text, problem = _text(path, data)
    return ToolFile(path, text, problem, link, int(found.st_mtime * 1000))


def json_object(text: str, path: str) -> tuple[dict[str, object], Reason | None]:
    """Return the JSON object in a text, or why there is none: with line and column."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        where = {"path": path, "line": error.lineno, "column": error.colno}
        return {}, Reason("tool_file_not_json", where)
    except (ValueError, RecursionError):
        return {}, Reason("tool_file_not_understood", {"path": path})
    if not isinstance(found, dict):
        return {}, Reason("tool_file_not_understood", {"path": path})
    return found, None


def _distrusted(path: str, found: os.stat_result) -> Reason | None:
    if not stat.S_ISREG(found.st_mode):
        return Reason("tool_file_not_a_file", {"path": path})
    ours = {0, os.geteuid()}
    if os.geteuid() == 0:
        ours.add(os.stat(os.path.dirname(path) or ".").st_uid)
    if found.st_uid not in ours:
        return Reason("tool_file_other_owner", {"path": path, "owner": _name(found.st_uid)})
    if found.st_size > MAX_BYTES:
        return Reason("tool_file_too_big", {"path": path, "limit": MAX_BYTES // 1024})
    return None


def _name(uid: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _read(fd: int) -> bytes:
    data = b""
    while len(data) <= MAX_BYTES:
        part = os.read(fd, MAX_BYTES + 1)
        if not part:
            break
        data += part
    return data


def _text(path: str, data: bytes) -> tuple[str, Reason | None]:
    if len(data) > MAX_BYTES:  # it grew while it was read
        return "", Reason("tool_file_too_big", {"path": path, "limit": MAX_BYTES // 1024})
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return "", Reason("tool_file_not_text", {"path": path, "line": line})


def _unreadable(path: str, error: OSError) -> Reason:
    return Reason("tool_file_unreadable", {"path": path, "why": error.strerror or "?"})
