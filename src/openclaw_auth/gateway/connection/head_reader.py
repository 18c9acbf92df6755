"""Gathers the bytes of one request head, however small the pieces they come in."""

from __future__ import annotations

from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.connection.head import HEAD_END, refuse_early

_KILOBYTE = 1024
_EMPTY_LINE = b"\r\n"


class HeadReader:
    """Holds what has come of a head, bounded.

    Args:
        limit: bytes that a head may have.

    Attributes:
        buffer: the beginning of a head that is not whole yet.
    """

    __slots__ = ("_limit", "buffer")

    def __init__(self, limit: int) -> None:
        self.buffer = bytearray()
        self._limit = limit

    def __len__(self) -> int:
        return len(self.buffer)

    def clear(self) -> None:
        """Forget what has come."""
        self.buffer.clear()

    def feed(self, data: bytes) -> tuple[bytes, bytes] | None:
        """Return the head without its blank line and what follows it; None until it is whole.

        Raises:
            Refusal: 400 for what cannot become a head, 431 for one that is too large.
        """
        buffer = self.buffer
        if not buffer:
            if data[:2] == _EMPTY_LINE:  # RFC 9112 section 2.2: allowed before a request
                data = data[2:]
            end = data.find(HEAD_END)
            if 0 <= end <= self._limit:
                return data[:end], data[end + len(HEAD_END) :]
        judged = len(buffer)
        buffer += data
        end = buffer.find(HEAD_END, max(0, judged - len(HEAD_END)))
        if end > self._limit or (end < 0 and len(buffer) > self._limit):
            limit = f"{self._limit // _KILOBYTE} KB"
            raise Refusal(431, "head_too_large", close=True, limit=limit)
        if end < 0:
            refuse_early(buffer, judged)
            return None
        whole = bytes(buffer)
        buffer.clear()
        return whole[:end], whole[end + len(HEAD_END) :]
