"""The beginning of an event stream: is it an answer yet? Pure.

A stream is held until its first content event, so that an error behind a harmless beginning can
still move the request on; nothing is tried again after it. What is not understood counts as
content: holding back what a client may need would be worse than one retry less.
"""

from __future__ import annotations

import msgspec

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
_SAYS_NOTHING = frozenset({None, "stop"})


class Prelude:
    """What has come of a stream so far.

    Attributes:
        held: the bytes, as they came.
        error: the event that is an error, once there is one.
        began: whether any event announced an answer.
    """

    __slots__ = ("_scanned", "began", "error", "held")

    def __init__(self) -> None:
        self.held = bytearray()
        self._scanned = 0
        self.error = b""
        self.began = False

    def feed(self, data: bytes) -> int:
        """Take bytes; return `HOLD`, `CONTENT` (let everything go) or `ERROR`."""
        held = self.held
        held += data
        while True:
            end = _event_end(held, self._scanned)
            if end < 0:
                return HOLD if len(held) < HELD_BYTES else CONTENT
            event = bytes(held[self._scanned : end])
            self._scanned = end
            verdict = judge_event(event)
            if verdict == ERROR:
                self.error = event
            elif verdict == HOLD and b"data:" in event:
                self.began = True
            if verdict != HOLD:
                return verdict


def _event_end(held: bytearray, start: int) -> int:
    """Return where the event that starts there ends, its blank line included; -1 when it has not.

    Line ends are LF, CRLF or CR (WHATWG, server-sent events, section 9.2.6).
    """
    ends = [
        at + len(blank)
        for blank in (b"\n\n", b"\r\n\r\n", b"\r\r")
        if (at := held.find(blank, start)) >= 0
    ]
    return min(ends, default=-1)


def data_of(event: bytes) -> bytes:
    """Return an event's data: its `data:` lines, joined."""
    lines = [
        line[5:].removeprefix(b" ") for line in event.splitlines() if line.startswith(b"data:")
    ]
    return b"\n".join(lines)


def judge_event(event: bytes) -> int:
    """Return what one event is: an announcement (`HOLD`), `CONTENT` or an `ERROR`."""
    data = data_of(event)
    if not data.strip() or data.strip() == _DONE:
        return HOLD
    if b"event: error" in event or b"event:error" in event:
        return ERROR
    try:
        document = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return CONTENT
    return _judge(document) if isinstance(document, dict) else CONTENT


def _judge(document: dict[str, Any]) -> int:
    kind = document.get("type")
    if kind in _ERROR_TYPES or document.get("error"):
        return ERROR
    if kind in _PRELUDE_TYPES:
        return HOLD
    if kind == "content_block_start":
        block = document.get("content_block")
        empty = isinstance(block, dict) and block.get("type") in _EMPTY_BLOCKS
        return HOLD if empty else CONTENT
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
    return said or bool(choice.get("text")) or choice.get("finish_reason") not in _SAYS_NOTHING


class StreamWatch:
    """Looks for an error event in a stream that is already on its way to the client.

    Nothing can be tried again, but a credential that failed is not recorded as good.
    """

    __slots__ = ("_suspect", "error")

    def __init__(self) -> None:
        self._suspect = b""
        self.error = b""

    def see(self, data: bytes) -> None:
        """Look at bytes that hold the word `error`, or follow such; others need not come here."""
        text = self._suspect + data
        if len(text) > HELD_BYTES:
            self._suspect = b""
            return
        cut = max(text.rfind(b"\n\n"), text.rfind(b"\r\n\r\n"))
        whole, self._suspect = (text[:cut], text[cut:]) if cut >= 0 else (b"", text)
        for event in whole.replace(b"\r\n", b"\n").split(b"\n\n"):
            if b"error" in event and judge_event(event) == ERROR:
                self.error = event

    @property
    def waits(self) -> bool:
        """Whether the end of a suspicious event has not come yet."""
        return bool(self._suspect)
