"""The first address of a host that takes a connection (Happy Eyeballs, RFC 8305).

Own code, because uvloop's `create_connection` tries addresses one after another, each for as
long as the kernel likes: a host with broken IPv6 would cost minutes.
"""

from __future__ import annotations

import asyncio
import socket

# Where the system has them (Linux all, macOS without the last). Seconds, but for the last one.
_PROBES = (
    ("TCP_KEEPIDLE", 30),
    ("TCP_KEEPALIVE", 30),
    ("TCP_KEEPINTVL", 10),
    ("TCP_KEEPCNT", 3),
    ("TCP_USER_TIMEOUT", 60_000),
)
STAGGER_S = 0.25  # RFC 8305 section 8 recommends this delay

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.transport.resolver import Address


async def connect_first(
    loop: asyncio.AbstractEventLoop, addresses: list[Address], stagger_s: float = STAGGER_S
) -> socket.socket:
    """Return a connected non-blocking socket to the first address that answers.

    Each attempt gets a head start of `stagger_s` over the next; a refusal starts the next at
    once. The losers are closed.

    Raises:
        OSError: of the first address, when none answers.
    """
    waiting = list(reversed(addresses))
    running: set[asyncio.Task[socket.socket]] = set()
    failures: list[BaseException] = []
    try:
        while waiting or running:
            if waiting:
                running.add(loop.create_task(_connect(loop, waiting.pop())))
            done, running = await asyncio.wait(
                running,
                timeout=stagger_s if waiting else None,
                return_when=asyncio.FIRST_COMPLETED,
            )
            winners = [task.result() for task in done if task.exception() is None]
            failures += [error for task in done if (error := task.exception()) is not None]
            if winners:
                for late in winners[1:]:
                    late.close()
                return winners[0]
        raise failures[0]
    finally:
        _discard(running)


def _discard(running: set[asyncio.Task[socket.socket]]) -> None:
    """Stop attempts that lost; one that connects in this very moment is closed."""
    for task in running:
        task.cancel()
        task.add_done_callback(_close_result)


def _close_result(task: asyncio.Task[socket.socket]) -> None:
    if not task.cancelled() and task.exception() is None:
        task.result().close()


def _tune(sock: socket.socket) -> None:
    """Send small writes at once, and notice within a minute that the other end has vanished.

    A laptop that wakes up, or a router that forgot us, leaves kept connections that look alive:
    without this the next request on one would wait for the whole limit of the first byte.
    """
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _PROBES:
        option = getattr(socket, name, None)
        if option is not None:
            sock.setsockopt(socket.IPPROTO_TCP, option, value)


async def _connect(loop: asyncio.AbstractEventLoop, address: Address) -> socket.socket:
    family, kind, protocol, _, place = address
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setblocking(False)
        _tune(sock)
        await loop.sock_connect(sock, place)
    except BaseException:
        sock.close()
        raise
    return sock
