"""The beginning of an event stream: is it an answer yet? Pure.

A stream is held until its first content event, so that an error behind a harmless beginning can
still move the request on; nothing is tried again after it. What is not understood counts as
content: holding back what a client may need would be worse than one retry less.
"""

from __future__ import annotations

import re
from itertools import pairwise

import msgspec

from openclaw_auth.selection.event_stream import is_whole, payloads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

HOLD, CONTENT, ERROR = range(3)

HELD_BYTES = 64 * 1024
HELD_S = 2.0

_DONE = b"[DONE]"
# By the event's own `type`: what announces an answer (Anthropic Messages, OpenAI Responses).
_PRELUDE_TYPES = frozenset(
    {
        "message_start",
        "ping",
        "content_block_stop",
        "message_delta",
        "message_stop",
        "response.created",
        "response.queued",
        "response.in_progress",
        "response.output_item.added",
        "response.content_part.added",
    }
)
_ERROR_TYPES = frozenset({"error", "response.failed"})
_EMPTY_BLOCKS = frozenset({"text", "thinking"})
_SAYS_NOTHING = frozenset({"", "stop"})
_BLANK_LINE = re.compile(rb"\r\n\r\n|\n\n|\n\r|\r\r")
_OVERLAP = 3  # of a blank line that began in what had come before
_EVENT_ENDS = (b"\n\n", b"\r\n\r\n", b"\r\r")


class Prelude:
    """What has come of a stream so far.

    Attributes:
        held: the bytes, as they came.
        error: the event that is an error, once there is one.
    """

    __slots__ = ("_events", "_judged", "_spoke", "error", "held")

    def __init__(self) -> None:
        self.held = bytearray()
        self.error = b""
        self._events = _Events()
        self._judged = 0
        self._spoke = False

    def feed(self, data: bytes) -> int:
        """Take bytes; return `HOLD`, `CONTENT` (let everything go) or `ERROR`."""
        self.held += data
        for event in self._events.cut(data):
            if self._judged + len(event) > HELD_BYTES:
                return CONTENT
            self._judged += len(event)
            verdict = judge_event(event)
            if verdict == ERROR:
                self.error = event
            if verdict != HOLD:
                self._spoke = verdict == CONTENT
                return verdict
        return HOLD if len(self.held) < HELD_BYTES else CONTENT

    def watch(self) -> StreamWatch:
        """Return what goes on looking behind the last event that was judged."""
        watch = StreamWatch(spoke=self._spoke)
        watch.see(bytes(self.held[self._judged :]))
        return watch


class _Events:
    """Cuts bytes into events, the blank line included, however they arrive.

    Line ends are LF, CRLF or CR (WHATWG, server-sent events, section 9.2.6).
    """

    __slots__ = ("rest",)

    def __init__(self) -> None:
        self.rest = bytearray()

    def cut(self, data: bytes) -> list[bytes]:
        """Return the events that are whole now; `rest` keeps the beginning of the next."""
        rest = self.rest
        since = max(len(rest) - _OVERLAP, 0)
        rest += data
        ends = [match.end() for match in _BLANK_LINE.finditer(rest, since)]
        events = [bytes(rest[start:end]) for start, end in pairwise([0, *ends])]
        if ends:
            del rest[: ends[-1]]
        return events


def judge_event(event: bytes) -> int:
    """Return what one event is: an announcement (`HOLD`), `CONTENT` or an `ERROR`."""
    for name, data in payloads(event):
        if not data or data == _DONE:
            continue
        if name == "error":
            return ERROR
        try:
            document = msgspec.json.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return CONTENT
        return _judge(document) if isinstance(document, dict) else CONTENT
    return HOLD


def _judge(document: dict[str, Any]) -> int:
    kind = _text(document.get("type"))
    if kind in _ERROR_TYPES or document.get("error"):
        return ERROR
    if kind in _PRELUDE_TYPES:
        return HOLD
    if kind == "content_block_start":
        block = document.get("content_block")
        return HOLD if isinstance(block, dict) and _is_empty_block(block) else CONTENT
    choices = document.get("choices")
    if isinstance(choices, list):
        return CONTENT if any(map(_says_something, choices)) else HOLD
    return CONTENT


def _says_something(choice: object) -> bool:
    """Whether a choice of a chat chunk holds more than a role."""
    if not isinstance(choice, dict):
        return True
    delta = choice.get("delta")
    said = isinstance(delta, dict) and any(value for name, value in delta.items() if name != "role")
    ended = _text(choice.get("finish_reason")) not in _SAYS_NOTHING
    return said or ended or bool(choice.get("text"))


def _is_empty_block(block: dict[str, Any]) -> bool:
    said = any(value for name, value in block.items() if name != "type")
    return not said and _text(block.get("type")) in _EMPTY_BLOCKS


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


class StreamWatch:
    """Looks at a stream that is already on its way to the client: for an error, for an answer.

    Nothing can be tried again, but a credential that failed is not recorded as good.

    Args:
        spoke: whether the client has content already.

    Attributes:
        error: the event that is an error, once there is one.
        spoke: whether there was content, or an orderly end without any.
    """

    __slots__ = ("_events", "error", "spoke")

    def __init__(self, *, spoke: bool = True) -> None:
        self._events = _Events()
        self.error = b""
        self.spoke = spoke

    def see(self, data: bytes) -> None:
        """Look at the next bytes. Cheap where they are whole events without the word `error`."""
        events = self._events
        if not events.rest and self.spoke and b"error" not in data and data.endswith(_EVENT_ENDS):
            return
        for event in events.cut(data):
            self._look_at(event)
        if len(events.rest) > HELD_BYTES:
            events.rest.clear()  # nobody's error is that long

    def end(self) -> None:
        """Look at what came last, without a blank line behind it."""
        self._look_at(bytes(self._events.rest))

    def _look_at(self, event: bytes) -> None:
        if self.error or (self.spoke and b"error" not in event):
            return
        verdict = judge_event(event)
        if verdict == ERROR:
            self.error = event
        self.spoke |= verdict == CONTENT or is_whole(event)
