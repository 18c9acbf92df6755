"""Answers of the chat that go on for a while: one JSON object a line, as they come.

A client that takes nothing for too long counts as gone.
"""

from __future__ import annotations

import asyncio
import contextlib
import json

from openclaw_auth.errors import OpenclawAuthError
from openclaw_auth.gateway.chat.said_json import piece_json
from openclaw_auth.gateway.chat.talked import Failed, Stopped
from openclaw_auth.gateway.page_api.guarded import NO_STORE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from starlette.responses import Response
    from starlette.types import Receive, Scope, Send

    from openclaw_auth.gateway.chat.live import Live
    from openclaw_auth.gateway.chat.said_by_client import Place
    from openclaw_auth.gateway.chat.talked import Sayable, Talked


def saying(said: AsyncGenerator[Talked, None], speaker: str, slowest_s: float) -> Response:
    """Return the stream of what comes of one message; whoever leaves it stops the answer.

    Args:
        said: of `Talk.say`, not yet begun: it runs within the task of the stream.
        speaker: names the message.
        slowest_s: how long a client may take nothing.
    """
    last = _line(Stopped(), speaker)
    return _stream(_said_lines(said, speaker), slowest_s, when_cancelled=last)


def listening(live: Live, place: Place, slowest_s: float) -> Response:
    """Return the stream of everything that is said in a session from now on."""
    return _stream(_heard_lines(live, place), slowest_s)


async def _said_lines(
    said: AsyncGenerator[Talked, None], speaker: str
) -> AsyncGenerator[bytes, None]:
    try:
        async with contextlib.aclosing(said):
            async for piece in said:
                yield _line(piece, speaker)
    except OpenclawAuthError as error:
        yield _line(Failed(error), speaker)


async def _heard_lines(live: Live, place: Place) -> AsyncGenerator[bytes, None]:
    reader = live.enter(place.agent_id, place.key)
    try:
        async with contextlib.aclosing(reader.lines()) as lines:
            async for line in lines:
                yield line
    finally:
        live.leave(place.agent_id, place.key, reader)


def _line(piece: Sayable, speaker: str) -> bytes:
    document = piece_json(piece, speaker)
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _stream(
    lines: AsyncGenerator[bytes, None], slowest_s: float, *, when_cancelled: bytes = b""
) -> Response:
    from starlette.responses import Response

    class Lines(Response):
        media_type = "application/x-ndjson"

        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            del scope
            headers = [(k, v) for k, v in self.raw_headers if k != b"content-length"]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            sending = asyncio.create_task(_send_all(lines, send, slowest_s))
            leaving = asyncio.create_task(_left(receive))
            try:
                await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
                if sending.cancelled():  # by a stop: the client is still there
                    with contextlib.suppress(TimeoutError):
                        await _send(when_cancelled, send, slowest_s, more=False)
                elif sending.done():
                    sending.result()
            finally:
                for task in (sending, leaving):
                    task.cancel()
                await asyncio.gather(sending, leaving, return_exceptions=True)

    return Lines(headers=NO_STORE)


async def _send_all(lines: AsyncGenerator[bytes, None], send: Send, slowest_s: float) -> None:
    with contextlib.suppress(TimeoutError):
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
