"""One call of one model with one lease: its text as it comes, or why there is none."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, TypeAlias

from openclaw_auth.errors import TransportError, UpstreamClosed
from openclaw_auth.gateway.answer.held_answer import JUDGE, HeldAnswer, answer_of
from openclaw_auth.lending.lease import Outcome
from openclaw_auth.selection.classify import Answer
from openclaw_auth.transport.request_head import PreparedHead
from openclaw_auth.version import __version__

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from openclaw_auth.gateway.chat.kit import Kit
    from openclaw_auth.lending.lease import Lease
    from openclaw_auth.selection.failure import Failure
    from openclaw_auth.sessions.dialects.decoder import Decoder
    from openclaw_auth.transport.exchange import Exchange, Header

    _Step: TypeAlias = tuple[str, Any]

# Pieces that wait for whoever listens: the upstream pauses above, and goes on below.
_MANY, _FEW = 64, 16
_OWN = [
    (b"content-type", b"application/json"),
    (b"accept", b"text/event-stream, application/json"),
    (b"accept-encoding", b"identity"),
    (b"user-agent", f"openclaw-auth/{__version__}".encode()),
]


class Failed(Exception):
    """No answer came, or not all of one.

    Attributes:
        failure: what it means.
        error: what broke on the way, None where the provider refused.
        spoke: whether text was given out before.
    """

    def __init__(self, failure: Failure, error: TransportError | None, *, spoke: bool) -> None:
        super().__init__()
        self.failure = failure
        self.error = error
        self.spoke = spoke


class Attempt:
    """The sink of one call.

    Args:
        kit: sends, and says what an answer means.
        lease: with which to ask.
        body: of the request, encoded in the lease's dialect.
        reader: for the answer.
    """

    def __init__(self, kit: Kit, lease: Lease, body: bytes, reader: Decoder) -> None:
        self._kit = kit
        self._lease = lease
        self._body = body
        self._reader = reader
        self._steps: asyncio.Queue[_Step] = asyncio.Queue()
        self._held: HeldAnswer | None = None
        self._started_ms = kit.now_ms()
        self._first_byte_ms: int | None = None
        self._bytes = 0
        self._exchange: Exchange | None = None

    async def pieces(self) -> AsyncGenerator[str, None]:
        """Yield the answer's text as it comes.

        Whoever stops listening gives the lease back unharmed.

        Raises:
            Failed: it failed; reported to the broker only when text had been given out.
            RequestInvalid: no such request can be sent.
        """
        grant = self._lease.grant
        lent = {name for name, _ in grant.headers}
        headers = [*(field for field in _OWN if field[0] not in lent), *grant.headers]
        head = PreparedHead(grant.route, b"POST", grant.target, headers)
        self._exchange = exchange = self._kit.sender.start(
            head, self._body, self, self._kit.stream_timeouts, idempotent=True
        )
        owed = True
        try:
            async with aclosing(self._read()) as texts:
                async for text in texts:
                    yield text
            owed = False
            self.report(None)
        except Failed as failed:
            owed = False
            if failed.spoke:
                self.report(failed.failure, failed.error)
            raise
        finally:
            exchange.cancel()
            if owed:
                self._kit.broker.gave_back(self._lease)

    def report(self, failure: Failure | None, error: TransportError | None = None) -> None:
        """Tell the broker what came of the lease."""
        held = self._held
        outcome = Outcome(
            status=held.status if held is not None else None,
            failure=failure,
            complete=failure is None,
            started_ms=self._started_ms,
            first_byte_ms=self._first_byte_ms,
            ended_ms=self._kit.now_ms(),
            streamed=held is not None and held.streams,
            bytes_out=self._bytes,
            error=error.reason if error is not None else None,
        )
        self._kit.broker.report(self._lease, outcome)

    async def _read(self) -> AsyncGenerator[str, None]:
        held, reader, watch = await self._begin(), self._reader, None
        spoke = False
        while True:
            kind, value = await self._steps.get()
            if self._exchange is not None and self._steps.qsize() == _FEW:
                self._exchange.resume_reading()
            if kind == "error":
                raise self._failed(Answer(None, error=value), value, spoke=spoke)
            data: bytes = value
            text = ""
            if watch is not None:
                watch.see(data)
                text = reader.feed(data)
            elif data and held.take(data) != JUDGE and held.streams and _begun(held):
                watch = held.watch()
                text = reader.feed(held.held)
            if text:
                spoke = True
                yield text
            if kind == "end" or (watch is None and held.success and held.owns_up):
                break
        if watch is None:  # nothing has been read yet: it is judged whole
            self._judge(held)
            rest = (
                reader.feed(held.held) + reader.end() if held.streams else reader.whole(held.held)
            )
        else:
            watch.end()
            rest = reader.end()
            if watch.error:
                answer = answer_of(held.status, held.headers, watch.error, in_stream=True)
                raise self._failed(answer, None, spoke=spoke)
        if rest:
            spoke = True
            yield rest
        if held.streams and not reader.ended:
            error = UpstreamClosed(
                "upstream_closed_mid_body", origin=str(self._lease.grant.route.origin)
            )
            raise self._failed(Answer(None, error=error), error, spoke=spoke)

    async def _begin(self) -> HeldAnswer:
        kind, value = await self._steps.get()
        if kind == "error":
            raise self._failed(Answer(None, error=value), value, spoke=False)
        self._held = HeldAnswer(*value)
        self._first_byte_ms = self._kit.now_ms()
        return self._held

    def _judge(self, held: HeldAnswer) -> None:
        failure = self._kit.classify(self._lease, held.answer())
        if failure is not None:
            raise Failed(failure, None, spoke=False)

    def _failed(self, answer: Answer, error: TransportError | None, *, spoke: bool) -> Failed:
        failure = self._kit.classify(self._lease, answer)
        assert failure is not None
        return Failed(failure, error, spoke=spoke)

    # --- the sink -------------------------------------------------------------------------

    def on_whole(self, status: int, headers: list[Header], body: bytes) -> None:
        """Take an answer that came in one piece."""
        self.on_head(status, headers)
        self.on_body(body)
        self.on_end([])

    def on_head(self, status: int, headers: list[Header]) -> None:
        """Take status and headers."""
        self._steps.put_nowait(("head", (status, headers)))

    def on_body(self, data: bytes) -> None:
        """Take a piece of the body."""
        self._bytes += len(data)
        self._steps.put_nowait(("body", data))
        if self._exchange is not None and self._steps.qsize() > _MANY:
            self._exchange.pause_reading()

    def on_end(self, trailers: list[Header]) -> None:  # noqa: ARG002 - the protocol's
        """The answer is whole."""
        self._steps.put_nowait(("end", b""))

    def on_error(self, error: TransportError) -> None:
        """No whole answer came."""
        self._steps.put_nowait(("error", error))


def _begun(held: HeldAnswer) -> bool:
    """Whether a stream has content and no error: what comes from here on is the answer."""
    watch = held.watch()
    return watch is not None and watch.spoke and not held.owns_up
