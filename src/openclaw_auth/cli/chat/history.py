"""What was typed in the terminal chat, for the next time: 0600, bounded, and never a secret."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

from prompt_toolkit.history import History

from openclaw_auth.gateway.log.redact import redact
from openclaw_auth.providers.key_shapes import recognise

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_KEPT = 1000
_MOST_CHARACTERS = 20_000
# Long, and with letters and digits both: what a key looks like whose vendor publishes no shape.
_LIKE_A_SECRET = re.compile(r"(?=[\w+/=.-]*\d)(?=[\w+/=.-]*[A-Za-z])[\w+/=.-]{24,}")


def looks_secret(text: str) -> bool:
    """Return whether something in a text may be a secret. Better one line too few in a history."""
    if redact(text) != text or _LIKE_A_SECRET.search(text):
        return True
    return any(m.documented for word in text.split() for m in recognise(word.strip("\"'`,;")))


class ChatHistory(History):
    """Lines of a file, one JSON text each, oldest first; a broken line is passed over.

    A history that cannot be read or written is no reason not to talk.

    Args:
        path: of the file; made when the first line is kept.
    """

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path
        self._last: str | None = None

    def load_history_strings(self) -> Iterable[str]:
        """Return what was kept, newest first."""
        lines = self._read()
        if len(lines) > 2 * MOST_KEPT:
            self._shorten(lines[-MOST_KEPT:])
        texts = [text for line in lines[-MOST_KEPT:] if (text := _text_of(line)) is not None]
        self._last = texts[-1] if texts else None
        return reversed(texts)

    def append_string(self, string: str) -> None:
        """Keep a line for this talk and the next, unless it is said again or may be a secret."""
        if string == self._last or looks_secret(string):
            return
        self._last = string
        super().append_string(string)

    def store_string(self, string: str) -> None:
        """Write one line."""
        if len(string) > _MOST_CHARACTERS:
            return
        try:
            os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
            fd = os.open(self._path, flags, 0o600)
            with os.fdopen(fd, "wb") as file:
                file.write(json.dumps(string).encode() + b"\n")
        except OSError:
            return

    def _read(self) -> list[bytes]:
        try:
            with open(self._path, "rb") as file:
                return file.read().splitlines()
        except OSError:
            return []

    def _shorten(self, lines: list[bytes]) -> None:
        fresh = f"{self._path}.{os.getpid()}"
        try:
            fd = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            with os.fdopen(fd, "wb") as file:
                file.write(b"\n".join(lines) + b"\n")
            os.replace(fresh, self._path)
        except OSError:
            return


def _text_of(line: bytes) -> str | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, str) else None
