"""What a client sends before its previous answer has ended, bounded by not reading on."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio


class Ahead:
    """The bytes that wait for their turn.

    Args:
        limit: bytes from which on nothing more is read; one read may go beyond it.

    Attributes:
        data: what waits.
    """

    __slots__ = ("_limit", "_paused", "data")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._paused = False
        self.data = b""

    def hold(self, data: bytes, transport: asyncio.Transport) -> None:
        """Keep bytes; stop reading when there are enough."""
        self.data += data
        if len(self.data) > self._limit and not self._paused:
            self._paused = True
            transport.pause_reading()

    def take(self, transport: asyncio.Transport) -> bytes:
        """Return and forget what waits, and read on."""
        data, self.data = self.data, b""
        if self._paused:
            self._paused = False
            transport.resume_reading()
        return data
