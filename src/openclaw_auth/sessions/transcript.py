"""Transcripts: one JSON line for every thing that happened in a session, as OpenClaw 2026.2 does.

Only ever appended to. The last line is the present leaf; following `parentId` from it gives the
conversation. A line that makes no sense is kept, skipped and counted.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from openclaw_auth.errors import StoreReadOnly, StoreUnreadable
from openclaw_auth.files.filesystem import give_to_owner_of
from openclaw_auth.sessions.transcript_lock import TranscriptLock

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from openclaw_auth.ports import Ports

VERSION = 3


class Transcript:
    """What a transcript holds.

    Attributes:
        header: the first line; None where it is missing or broken.
        entries: all other lines that make sense, in order.
        broken: numbers (from 1) of the lines that do not.
    """

    __slots__ = ("broken", "entries", "header")

    def __init__(
        self,
        header: Mapping[str, Any] | None = None,
        entries: Iterable[Mapping[str, Any]] = (),
        broken: Iterable[int] = (),
    ) -> None:
        self.header = header
        self.entries = list(entries)
        self.broken = tuple(broken)

    @property
    def leaf(self) -> str | None:
        """The id of the last entry, None when there is none."""
        return next((e["id"] for e in reversed(self.entries) if isinstance(e.get("id"), str)), None)

    def path(self) -> list[Mapping[str, Any]]:
        """Return the entries from the first to the leaf, other branches left out."""
        by_id = {e["id"]: e for e in self.entries if isinstance(e.get("id"), str)}
        found: list[Mapping[str, Any]] = []
        seen: set[str] = set()
        at = self.leaf
        while isinstance(at, str) and at in by_id and at not in seen:
            seen.add(at)
            found.append(by_id[at])
            at = by_id[at].get("parentId")
        return found[::-1]


def parse_transcript(data: bytes) -> Transcript:
    """Return what the lines say. Pure; never raises."""
    header: Mapping[str, Any] | None = None
    entries: list[Mapping[str, Any]] = []
    broken: list[int] = []
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            entry = None
        if not isinstance(entry, dict) or not isinstance(entry.get("type"), str):
            broken.append(number)
        elif entry["type"] == "session":
            header = header or entry
        else:
            entries.append(entry)
    return Transcript(header, entries, broken)


def transcript_path(store_path: str, entry: Mapping[str, Any]) -> str:
    """Return where a session's transcript is: as its entry says, else beside `sessions.json`.

    An id is a file's name here: one that is not plain stays within the folder.
    """
    named = entry.get("sessionFile")
    if isinstance(named, str) and named:
        return named
    name = os.path.basename(str(entry.get("sessionId") or ""))
    return os.path.join(os.path.dirname(store_path), f"{name}.jsonl")


def read_transcript(path: str) -> Transcript:
    """Return a transcript; a missing file is an empty one.

    Raises:
        StoreUnreadable: it is there and cannot be read.
    """
    try:
        with open(path, "rb") as file:
            return parse_transcript(file.read())
    except FileNotFoundError:
        return Transcript()
    except OSError as error:
        why = error.strerror or str(error)
        raise StoreUnreadable("transcript_unreadable", path=path, error=why) from error


def append(path: str, entries: Iterable[Mapping[str, Any]], ports: Ports, session_id: str) -> None:
    """Append entries in one write, each the child of the one before; the file is made if missing.

    Args:
        path: of the transcript.
        entries: `type` and its fields; `id`, `parentId` and `timestamp` are added.
        ports: clock, randomness, and the working directory for the header.
        session_id: for the header of a new file.

    Raises:
        StoreLocked: another program kept the file for 10 s.
        StoreReadOnly: it cannot be written.
    """
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with TranscriptLock(path, ports):
            _append(path, entries, ports, session_id)
    except OSError as error:
        raise StoreReadOnly(
            "transcript_unwritable", path=path, error=error.strerror or str(error)
        ) from error


def _append(path: str, entries: Iterable[Mapping[str, Any]], ports: Ports, session_id: str) -> None:
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    with os.fdopen(fd, "r+b", buffering=0) as file:
        present = file.read() or b""
        now = iso(ports.now_ms())
        lines: list[Mapping[str, Any]] = []
        if not present:
            give_to_owner_of(os.path.dirname(path), file.fileno())
            lines.append(new_header(session_id, now, ports.cwd))
        parent = parse_transcript(present).leaf
        for entry in entries:
            made = {**entry, "id": ports.random_bytes(4).hex(), "parentId": parent}
            lines.append({"timestamp": now, **made})
            parent = made["id"]
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        data = text.encode("utf-8", "replace")
        # What a crash left of a line must not swallow the next one.
        data = b"\n" + data if present and not present.endswith(b"\n") else data
        try:
            while data:
                data = data[file.write(data) :]
        except OSError:
            with suppress(OSError):  # a full disk leaves no half of a line behind
                os.ftruncate(file.fileno(), len(present))
            raise
        os.fsync(file.fileno())


def new_header(session_id: str, timestamp: str, cwd: str) -> dict[str, Any]:
    """Return the first line of a transcript."""
    return {
        "type": "session",
        "version": VERSION,
        "id": session_id,
        "timestamp": timestamp,
        "cwd": cwd,
    }


def iso(ms: int) -> str:
    """Return a moment as JavaScript's `toISOString` writes it."""
    moment = datetime.fromtimestamp(ms / 1000, UTC).replace(tzinfo=None)
    return moment.isoformat(timespec="milliseconds") + "Z"
