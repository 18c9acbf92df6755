"""Addresses of host names, looked up in threads that nobody has to wait for.

The loop's own `getaddrinfo` runs in a pool whose threads are joined at exit: a resolver that hangs
would hold a command far beyond its limit, and the gateway's end as well.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Address = tuple[int, int, int, str, tuple[Any, ...]]

_NUMERIC = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV


class Resolver:
    """Looks names up for one event loop.

    Nothing is kept: the system's resolver has its own cache and knows when it is stale. Only
    questions asked at the same time share an answer, so that one slow name takes one thread.
    """

    __slots__ = ("_running",)

    def __init__(self) -> None:
        self._running: dict[tuple[str, int], asyncio.Future[list[Address]]] = {}

    async def resolve(self, host: str, port: int) -> list[Address]:
        """Return the addresses of a host, families alternating, the system's favourite first.

        Raises:
            OSError: (socket.gaierror) there is none.
            UnicodeError: the host is no name.
        """
        try:  # an address needs no thread
            return _lookup(host, port, _NUMERIC)
        except socket.gaierror:
            pass
        place = (host, port)
        answer = self._running.get(place)
        if answer is None:
            answer = self._running[place] = asyncio.get_running_loop().create_future()
            answer.add_done_callback(lambda done: self._finished(place, done))
            thread = threading.Thread(target=_answer, args=(answer, host, port), daemon=True)
            thread.start()
        return await asyncio.shield(answer)

    def _finished(self, place: tuple[str, int], answer: asyncio.Future[list[Address]]) -> None:
        del self._running[place]
        if not answer.cancelled():
            answer.exception()  # looked at, in case whoever asked has gone


def _answer(answer: asyncio.Future[list[Address]], host: str, port: int) -> None:
    """Thread: look up and tell the loop, unless that has ended."""
    found: list[Address] | Exception
    try:
        found = _lookup(host, port, 0)
    except (OSError, UnicodeError) as error:
        found = error
    with contextlib.suppress(RuntimeError):
        answer.get_loop().call_soon_threadsafe(_settle, answer, found)


def _settle(answer: asyncio.Future[list[Address]], found: list[Address] | Exception) -> None:
    if answer.done():
        return
    if isinstance(found, Exception):
        answer.set_exception(found)
    else:
        answer.set_result(found)


def _lookup(host: str, port: int, flags: int) -> list[Address]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
    return interleaved([(int(info[0]), int(info[1]), *info[2:]) for info in found])


def interleaved(addresses: list[Address]) -> list[Address]:
    """Return the addresses with the families taking turns (RFC 8305 section 4)."""
    first = [entry for entry in addresses if entry[0] == addresses[0][0]]
    other = [entry for entry in addresses if entry[0] != addresses[0][0]]
    mixed = [entry for pair in zip(first, other, strict=False) for entry in pair]
    shorter = min(len(first), len(other))
    return mixed + first[shorter:] + other[shorter:]
