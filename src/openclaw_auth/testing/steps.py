"""What the emulator can do with one request. A step is anything with `play(exchange)`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from openclaw_auth.testing.dialect import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.testing.dialect import Served
    from openclaw_auth.testing.exchange import Exchange

Ending = Literal["close", "reset"]
"""How a broken connection ends: orderly (FIN) or with a reset (RST)."""

_NOT_HTTP = b"\x15\x03\x01\x00\x02\x02\x46 this is not HTTP\r\n\r\n"


class Step(Protocol):
    """One way to treat a request. Steps hold no state and may be shared."""

    async def play(self, exchange: Exchange) -> None:
        """Answer, or do not."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """The provider's true answer; `chunk_delay_s` paces every content event of a stream (slow chunks)."""

    text: str | None = None
    chunk_delay_s: float = 0
    headers: Mapping[str, str] = field(default_factory=dict)

    async def play(self, exchange: Exchange) -> None:
        """Answer whole or as a stream, as the caller asked."""
        served = exchange.served(self.text)
        if served.frames is None:
            await exchange.send(200, served.body, self.headers)
            return
        await exchange.open_stream(self.headers)
        await exchange.events(served.frames.prelude)
        await exchange.events(served.frames.content, self.chunk_delay_s)
        await exchange.events(served.frames.epilogue)
        await exchange.end_stream()


@dataclass(frozen=True, slots=True)
class Fail:
    """An error answer: status, body (JSON, or text or bytes as they are) and headers. Status 200 is allowed."""

    status: int
    body: object
    headers: Mapping[str, str] = field(default_factory=dict)

    async def play(self, exchange: Exchange) -> None:
        """Send the error."""
        body = self.body.encode() if isinstance(self.body, str) else self.body
        await exchange.send(
            self.status, body if isinstance(body, bytes) else to_json(body), self.headers
        )


@dataclass(frozen=True, slots=True)
class StreamError:
    """An error reported inside a 200 answer.

    In a stream: an error event after `after_chunks` content events (`None`: as the very first event, before
    any prelude), then an orderly end. Without a stream: a 200 whose body is the error.
    """

    body: object
    after_chunks: int | None = 1

    async def play(self, exchange: Exchange) -> None:
        """Begin well, then report the error."""
        served = exchange.served()
        if served.frames is None:
            await exchange.send(200, to_json(self.body), {})
            return
        await _begin(exchange, served, self.after_chunks)
        await exchange.events(exchange.error_events(self.body))
        await exchange.end_stream()


@dataclass(frozen=True, slots=True)
class CloseBeforeHead:
    """The connection ends before a byte of the answer."""

    ending: Ending = "close"

    async def play(self, exchange: Exchange) -> None:
        """End the connection."""
        _end(exchange, self.ending)


@dataclass(frozen=True, slots=True)
class CloseMidStream:
    """The connection ends after `after_chunks` content events, or in the middle of a whole answer's body."""

    after_chunks: int | None = 1
    ending: Ending = "close"

    async def play(self, exchange: Exchange) -> None:
        """Begin well, then end the connection."""
        await _begin(exchange, exchange.served(), self.after_chunks)
        _end(exchange, self.ending)


@dataclass(frozen=True, slots=True)
class CloseAfterAnswer:
    """A true answer without `Connection: close`, after which the idle connection is closed all the same."""

    async def play(self, exchange: Exchange) -> None:
        """Answer, then close."""
        await Answer().play(exchange)
        exchange.close()


@dataclass(frozen=True, slots=True)
class HangBeforeHead:
    """Not a byte, until the client gives up."""

    async def play(self, exchange: Exchange) -> None:
        """Wait."""
        await exchange.until_client_leaves()


@dataclass(frozen=True, slots=True)
class HangMidStream:
    """Silence after `after_chunks` content events (or half a body), until the client gives up."""

    after_chunks: int | None = 1

    async def play(self, exchange: Exchange) -> None:
        """Begin well, then wait."""
        await _begin(exchange, exchange.served(), self.after_chunks)
        await exchange.until_client_leaves()


@dataclass(frozen=True, slots=True)
class RawBytes:
    """Any bytes in place of an answer (by default none that HTTP knows), then the end of the connection."""

    data: bytes = _NOT_HTTP

    async def play(self, exchange: Exchange) -> None:
        """Send them and close."""
        await exchange.raw(self.data)
        exchange.cut()


@dataclass(frozen=True, slots=True)
class EmptyAnswer:
    """A 200 with an empty body; in a stream, one that ends without an event."""

    async def play(self, exchange: Exchange) -> None:
        """Answer with nothing."""
        if exchange.served().frames is None:
            await exchange.send(200, b"", {})
            return
        await exchange.open_stream({})
        await exchange.end_stream()


async def _begin(exchange: Exchange, served: Served, after_chunks: int | None) -> None:
    if served.frames is None:
        await exchange.send(200, served.body, {}, sent_bytes=len(served.body) // 2)
        return
    await exchange.open_stream({})
    if after_chunks is not None:
        await exchange.events(served.frames.prelude)
        await exchange.events(served.frames.content[:after_chunks])


def _end(exchange: Exchange, ending: Ending) -> None:
    if ending == "reset":
        exchange.reset()
    else:
        exchange.cut()
