"""A tunnel through an HTTP proxy: CONNECT (RFC 9110 section 9.3.6) on a connected socket."""

from __future__ import annotations

import re

from openclaw_auth.errors import ProxyFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio
    import socket

    from openclaw_auth.transport.origin import Origin
    from openclaw_auth.transport.proxy import Proxy

MAX_HEAD = 16 * 1024
_STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([0-9]{3})(?: [^\r\n]*)?\r\n")
_AUTHENTICATION_REQUIRED = 407
_TOO_LARGE = f"its answer has no end within {MAX_HEAD} bytes"


async def open_tunnel(
    loop: asyncio.AbstractEventLoop, sock: socket.socket, origin: Origin, proxy: Proxy
) -> None:
    """Ask the proxy at the other end of a non-blocking socket for a tunnel to an origin.

    The caller bounds the time. After the return the socket's next byte is the origin's.

    Raises:
        ProxyFailed: a refusal, a wish for (other) credentials, or something that is not the head
            of an HTTP/1 answer, at most 16 KB long and with nothing behind it.
    """
    try:
        await loop.sock_sendall(sock, _connect_head(origin, proxy))
        status = _status(await _read_head(loop, sock, proxy), proxy)
    except OSError as error:
        raise _broken(proxy, str(error)) from error
    if status == _AUTHENTICATION_REQUIRED:
        raise ProxyFailed("proxy_auth_required", proxy=str(proxy))
    if not 200 <= status < 300:  # noqa: PLR2004 - the class of success
        raise ProxyFailed("proxy_refused", proxy=str(proxy), origin=str(origin), status=status)


def _connect_head(origin: Origin, proxy: Proxy) -> bytes:
    host = f"[{origin.host}]" if ":" in origin.host else origin.host
    place = f"{host}:{origin.port}".encode()  # CONNECT names the port even when it is the default
    authorization = proxy.authorization()
    extra = b"Proxy-Authorization: " + authorization + b"\r\n" if authorization else b""
    return b"CONNECT " + place + b" HTTP/1.1\r\nHost: " + place + b"\r\n" + extra + b"\r\n"


async def _read_head(loop: asyncio.AbstractEventLoop, sock: socket.socket, proxy: Proxy) -> bytes:
    head = b""
    while (end := head.find(b"\r\n\r\n")) < 0:
        if len(head) >= MAX_HEAD:
            raise _broken(proxy, _TOO_LARGE)
        piece = await loop.sock_recv(sock, 4096)
        if not piece:
            raise _broken(proxy, "it closed the connection")
        head += piece
    # TLS servers wait for us: bytes here are the proxy's own, and must not pass for the origin's.
    if end + 4 != len(head) and _status(head, proxy) < 300:  # noqa: PLR2004 - a refusal has a body
        raise _broken(proxy, "it sent bytes of its own into the tunnel")
    return head


def _status(head: bytes, proxy: Proxy) -> int:
    match = _STATUS_LINE.match(head)
    if match is None:
        raise _broken(proxy, "its answer is not HTTP")
    return int(match[1])


def _broken(proxy: Proxy, detail: str) -> ProxyFailed:
    return ProxyFailed("proxy_broken", proxy=str(proxy), detail=detail)
