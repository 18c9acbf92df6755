"""Remembers accepted request heads: a client repeats its head with every request but for the length.

Parsing, checking access and filtering headers is a third of the gateway's work on a request, and
its result depends on nothing but these bytes and rules that are fixed at the start. Only heads
that passed every check are remembered, few and small ones, so a stranger cannot fill the memory.
"""

from __future__ import annotations

from openclaw_auth.gateway.connection.head import parse_head

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.gateway.connection.head import Head

_LENGTH_LINE = b"\r\nContent-Length: "
_LENGTH_LINE_LOWER = b"\r\ncontent-length: "
_MAX_DIGITS = 18
_MAX_HEADS = 128
_MAX_HEAD_BYTES = 2048


class HeadMemory:
    """The heads of one gateway. Not shared between gateways: their rules differ."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[bytes, Head] = {}

    def __len__(self) -> int:
        return len(self._known)

    def read(self, raw: bytes) -> tuple[Head, int | None]:
        """Return a head and the Content-Length of this very request.

        A remembered head is shared between requests: nobody changes it.

        Raises:
            Refusal: as `parse_head`.
        """
        before, name, after = raw.partition(_LENGTH_LINE)
        if not name:
            before, name, after = raw.partition(_LENGTH_LINE_LOWER)
        if name:
            digits, line_end, behind = after.partition(b"\r\n")
            if digits.isdigit() and len(digits) <= _MAX_DIGITS:
                rest = b"%b%b%b" % (before, line_end, behind)
                known = self._known.get(rest)
                if known is not None:
                    return known, int(digits)
                head = parse_head(raw)
                head.memory_key = rest
                return head, head.content_length
        head = parse_head(raw)
        return head, head.content_length

    def forget(self) -> None:
        """Forget all: with the world changes what was prepared, credentials included."""
        self._known.clear()

    def keep(self, head: Head) -> None:
        """Remember a head that passed every check."""
        key = head.memory_key
        head.accepted = True
        if key is not None and len(key) <= _MAX_HEAD_BYTES:
            if len(self._known) >= _MAX_HEADS:
                self._known.pop(next(iter(self._known)))
            self._known[key] = head
