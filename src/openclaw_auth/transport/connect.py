"""Dialling: from a route to a connected protocol, every failure named, within one time limit."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl

from openclaw_auth.errors import (
    ConnectFailed,
    NameResolutionFailed,
    ProxyFailed,
    TlsFailed,
    UpstreamTimeout,
)
from openclaw_auth.transport.connect_tunnel import open_tunnel
from openclaw_auth.transport.happy_eyeballs import connect_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from openclaw_auth.transport.resolver import Resolver
    from openclaw_auth.transport.route import Route


async def dial(
    route: Route,
    protocol_factory: Callable[[], asyncio.Protocol],
    context: ssl.SSLContext | None,
    resolver: Resolver,
    connect_s: float,
) -> None:
    """Connect a protocol along a route; its `connection_made` has run on return.

    Args:
        route: where to and through what.
        protocol_factory: makes the protocol.
        context: for https; None for http.
        resolver: looks up the name.
        connect_s: limit for name resolution, TCP, proxy and TLS together.

    Raises:
        NameResolutionFailed, ConnectFailed, ProxyFailed, TlsFailed, UpstreamTimeout: as named.
    """
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(connect_s):
            sock = await _connected_socket(loop, route, resolver)
            await _hand_over(loop, sock, route, protocol_factory, context)
    except TimeoutError as error:
        raise UpstreamTimeout(
            "upstream_timeout_connect", origin=str(route.origin), kind="connect", limit_s=connect_s
        ) from error


async def _connected_socket(
    loop: asyncio.AbstractEventLoop, route: Route, resolver: Resolver
) -> socket.socket:
    """A TCP connection whose other end is, or looks like, the origin or its plain-http proxy."""
    place = route.proxy or route.origin
    try:
        addresses = await resolver.resolve(place.host, place.port)
    except (OSError, UnicodeError) as error:
        raise _unresolved(route, error) from error
    try:
        sock = await connect_first(loop, addresses)
    except TimeoutError as error:  # the kernel's own limit, which is not ours
        raise _unreachable(route, "connection timed out") from error
    except OSError as error:
        raise _unreachable(route, _why(error)) from error
    if route.proxy is not None and not route.absolute_form:
        try:
            await open_tunnel(loop, sock, route.origin, route.proxy)
        except BaseException:
            sock.close()
            raise
    return sock


async def _hand_over(
    loop: asyncio.AbstractEventLoop,
    sock: socket.socket,
    route: Route,
    protocol_factory: Callable[[], asyncio.Protocol],
    context: ssl.SSLContext | None,
) -> None:
    """Give the socket to a transport, which owns and closes it from here on (uvloop: the fd)."""
    try:
        await loop.create_connection(
            protocol_factory,
            sock=sock,
            ssl=context,
            server_hostname=route.origin.host.removesuffix(".") if context else None,
        )
    except ssl.SSLCertVerificationError as error:
        raise _untrusted(route, error.verify_message) from error
    except ssl.SSLError as error:
        raise _untrusted(route, error.reason or str(error)) from error
    except OSError as error:
        if context is None:
            raise _unreachable(route, _why(error)) from error
        raise _untrusted(route, str(error) or "the connection was closed") from error


def _why(error: OSError) -> str:
    """Return what the system says of it: asyncio puts how it was called in the place of that."""
    return os.strerror(error.errno) if error.errno else str(error)


def _unresolved(route: Route, error: Exception) -> ConnectFailed:
    detail = (error.strerror if isinstance(error, OSError) else None) or str(error)
    if route.proxy is not None:
        return ProxyFailed("proxy_unreachable", proxy=str(route.proxy), detail=detail)
    return NameResolutionFailed("name_resolution_failed", origin=str(route.origin), detail=detail)


def _unreachable(route: Route, detail: str) -> ConnectFailed:
    if route.proxy is not None:
        return ProxyFailed("proxy_unreachable", proxy=str(route.proxy), detail=detail)
    return ConnectFailed("connect_failed", origin=str(route.origin), detail=detail)


def _untrusted(route: Route, detail: str) -> TlsFailed:
    return TlsFailed("tls_failed", origin=str(route.origin), detail=detail)
