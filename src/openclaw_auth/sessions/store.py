"""`sessions.json`: what each session of an agent is, as OpenClaw 2026.2 reads and writes it.

One flat object, session key to entry. Entries are handed out as they are, so that fields that we
do not know survive a round trip. Every write happens under both locks: ours, by which the kernel
tells that a holder is dead, and the reference's `sessions.json.lock`.
"""

from __future__ import annotations

import json
import os

from openclaw_auth.config.json5_parse import parse
from openclaw_auth.errors import StoreReadOnly, StoreUnreadable
from openclaw_auth.files.atomic_write import atomic_replace, read_or_none
from openclaw_auth.sessions.store_lock import SessionsLock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias, TypeVar

    from openclaw_auth.ports import Ports

    Entry: TypeAlias = dict[str, Any]
    Entries: TypeAlias = dict[str, Entry]
    _T = TypeVar("_T")


class SessionStore:
    """One agent's sessions.

    Args:
        path: of `sessions.json`, as `pins.sessions_path` gives it.
        ports: clock and randomness for the locks.
    """

    def __init__(self, path: str, ports: Ports) -> None:
        self.path = path
        self._ports = ports

    def read(self) -> Entries:
        """Return every session's entry by key; a missing or broken file is an empty one."""
        try:
            found = _parsed(read_or_none(self.path))
        except (OSError, ValueError):
            return {}
        return {key: entry for key, entry in found.items() if isinstance(entry, dict)}

    def entry(self, key: str) -> Entry | None:
        """Return one session's entry, None when there is no such session."""
        return self.read().get(key)

    def update(self, change: Callable[[Entries], _T]) -> _T:
        """Change the file under its locks; returns what `change` returns.

        Args:
            change: gets the present entries and changes them in place. What is no object in the
                file stays in it and is not shown.

        Raises:
            StoreUnreadable: the file is there and makes no sense: it is not overwritten.
            StoreLocked: another program kept a lock for 10 s.
            StoreReadOnly: it cannot be written.
        """
        try:
            os.makedirs(os.path.dirname(self.path), mode=0o700, exist_ok=True)
            with SessionsLock(os.path.realpath(self.path), self._ports):
                return self._update(change)
        except OSError as error:
            raise StoreReadOnly(
                "sessions_unwritable", path=self.path, error=error.strerror or str(error)
            ) from error

    def _update(self, change: Callable[[Entries], _T]) -> _T:
        raw = read_or_none(self.path)
        try:
            whole = _parsed(raw)
        except ValueError as error:
            raise StoreUnreadable("sessions_unreadable", path=self.path) from error
        entries = {key: entry for key, entry in whole.items() if isinstance(entry, dict)}
        others = {key: value for key, value in whole.items() if key not in entries}
        result = change(entries)
        text = json.dumps({**others, **entries}, indent=2, ensure_ascii=False)
        data = text.encode("utf-8", "surrogatepass")
        if data != raw:
            atomic_replace(self.path, data, self._ports)
        return result


def _parsed(raw: bytes | None) -> dict[str, Any]:
    """Return the object in the file. Raises ValueError when there is none."""
    if raw is None or not raw.strip():
        return {}
    found = parse(raw.decode("utf-8", "surrogatepass"))
    if not isinstance(found, dict):
        raise ValueError  # noqa: TRY004 # one error for every way of being broken
    return found
