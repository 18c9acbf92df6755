"""One request and its whole answer, for commands: call and wait.

It drives the gateway's client on an event loop of its own instead of a second HTTP library, so
that a command and the gateway agree on every proxy, certificate and odd answer, and a command
that talks to nobody imports none of it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio

    from openclaw_auth.errors import TransportError
    from openclaw_auth.transport.client import UpstreamClient
    from openclaw_auth.transport.exchange import Exchange, Header, UpstreamRequest

MAX_BODY = 1 << 20
_SWEEP_S = 1.0  # the limit for the whole comes first


class Response:
    """A whole answer.

    Attributes:
        status: 200 to 999; redirects are answers like any other and never followed.
        headers: names in lower case, repeated ones apart.
        body: at most 1 MiB, as sent: a content coding is not undone.
    """

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, headers: list[Header], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    def header(self, name: bytes) -> bytes | None:
        """Return the first value of a header (name in lower case), None when it is absent."""
        return next((value for key, value in self.headers if key == name), None)


def fetch(request: UpstreamRequest, timeout_s: float) -> Response:
    """Send a request and return the answer. Not for a thread in which an event loop runs.

    Args:
        request: whole, with its route.
        timeout_s: for all of it, from name resolution to the last byte.

    Raises:
        TransportError: the subclass says what went wrong; UpstreamProtocolError also for a body
            of more than 1 MiB.
    """
    import asyncio

    return asyncio.run(fetch_in_loop(request, timeout_s))


async def fetch_in_loop(request: UpstreamRequest, timeout_s: float) -> Response:
    """Send a request on a connection of its own, from within a running loop; as `fetch`."""
    client = single_use_client(timeout_s)
    try:
        return await fetch_on(client, request, timeout_s)
    finally:
        await client.aclose()


def single_use_client(timeout_s: float) -> UpstreamClient:
    """Return a client that keeps no connection: for `fetch_on`, several times at once.

    Many requests share one because reading the certificate authorities takes 30 ms of the loop.
    """
    from openclaw_auth.transport.client import UpstreamClient
    from openclaw_auth.transport.exchange import Timeouts

    limits = Timeouts(timeout_s, timeout_s, timeout_s)
    return UpstreamClient(timeouts=limits, max_idle_per_route=0, sweep_s=_SWEEP_S)


async def fetch_on(client: UpstreamClient, request: UpstreamRequest, timeout_s: float) -> Response:
    """Send a request by a client of the running loop; otherwise as `fetch`."""
    import asyncio

    sink = _Collector(str(request.route.origin), asyncio.get_running_loop().create_future())
    try:
        async with asyncio.timeout(timeout_s):
            sink.exchange = client.send(request, sink)
            return await sink.whole
    except TimeoutError as error:
        raise _too_slow(sink, timeout_s) from error
    finally:
        if sink.exchange is not None:
            sink.exchange.cancel()


def _too_slow(sink: _Collector, timeout_s: float) -> TransportError:
    from openclaw_auth.errors import UpstreamTimeout

    if getattr(sink.exchange, "connection", None) is None:
        code, kind = "upstream_timeout_connect", "connect"
    elif not sink.status:
        code, kind = "upstream_timeout_first_byte", "first_byte"
    else:
        code, kind = "upstream_timeout_idle", "idle"
    return UpstreamTimeout(code, origin=sink.origin, kind=kind, limit_s=timeout_s)


class _Collector:
    """A sink that keeps everything, up to the limit."""

    def __init__(self, origin: str, whole: asyncio.Future[Response]) -> None:
        self.origin = origin
        self.whole = whole
        self.exchange: Exchange | None = None
        self.status = 0
        self._headers: list[Header] = []
        self._body = bytearray()

    def on_whole(self, status: int, headers: list[Header], body: bytes) -> None:
        self.on_head(status, headers)
        self.on_body(body)
        self.on_end([])

    def on_head(self, status: int, headers: list[Header]) -> None:
        self.status, self._headers = status, headers

    def on_body(self, data: bytes) -> None:
        self._body += data
        if len(self._body) > MAX_BODY:
            from openclaw_auth.errors import UpstreamProtocolError

            assert self.exchange is not None
            self.exchange.cancel()
            self.on_error(
                UpstreamProtocolError("upstream_body_too_large", origin=self.origin, limit=MAX_BODY)
            )

    def on_end(self, trailers: list[Header]) -> None:  # noqa: ARG002 - nobody needs them here
        if not self.whole.done():
            self.whole.set_result(Response(self.status, self._headers, bytes(self._body)))

    def on_error(self, error: TransportError) -> None:
        if not self.whole.done():
            self.whole.set_exception(error)
