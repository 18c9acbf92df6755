"""The types of one request to an upstream and its answer. No behaviour lives here."""

from __future__ import annotations

from typing import Protocol

from openclaw_auth.transport.origin import Origin
from openclaw_auth.transport.proxy import Proxy
from openclaw_auth.transport.route import Route, Trust

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.errors import TransportError

__all__ = [
    "Exchange",
    "Header",
    "Origin",
    "Proxy",
    "ResponseSink",
    "Route",
    "Timeouts",
    "Trust",
    "UpstreamRequest",
]

Header = tuple[bytes, bytes]


class UpstreamRequest:
    """One request, whole, so that it can be sent again.

    Attributes:
        route: where to and how.
        method: `GET`, `HEAD`, `POST`, `PUT`, `PATCH`, `DELETE` or `OPTIONS`.
        target: path and query as on the wire, starting with a slash.
        headers: all but Host, Content-Length, Transfer-Encoding and Connection, which the
            client sets itself; a request that brings one of these is refused.
        body: the payload, empty for none.
        idempotent: whether it may be sent a second time when a kept connection turns out to
            have been closed and not a byte of an answer came. True for model calls; false for
            what the upstream acts on once, such as a rotating refresh token.
    """

    __slots__ = ("body", "headers", "idempotent", "method", "route", "target")

    def __init__(
        self,
        route: Route,
        method: bytes,
        target: bytes,
        headers: list[Header],
        body: bytes = b"",
        *,
        idempotent: bool,
    ) -> None:
        self.route = route
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.idempotent = idempotent


class Timeouts:
    """How long to wait, in seconds. Each is noticed at most a second late.

    Attributes:
        connect_s: name resolution, TCP, proxy and TLS together.
        first_byte_s: from the written request to the head of the answer.
        idle_s: between two pieces of the body; time in which we paused reading does not count.
    """

    __slots__ = ("connect_s", "first_byte_s", "idle_s")

    def __init__(self, connect_s: float, first_byte_s: float, idle_s: float) -> None:
        self.connect_s = connect_s
        self.first_byte_s = first_byte_s
        self.idle_s = idle_s


class ResponseSink(Protocol):
    """Takes an answer in, on the event loop's thread. Never called from within `send`.

    Exactly one of `on_whole`, `on_end` and `on_error` comes, and it comes last. Header names are
    in lower case; repeated headers stay apart and in order.
    """

    def on_whole(self, status: int, headers: list[Header], body: bytes) -> None:
        """Take an answer that came in one piece, in place of head, body and end."""

    def on_head(self, status: int, headers: list[Header]) -> None:
        """Take the status (200 to 999; 1xx are skipped) and the headers. Comes once or never."""

    def on_body(self, data: bytes) -> None:
        """Take payload bytes as they arrive, without chunk framing; never empty."""

    def on_end(self, trailers: list[Header]) -> None:
        """The answer is whole. Trailers are untrusted and never replace headers."""

    def on_error(self, error: TransportError) -> None:
        """No whole answer will come; also after `on_head` and some body."""


class Exchange(Protocol):
    """A request under way. Every method may be called at any time, also after the end.

    Attributes:
        retried: whether it went out a second time, because a kept connection was closed.
    """

    retried: bool

    def cancel(self) -> None:
        """Close the connection; the sink is not called again."""

    def pause_reading(self) -> None:
        """Stop taking bytes from the upstream; what the parser already has may still come."""

    def resume_reading(self) -> None:
        """Go on taking bytes."""
