"""`run/gateway.sock`: hands out short-lived access tokens to workers on this host.

One line of JSON in, one line of JSON out, one request a connection (docs/handing-out.md). The
directory is 0700 and the socket 0600, and the kernel says who connects.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket

from openclaw_auth.codes import Reason, render
from openclaw_auth.errors import GatewayError, OpenclawAuthError, UnexpectedError
from openclaw_auth.gateway.connection.peer import Peer, can_tell, peer_of
from openclaw_auth.gateway.leases.lending import Lender, refusal
from openclaw_auth.gateway.leases.socket_path import SOCKET_NAME, bind_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from openclaw_auth.gateway.context import Gateway

REQUEST_BYTES = 8 * 1024
AT_ONCE = 64
READ_S = 5.0
WRITE_S = 5.0
SERVE_S = 75.0  # a refresh may wait for another process's and then take its own 20 s
_BACKLOG = 128
_PAUSE_S = 0.1


async def serve_leases(gateway: Gateway, run_dir: str) -> None:
    """Serve a gateway's socket until cancelled; where it cannot be opened, say so and end."""
    leases = LeaseSocket(run_dir, Lender(gateway))
    problem = leases.open()
    if problem is not None:
        fields = {"code": problem.code, **problem.params}
        gateway.publish("health", gateway.now_ms(), fields)
        return
    try:
        await leases.run()
    finally:
        await leases.aclose()


class LeaseSocket:
    """The socket of one gateway.

    Args:
        run_dir: `<state>/run`, which is made private if it is not.
        lender: answers.
    """

    def __init__(
        self, run_dir: str, lender: Lender, peer_of: Callable[[socket.socket], Peer] = peer_of
    ) -> None:
        self._path = os.path.join(run_dir, SOCKET_NAME)
        self._run_dir = run_dir
        self._lender = lender
        self._peer_of = peer_of
        self._sock: socket.socket | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def open(self) -> Reason | None:
        """Listen; return why that cannot be, None when it can.

        What lies at the path is an earlier gateway's, dead by now: we hold the gateway's lock.
        """
        if not can_tell():
            return Reason("socket_unusable", {"why": "SO_PEERCRED"})
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            os.chmod(self._run_dir, 0o700)
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self._path)
            bind_at(sock, self._path)
            os.chmod(self._path, 0o600)
            sock.listen(_BACKLOG)
        except OSError as error:
            sock.close()
            return Reason("socket_unusable", {"why": error.strerror or str(error)})
        sock.setblocking(False)
        self._sock = sock
        return None

    async def run(self) -> None:
        """Serve for ever."""
        if self._sock is None:
            return
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, _ = await loop.sock_accept(self._sock)
            except OSError:  # no descriptors left: others may go
                await asyncio.sleep(_PAUSE_S)
                continue
            if len(self._tasks) >= AT_ONCE:
                _turn_away(connection)
                continue
            task = asyncio.create_task(self._serve(connection))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def aclose(self) -> None:
        """Stop: nobody is answered any more."""
        if self._sock is not None:
            self._sock.close()
            with contextlib.suppress(OSError):
                os.unlink(self._path)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, connection: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        with connection:
            connection.setblocking(False)
            answer = await self._answer(connection)
            data = json.dumps(answer, separators=(",", ":")).encode() + b"\n"
            with contextlib.suppress(OSError, TimeoutError):
                async with asyncio.timeout(WRITE_S):
                    await loop.sock_sendall(connection, data)

    async def _answer(self, connection: socket.socket) -> dict[str, Any]:
        try:
            peer = self._peer_of(connection)
            if peer.uid not in (0, os.geteuid()):
                raise GatewayError("socket_peer_foreign", own=os.geteuid(), uid=peer.uid)
            line = await _line(connection)
        except OpenclawAuthError as error:
            return refusal(error, "en", 0)
        except OSError as error:
            return refusal(UnexpectedError.of(error), "en", 0)
        try:
            async with asyncio.timeout(SERVE_S):
                return await self._lender.answer(line, peer)
        except TimeoutError:
            return refusal(GatewayError("socket_too_slow", seconds=int(SERVE_S)), "en", 0)


async def _line(connection: socket.socket) -> bytes:
    """Return the request's line.

    Raises:
        GatewayError: too long, too slow, or no line at all.
    """
    loop = asyncio.get_running_loop()
    data = b""
    try:
        async with asyncio.timeout(READ_S):
            while b"\n" not in data and len(data) <= REQUEST_BYTES:
                part = await loop.sock_recv(connection, REQUEST_BYTES)
                if not part:
                    break
                data += part
    except TimeoutError:
        raise GatewayError("socket_too_slow", seconds=int(READ_S)) from None
    line, end, _ = data.partition(b"\n")
    if not end or len(line) > REQUEST_BYTES:
        raise GatewayError("socket_request_invalid", limit=REQUEST_BYTES)
    return line


def _turn_away(connection: socket.socket) -> None:
    """Say that there are too many, if that can be said at once."""
    reason = Reason("socket_busy", {"limit": AT_ONCE})
    error = {"code": reason.code, "text": render(reason), "remedy": "", "candidates": []}
    with connection, contextlib.suppress(OSError):
        connection.setblocking(False)
        connection.send(json.dumps({"v": 1, "ok": False, "error": error}).encode() + b"\n")
        connection.recv(REQUEST_BYTES)  # what is left unread would take the answer away again
