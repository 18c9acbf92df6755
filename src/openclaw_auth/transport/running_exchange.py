"""A request on its way: first waiting for a connection, then on one."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio

    from openclaw_auth.errors import TransportError
    from openclaw_auth.transport.connection import UpstreamConnection
    from openclaw_auth.transport.exchange import ResponseSink, Timeouts
    from openclaw_auth.transport.request_head import PreparedHead


class RunningExchange:
    """What `UpstreamClient.send` returns; it keeps the promise of one last word to the sink.

    Attributes:
        head, body, sink, timeouts, idempotent: as given to `start`.
        connection: the connection that serves it, None before, between and after.
        dialling: the task that connects, None when none runs.
        paused: whether the sink wants no more bytes for now.
        retried: whether it was already sent a second time.
        over: whether the sink has had its last word, or wants none.
    """

    __slots__ = (
        "body",
        "connection",
        "dialling",
        "head",
        "idempotent",
        "over",
        "paused",
        "retried",
        "sink",
        "timeouts",
    )

    def __init__(
        self,
        head: PreparedHead,
        body: bytes,
        sink: ResponseSink,
        timeouts: Timeouts,
        idempotent: bool,
    ) -> None:
        self.head = head
        self.body = body
        self.sink = sink
        self.timeouts = timeouts
        self.idempotent = idempotent
        self.connection: UpstreamConnection | None = None
        self.dialling: asyncio.Task[None] | None = None
        self.paused = False
        self.retried = False
        self.over = False

    def cancel(self) -> None:
        """Close the connection; the sink is not called again."""
        self.over = True
        if self.connection is not None:
            self.connection.close()
        elif self.dialling is not None:
            self.dialling.cancel()

    def pause_reading(self) -> None:
        """Stop taking bytes from the upstream."""
        self.paused = True
        if self.connection is not None:
            self.connection.pause()

    def resume_reading(self) -> None:
        """Go on taking bytes."""
        self.paused = False
        if self.connection is not None:
            self.connection.resume()

    def fail(self, error: TransportError) -> None:
        """Tell the sink that no whole answer will come, unless it has had its last word."""
        if not self.over:
            self.over = True
            self.sink.on_error(error)


class Unsent:
    """The exchange of a request that could not be sent: there is nothing to stop."""

    __slots__ = ()
    retried = False

    def cancel(self) -> None:
        """Nothing runs."""

    def pause_reading(self) -> None:
        """Nothing comes."""

    def resume_reading(self) -> None:
        """Nothing comes."""
