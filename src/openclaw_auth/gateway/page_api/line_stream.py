"""Answers of the page's routes that go on for a while: one line after the other, as they come.

A client that takes nothing for too long is let go at once, with all that still waits for it: a
closed connection would keep both until the client goes by itself.
"""

from __future__ import annotations

import asyncio
import contextlib

from openclaw_auth.gateway.page_api.guarded import NO_STORE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from starlette.responses import Response
    from starlette.types import Receive, Scope, Send


def line_stream(
    lines: AsyncGenerator[bytes, None], slowest_s: float, *, when_cancelled: bytes = b""
) -> Response:
    """Return the answer; a client that leaves closes `lines`.

    Args:
        lines: not yet begun; they run within the task of the stream.
        slowest_s: how long a client may take nothing.
        when_cancelled: the last line where that task is cancelled and the client is still there.
    """
    from starlette.responses import Response

    class Lines(Response):
        media_type = "application/x-ndjson"

        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            headers = [(k, v) for k, v in self.raw_headers if k != b"content-length"]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            sending = asyncio.create_task(_send_all(lines, send, slowest_s))
            leaving = asyncio.create_task(_left(receive))
            try:
                await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
                if sending.cancelled():
                    await _send(when_cancelled, send, slowest_s, more=False)
                elif sending.done():
                    sending.result()
            except TimeoutError:
                scope["state"]["abort"]()
                await leaving
            finally:
                for task in (sending, leaving):
                    task.cancel()
                await asyncio.gather(sending, leaving, return_exceptions=True)

    return Lines(headers=NO_STORE)


async def _send_all(lines: AsyncGenerator[bytes, None], send: Send, slowest_s: float) -> None:
    async with contextlib.aclosing(lines):
        async for line in lines:
            await _send(line, send, slowest_s)
    await _send(b"", send, slowest_s, more=False)


async def _send(line: bytes, send: Send, slowest_s: float, *, more: bool = True) -> None:
    async with asyncio.timeout(slowest_s):
        await send({"type": "http.response.body", "body": line, "more_body": more})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
