"""Server-sent events as they come (WHATWG HTML §9.2), and what every dialect's decoder shares."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from openclaw_auth.sessions.turn import Tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_EVENT = 8 << 20


class Decoder:
    """Turns the bytes of one answer into text, as they come.

    Attributes:
        tokens: what the answer has used, as far as it has said so.
        stop_reason: `stop` or `length`; None while it has not ended.
        error: the provider's words where the stream turned out to be a failure.
        model: the id by which the answer calls itself, None before it does.
        ended: whether the stream itself said that it is whole.
    """

    def __init__(self) -> None:
        self.tokens = Tokens()
        self.stop_reason: str | None = None
        self.error: str | None = None
        self.model: str | None = None
        self.ended = False
        self._rest = b""
        self._data: list[bytes] = []

    def feed(self, data: bytes) -> str:
        """Return the text in these bytes; they may be cut anywhere."""
        self._rest += data
        # A CR at the very end may be half of a line's end.
        held = b"\r" if self._rest.endswith(b"\r") else b""
        text = self._rest[: len(self._rest) - len(held)]
        text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        *lines, rest = text.split(b"\n")
        self._rest = rest + held
        if len(self._rest) > MAX_EVENT:
            self._rest, self.error = b"", "an event of more than 8 MiB"
        return "".join(map(self._line, lines))

    def end(self) -> str:
        """Return what an unfinished last event still holds: some servers forget its blank line."""
        rest, self._rest = self._rest.rstrip(b"\r"), b""
        return (self._line(rest) if rest else "") + self._line(b"")

    def whole(self, body: bytes) -> str:
        """Return the text of an answer that came in one piece, from a server that cannot stream."""
        found = _object(body)
        return self.answer(found) if found is not None else ""

    def event(self, data: Mapping[str, Any]) -> str:
        """Return the text in one event."""
        raise NotImplementedError

    def answer(self, data: Mapping[str, Any]) -> str:
        """Return the text of a whole answer."""
        raise NotImplementedError

    def _line(self, line: bytes) -> str:
        if line.startswith(b"data:"):
            self._data.append(line[5:].removeprefix(b" "))
        elif not line and self._data:
            data, self._data = b"\n".join(self._data), []
            if data.strip() == b"[DONE]":
                self.ended = True
                return ""
            found = _object(data)
            return self._take(found) if found is not None else ""
        return ""

    def _take(self, data: Mapping[str, Any]) -> str:
        if data.get("error"):
            self.error = error_words(data["error"])
            return ""
        return self.event(data)


def error_words(error: object) -> str:
    """Return a provider's words of an error object, whatever its form."""
    message = error.get("message") if isinstance(error, dict) else error
    return message if isinstance(message, str) and message else json.dumps(error)


def count(value: object, name: str) -> int:
    """Return a number in an object, 0 where there is none."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) and found > 0 else 0


def text(value: object, name: str) -> str:
    """Return a text in an object, empty where there is none."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def objects(value: object) -> list[dict[str, Any]]:
    """Return the objects in a list, nothing for what is none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _object(data: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
