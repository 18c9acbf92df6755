"""The pooled HTTP/1.1 client of the gateway. Callbacks only: a plain request costs no task."""

from __future__ import annotations

import asyncio

from openclaw_auth.errors import RequestInvalid, TransportError, UpstreamClosed
from openclaw_auth.transport.connect import dial
from openclaw_auth.transport.connection import UpstreamConnection
from openclaw_auth.transport.late_writer import Outbox
from openclaw_auth.transport.pool import Pool
from openclaw_auth.transport.request_head import PreparedHead
from openclaw_auth.transport.resolver import Resolver
from openclaw_auth.transport.running_exchange import RunningExchange, Unsent
from openclaw_auth.transport.tls import client_context

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from openclaw_auth.transport.exchange import Exchange, ResponseSink, Timeouts, UpstreamRequest
    from openclaw_auth.transport.route import Route, Trust

_CLOSE_WAIT_S = 1.0


def _no_jitter() -> float:
    return 0.0


class UpstreamClient:
    """Sends requests and keeps connections. Belongs to one event loop; not for threads.

    Attributes:
        opened: connections made so far.
        reused: requests that went out on a kept connection.
        retried: requests sent a second time because a kept connection had been closed.
        outbox: what upstreams are sent at the end of a turn.
        now_s: the loop's time at the last sweep, for what needs no better.
    """

    __slots__ = (
        "_closed",
        "_connections",
        "_contexts",
        "_dialling",
        "_idle_expiry_s",
        "_jitter_s",
        "_loop",
        "_max_age_s",
        "_pool",
        "_quiet",
        "_resolver",
        "_sockets",
        "_sweep_s",
        "_timeouts",
        "_timer",
        "now_s",
        "opened",
        "outbox",
        "rest",
        "retried",
        "reused",
    )

    def __init__(
        self,
        *,
        timeouts: Timeouts,
        max_idle_per_route: int = 256,
        max_age_s: float = 300,
        idle_expiry_s: float = 60,
        jitter_s: Callable[[], float] = _no_jitter,
        sweep_s: float = 0.5,
    ) -> None:
        """Make a client; it opens nothing and needs no loop yet.

        Args:
            timeouts: for requests that bring none of their own.
            max_idle_per_route: how many idle connections are kept for each route.
            max_age_s: a connection older than this serves no further request, so that changes
                of DNS and of load balancers are noticed.
            idle_expiry_s: how long a connection may rest.
            jitter_s: seconds taken off `max_age_s`, asked once for each connection, so that the
                connections of a burst do not all end at once.
            sweep_s: how often limits are looked at; each may be exceeded by twice this.
        """
        self._timeouts = timeouts
        self._max_age_s = max_age_s
        self._idle_expiry_s = idle_expiry_s
        self._jitter_s = jitter_s
        self._sweep_s = sweep_s
        self._pool = Pool(max_idle_per_route)
        self.rest = self._pool.put
        self.outbox = Outbox()
        self._connections: set[UpstreamConnection] = set()
        self._sockets = 0
        self._dialling: set[asyncio.Task[None]] = set()
        self._resolver = Resolver()
        self._contexts: dict[Trust, ssl.SSLContext] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._quiet: asyncio.Future[None] | None = None
        self._closed = False
        self.now_s = 0.0
        self.opened = 0
        self.reused = 0
        self.retried = 0

    def send(
        self, request: UpstreamRequest, sink: ResponseSink, timeouts: Timeouts | None = None
    ) -> Exchange:
        """Send a request at once on a kept connection, or as soon as a new one stands.

        The sink is never called before this returns. Whatever goes wrong, a request that cannot
        be sent included, is told to the sink and not raised.
        """
        try:
            head = PreparedHead(request.route, request.method, request.target, request.headers)
        except RequestInvalid as error:
            self._running_loop().call_soon(sink.on_error, error)
            return Unsent()
        return self.start(
            head, request.body, sink, timeouts or self._timeouts, idempotent=request.idempotent
        )

    def start(
        self,
        head: PreparedHead,
        body: bytes,
        sink: ResponseSink,
        timeouts: Timeouts,
        *,
        idempotent: bool,
    ) -> Exchange:
        """Send a request whose head is checked and rendered, otherwise as `send`."""
        exchange = RunningExchange(head, body, sink, timeouts, idempotent)
        connection = self._pool.take(head.route)
        if connection is None:
            self._dial(exchange)
        else:
            self.reused += 1
            connection.begin(exchange)
        return exchange

    async def aclose(self) -> None:
        """Close everything. Requests under way end with UpstreamClosed, as do later ones."""
        self._closed = True
        for task in tuple(self._dialling):
            task.cancel()
        for connection in tuple(self._connections):
            connection.fail(_stopping(connection.route))
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._dialling:
            await asyncio.wait(self._dialling)
        if self._sockets:
            self._quiet = self._running_loop().create_future()
            await asyncio.wait({self._quiet}, timeout=_CLOSE_WAIT_S)

    # What connections ask of their owner.

    # (`rest` is the pool's own `put`: one call less for each answer.)

    def forget(self, connection: UpstreamConnection) -> None:
        """Drop a connection that serves nobody any more."""
        self._connections.discard(connection)
        self._pool.discard(connection)

    def made(self) -> None:
        """Count an open socket."""
        self._sockets += 1

    def gone(self) -> None:
        """Count a closed socket."""
        self._sockets -= 1
        if self._quiet is not None and not self._sockets and not self._quiet.done():
            self._quiet.set_result(None)

    def retry(self, exchange: RunningExchange) -> None:
        """Send a request again on a new connection."""
        self.retried += 1
        self._dial(exchange)

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
        return self._loop

    def _dial(self, exchange: RunningExchange) -> None:
        task = self._running_loop().create_task(self._connect_and_send(exchange))
        exchange.dialling = task
        self._dialling.add(task)

        def done(_: asyncio.Task[None]) -> None:
            self._dialling.discard(task)
            exchange.dialling = None
            if task.cancelled():  # perhaps before it ran at all, so that it could not tell
                exchange.fail(_stopping(exchange.head.route))

        task.add_done_callback(done)

    async def _connect_and_send(self, exchange: RunningExchange) -> None:
        route = exchange.head.route
        try:
            if self._closed:
                raise _stopping(route)  # noqa: TRY301 - the one place that tells the sink
            connection = await self._connect(route, exchange.timeouts.connect_s)
        except TransportError as error:
            exchange.fail(error)
        except Exception as error:  # noqa: BLE001 - a fault of ours must not leave a client waiting
            self._running_loop().call_exception_handler(
                {"message": "connecting failed", "exception": error}
            )
            exchange.fail(TransportError("upstream_relay_failed", origin=str(route.origin)))
        else:
            if exchange.over:
                connection.close()
            else:
                connection.begin(exchange)

    async def _connect(self, route: Route, connect_s: float) -> UpstreamConnection:
        self.now_s = self._running_loop().time()
        connection = UpstreamConnection(
            self,
            route,
            retire_s=self.now_s + self._max_age_s - self._jitter_s(),
            max_idle_s=self._idle_expiry_s,
        )
        context = self._context(route.trust) if route.origin.scheme == "https" else None
        await dial(route, lambda: connection, context, self._resolver, connect_s)
        self.opened += 1
        refusal = connection.unusable()
        if refusal is not None:
            raise refusal
        self._connections.add(connection)
        if self._timer is None:
            self._timer = self._running_loop().call_later(self._sweep_s, self._sweep)
        return connection

    def _context(self, trust: Trust) -> ssl.SSLContext:
        """The TLS context for a choice of authorities; reading the system's takes 20 ms once."""
        context = self._contexts.get(trust)
        if context is None:
            context = self._contexts[trust] = client_context(trust)
        return context

    def _sweep(self) -> None:
        """Look at every limit; again later, as long as there is a connection."""
        loop = self._running_loop()
        self.now_s = loop.time()
        self._timer = loop.call_later(self._sweep_s, self._sweep) if self._connections else None
        for connection in tuple(self._connections):
            connection.check(self.now_s)


def _stopping(route: Route) -> UpstreamClosed:
    return UpstreamClosed("upstream_client_closed", origin=str(route.origin))
