"""One connection to an upstream: an asyncio protocol that serves one exchange after another."""

from __future__ import annotations

import asyncio
from typing import cast

from openclaw_auth.errors import (
    TransportError,
    UpstreamClosed,
    UpstreamProtocolError,
    UpstreamTimeout,
)
from openclaw_auth.transport.answer_parser import BODY, DEAD, DONE, HEAD, IDLE, AnswerParser
from openclaw_auth.transport.late_writer import LateWriter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from openclaw_auth.transport.late_writer import Outbox
    from openclaw_auth.transport.route import Route
    from openclaw_auth.transport.running_exchange import RunningExchange

    class Owner(Protocol):
        """Who keeps the connections."""

        now_s: float
        outbox: Outbox

        @property
        def rest(self) -> Callable[[UpstreamConnection], bool]:
            """Keep an idle connection, if there is room."""

        def forget(self, connection: UpstreamConnection) -> None:
            """The connection serves nobody any more."""

        def made(self) -> None:
            """A connection has a socket."""

        def gone(self) -> None:
            """A socket is closed."""

        def retry(self, exchange: RunningExchange) -> None:
            """Send the request again on a new connection."""


_JOIN_LIMIT = 64 * 1024  # beyond this, a second write costs less than the copy


class UpstreamConnection(AnswerParser, asyncio.Protocol):
    """A connection and the exchange that it serves, if any.

    There are no timers here: `check`, called about twice a second, compares what has happened
    with the deadlines, so that the path of a request or a chunk never touches a clock.

    Attributes:
        route: its place in the pool.
        exchange: the request under way, or None.
    """

    __slots__ = (
        "_deadline_s",
        "_idle_since_s",
        "_max_idle_s",
        "_owner",
        "_paused",
        "_retire_s",
        "_reused",
        "_spoke_first",
        "_transport",
        "_unsent",
        "_writer",
        "exchange",
        "route",
    )

    def __init__(self, owner: Owner, route: Route, *, retire_s: float, max_idle_s: float) -> None:
        """Args: who keeps it, its route, when (loop time) it is too old, how long it may rest."""
        super().__init__(str(route.origin))
        self.route = route
        self.exchange: RunningExchange | None = None
        self._owner = owner
        self._retire_s = retire_s
        self._max_idle_s = max_idle_s
        self._idle_since_s = owner.now_s
        self._deadline_s: float | None = None
        self._unsent = 0
        self._reused = False
        self._paused = False
        self._spoke_first = False
        self._transport: asyncio.Transport | None = None
        self._writer: LateWriter | None = None

    def begin(self, exchange: RunningExchange) -> None:
        """Send a request; the answer goes to the exchange's sink."""
        writer = self._writer
        assert writer is not None
        self.exchange = exchange
        exchange.connection = self
        head = exchange.head
        self.expect(exchange.sink, head.method == b"HEAD")
        self._deadline_s = None
        body = exchange.body
        if len(body) <= _JOIN_LIMIT:
            writer.write(head.render(body))
        else:
            writer.write(head.render_before(len(body)))
            writer.write(body)
        if exchange.paused:
            self.pause()

    def unusable(self) -> TransportError | None:
        """Return why a new connection can serve no request, None when it can."""
        if self._spoke_first:
            detail = "it spoke before it was asked"
            return UpstreamProtocolError("upstream_not_http", origin=self.origin, detail=detail)
        if self.state == DEAD:
            return UpstreamClosed("upstream_closed", origin=self.origin)
        return None

    def pause(self) -> None:
        """Stop reading; the kernel's buffers fill up and the upstream has to wait."""
        transport = self._transport
        if transport is not None and not self._paused and not transport.is_closing():
            self._paused = True
            transport.pause_reading()

    def resume(self) -> None:
        """Read on. The time for the next piece starts anew."""
        if self._paused and self._transport is not None:
            self._paused = False
            self.alive = True
            if not self._transport.is_closing():
                self._transport.resume_reading()

    def close(self) -> RunningExchange | None:
        """Close at once and return the exchange that was under way; its sink hears nothing."""
        exchange, self.exchange = self.exchange, None
        if exchange is not None:
            exchange.connection = None
        if self.state != DEAD:
            self.state = DEAD
            self.sink = None
            self._owner.forget(self)
        if self._transport is not None and self._writer is not None:
            self._writer.drop()
            self._transport.abort()
        return exchange

    def fail(self, error: TransportError) -> None:
        """Close at once; the exchange, if any, ends with the error."""
        exchange = self.close()
        if exchange is not None:
            exchange.fail(error)

    def check(self, now_s: float) -> None:
        """Close when a limit has passed. Call it regularly with the loop's time.

        A limit starts to run at the first check after the event that it counts from.
        """
        if self.state == IDLE:
            if now_s >= self._retire_s or now_s - self._idle_since_s >= self._max_idle_s:
                self.close()
        elif self.state == HEAD:
            self._check_first_byte(now_s)
        elif self.state == BODY:
            self._check_silence(now_s)

    def _check_first_byte(self, now_s: float) -> None:
        assert self.exchange is not None
        assert self._transport is not None
        unsent = self._transport.get_write_buffer_size()
        if self._deadline_s is None or unsent != self._unsent or self._paused:
            self._unsent = unsent
            self._deadline_s = now_s + self.exchange.timeouts.first_byte_s
        elif now_s >= self._deadline_s:
            self._time_out(
                "upstream_timeout_first_byte", "first_byte", self.exchange.timeouts.first_byte_s
            )

    def _check_silence(self, now_s: float) -> None:
        assert self.exchange is not None
        if self.alive or self._deadline_s is None or self._paused:
            self.alive = False
            self._deadline_s = now_s + self.exchange.timeouts.idle_s
        elif now_s >= self._deadline_s:
            self._time_out("upstream_timeout_idle", "idle", self.exchange.timeouts.idle_s)

    def _time_out(self, code: str, kind: str, limit_s: float) -> None:
        self.fail(UpstreamTimeout(code, origin=self.origin, kind=kind, limit_s=limit_s))

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Connected (and, for https, the certificate is checked)."""
        self._transport = cast("asyncio.Transport", transport)
        self._writer = LateWriter(self._transport, self._owner.outbox)
        self._owner.made()

    def data_received(self, data: bytes) -> None:
        """Bytes of the answer; or, when none is due, a reason to close."""
        if self.state == IDLE:
            self._spoke_first = True
            self.close()
        elif self._writer is not None and self._writer.pending:
            # The request has not left yet: this answers nothing that was asked here.
            self._closed_by_peer(None)
        elif self.state != DEAD:
            try:
                self.feed(data)
            except TransportError as error:
                self._report(error)
                self.fail(error)
            else:
                if self.state == DONE:
                    self._finish()

    def _report(self, error: TransportError) -> None:
        """A sink that raises is a fault of this program: the loop's handler logs it."""
        if error.__cause__ is not None:
            asyncio.get_running_loop().call_exception_handler(
                {"message": "taking in an answer failed", "exception": error.__cause__}
            )

    def _finish(self) -> None:
        """The answer is whole: make the connection available, then tell, so that it can be used."""
        exchange, sink, transport = self.exchange, self.sink, self._transport
        assert exchange is not None
        assert sink is not None
        assert transport is not None
        if self.keep and transport.get_write_buffer_size() == 0:
            self.exchange = self.sink = exchange.connection = None
            self.state = IDLE
            self._reused = True
            self._idle_since_s = self._owner.now_s
            if self._paused:
                self.resume()
            if self._idle_since_s >= self._retire_s or not self._owner.rest(self):
                self.close()
        else:
            self.close()
        exchange.over = True
        try:
            self.deliver(sink)
        except Exception as error:  # noqa: BLE001 - a fault of ours must not leave a client waiting
            failed = TransportError("upstream_relay_failed", origin=self.origin)
            failed.__cause__ = error
            self._report(failed)
            sink.on_error(failed)

    def eof_received(self) -> None:
        """The upstream has nothing more to say."""
        self._closed_by_peer(None)

    def connection_lost(self, exc: Exception | None) -> None:
        """The socket is closed, by whomever."""
        self._closed_by_peer(exc)
        self._transport = None
        del self._parser  # it holds our methods: without the cycle the memory is free at once
        self._owner.gone()

    def _closed_by_peer(self, exc: Exception | None) -> None:
        state, sink = self.state, self.sink
        exchange = self.close()
        if exchange is None:
            return
        if state == BODY and not self.framed and exc is None:
            exchange.over = True
            assert sink is not None
            sink.on_end([])
        elif state == BODY:
            exchange.fail(UpstreamClosed("upstream_closed_mid_body", origin=self.origin))
        elif self._may_retry(exchange):
            exchange.retried = True
            self._owner.retry(exchange)
        else:
            exchange.fail(UpstreamClosed("upstream_closed", origin=self.origin))

    def _may_retry(self, exchange: RunningExchange) -> bool:
        """Whether the upstream most likely closed the idle connection before it saw the request.

        RFC 9112 section 9.3.1 lets a client repeat such a request only if that is harmless.
        """
        fresh = not self._reused or self.answered
        return not fresh and exchange.idempotent and not exchange.retried
