"""Puts an `HttpRequest` on the wire: through the client's proxy and certificates, once, 20 s."""

from __future__ import annotations

from urllib.parse import urlsplit

from openclaw_auth.oauth.http import HttpAnswer
from openclaw_auth.transport.blocking import MAX_BODY
from openclaw_auth.transport.exchange import UpstreamRequest
from openclaw_auth.transport.route import plan_route

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from openclaw_auth.oauth.client import OAuthClient
    from openclaw_auth.oauth.http import HttpRequest
    from openclaw_auth.transport.blocking import Response

DEADLINE_S = 20.0


def blocking_sender(
    client: OAuthClient, deadline_s: float = DEADLINE_S
) -> Callable[[HttpRequest], HttpAnswer]:
    """Return what sends a request and waits. Not for a thread in which an event loop runs.

    The sender raises TransportError; nothing is ever sent twice.
    """
    from openclaw_auth.transport.blocking import fetch

    def send(request: HttpRequest) -> HttpAnswer:
        return _answer(fetch(_on_wire(request, client), deadline_s))

    return send


def async_sender(
    client: OAuthClient, deadline_s: float = DEADLINE_S
) -> Callable[[HttpRequest], Awaitable[HttpAnswer]]:
    """Return what sends a request from within an event loop; as `blocking_sender` otherwise."""
    from openclaw_auth.transport.blocking import fetch_in_loop

    async def send(request: HttpRequest) -> HttpAnswer:
        return _answer(await fetch_in_loop(_on_wire(request, client), deadline_s))

    return send


def _on_wire(request: HttpRequest, client: OAuthClient) -> UpstreamRequest:
    """Return the transport's form of a request.

    Raises:
        RequestInvalid: its URL cannot be used.
        ProxyFailed: the proxy setting that counts cannot be used.
    """
    parts = urlsplit(request.url)
    route, path = plan_route(
        f"{parts.scheme}://{parts.netloc}{parts.path}", client.environ, client.proxy
    )
    if parts.path.endswith("/"):
        path += "/"  # a base URL loses it, an endpoint means it
    target = (path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in request.headers]
    # A second POST of a single-use token or code logs the user out: never repeated.
    return UpstreamRequest(
        route, request.method.encode(), target.encode(), headers, request.body, idempotent=False
    )


def _answer(response: Response) -> HttpAnswer:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in response.headers}
    body = response.body
    if headers.get("content-encoding", "").strip().lower() in ("gzip", "x-gzip"):
        body = _unzipped(body)
    return HttpAnswer(response.status, headers, body)


def _unzipped(body: bytes) -> bytes:
    """Undo gzip, which nobody asked for: an answer with a new token must not be lost over it."""
    import zlib

    try:
        return zlib.decompressobj(wbits=31).decompress(body, MAX_BODY)
    except zlib.error:
        return body
