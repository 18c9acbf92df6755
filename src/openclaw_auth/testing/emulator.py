"""What every emulator does alike: listen, be used in a loop or in a thread of its own, and stop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

from openclaw_auth.testing.thread import LoopThread

if TYPE_CHECKING:
    import ssl
    from types import TracebackType

_BACKLOG = 512  # a test may come with hundreds of clients at once


class Emulator:
    """A server on a socket. Use it as `async with`, as `with` (a thread of its own), or by `start` and `stop`."""

    def __init__(self, host: str, port: int, ssl_context: ssl.SSLContext | None = None) -> None:
        """Set up; nothing listens before `start`. Port 0 lets the system choose."""
        self._host, self._port = host, port
        self._ssl = ssl_context
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread: LoopThread | None = None

    @property
    def port(self) -> int:
        """The port it listens on, chosen by the system unless given."""
        return self._port

    async def _serve_connection(
        self, stream: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Answer one client until it goes."""
        raise NotImplementedError

    def _stop_with_me(self) -> None:
        """Let the present connection's task end when the emulator stops."""
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def start(self) -> None:
        """Listen; raises `OSError` when the port is taken."""
        self._server = await asyncio.start_server(
            self._serve_connection, self._host, self._port, ssl=self._ssl, backlog=_BACKLOG
        )
        self._port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening and drop every connection."""
        if self._server is None:
            return
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()
        self._server = None

    async def __aenter__(self) -> Self:
        """Start in the running loop."""
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        await self.stop()

    def __enter__(self) -> Self:
        """Start in a thread of its own."""
        thread = LoopThread()
        try:
            thread.run(self.start())
        except BaseException:
            thread.close()
            raise
        self._thread = thread
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, and end the thread."""
        if self._thread is not None:
            self._thread.run(self.stop())
            self._thread.close()
            self._thread = None
