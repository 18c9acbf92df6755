"""Collects one request body within the limits, whatever its framing."""

from __future__ import annotations

from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.connection.chunked import ChunkedDecoder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.gateway.context import Gateway

_MEGABYTE = 1024 * 1024


class Intake:
    """The body of one request, as far as it has come. Counts what it holds with the gateway.

    Attributes:
        size: payload bytes held.
        rest: once whole, the bytes that came after the body.
    """

    __slots__ = ("_decoder", "_gateway", "_left", "_pieces", "rest", "size")

    def __init__(self, gateway: Gateway, length: int, *, chunked: bool) -> None:
        """Args: whom to count with, the Content-Length (0 without), whether it is in chunks."""
        self._gateway = gateway
        self._decoder = ChunkedDecoder() if chunked else None
        self._left = length
        self._pieces: list[bytes] = []
        self.size = 0
        self.rest = b""
        if self._left > gateway.limits.body:
            raise self._too_large()

    def _too_large(self) -> Refusal:
        limit_mb = self._gateway.limits.body // _MEGABYTE
        return Refusal(413, "body_too_large", close=True, limit_mb=limit_mb)

    def feed(self, data: bytes) -> bool:
        """Take bytes from the connection; True once the body is whole.

        Raises:
            Refusal: 400 broken chunks, 413 too large, 503 all bodies together too large.
        """
        if self._decoder is not None:
            self._hold(self._decoder.feed(data))
            if self._decoder.done:
                self.rest = self._decoder.rest()
            return self._decoder.done
        left = self._left
        if len(data) > left:
            self.rest = data[left:]
            data = data[:left]
        self._left = left - len(data)
        self._hold(data)
        return not self._left

    def _hold(self, payload: bytes) -> None:
        if not payload:
            return
        size = len(payload)
        if self.size + size > self._gateway.limits.body:
            raise self._too_large()
        self._gateway.hold_body(size)
        self.size += size
        self._pieces.append(payload)

    def take(self) -> bytes:
        """Return the whole body. It stays counted until `release`."""
        pieces = self._pieces
        body = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        self._pieces = []
        return body

    def release(self) -> None:
        """The body is no longer held."""
        self._gateway.release_body(self.size)
        self._pieces = []
        self.size = 0
