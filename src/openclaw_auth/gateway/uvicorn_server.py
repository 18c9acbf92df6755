"""uvicorn's server with our manners: a second signal ends it at once, a drained one exits 0."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
from functools import partial
from typing import cast

import uvicorn

from openclaw_auth.gateway.app import LazyApp
from openclaw_auth.gateway.connection.front import Front

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator
    from types import FrameType
    from typing import Any

    from openclaw_auth.gateway.context import Gateway

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
# Idle connections are closed at once; what is there a moment later is waited for.
_LOOK_AFTER_S = 0.15


def server_config(gateway: Gateway) -> uvicorn.Config:
    """Return uvicorn's configuration: sockets, TLS, signals and drain are its business."""
    return uvicorn.Config(
        LazyApp(gateway),
        http=cast("type[asyncio.Protocol]", partial(Front, gateway)),
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=int(gateway.timeouts.keep_alive_s),
        timeout_graceful_shutdown=max(1, int(gateway.timeouts.drain_s)),
    )


class GatewayServer(uvicorn.Server):
    """Serves until a signal, then lets answers in flight finish.

    Args:
        gateway: what it serves.
        started: called when it listens.
        waiting: told how many connections still get an answer after the signal to stop; not
            called when none does.
        stopping: called when it stops listening.
    """

    def __init__(
        self,
        gateway: Gateway,
        started: Callable[[], None],
        waiting: Callable[[int], None],
        stopping: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(server_config(gateway))
        self._gateway = gateway
        self._started = started
        self._waiting = waiting
        self._stopping = stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and say so."""
        await super().startup(sockets)
        self._started()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As uvicorn's, but a signal that was obeyed is not raised again afterwards."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before: dict[int, Any] = {s: signal.signal(s, self.handle_exit) for s in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - a signal handler's signature
        """The first signal drains, the second ends at once."""
        if self.should_exit:
            self.force_exit = True
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Drain, then cut what is left."""
        self._stopping()
        said = asyncio.get_running_loop().call_later(_LOOK_AFTER_S, self._say_waiting)
        try:
            await super().shutdown(sockets)
        finally:
            said.cancel()
            self._gateway.is_cutting_off = True
            for connection in list(self.server_state.connections):
                transport = getattr(connection, "transport", None)
                if transport is not None:
                    transport.abort()

    def _say_waiting(self) -> None:
        count = len(self.server_state.connections)
        if count:
            self._waiting(count)
