"""Answers of the chat that go on for a while: one JSON object a line, as they come."""

from __future__ import annotations

import contextlib
import json

from openclaw_auth.errors import OpenclawAuthError
from openclaw_auth.gateway.chat.said_json import piece_json
from openclaw_auth.gateway.chat.talked import Failed, Stopped
from openclaw_auth.gateway.page_api.line_stream import line_stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from starlette.responses import Response

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
    return line_stream(_said_lines(said, speaker), slowest_s, when_cancelled=last)


def listening(live: Live, place: Place, slowest_s: float) -> Response:
    """Return the stream of everything that is said in a session from now on."""
    return line_stream(_heard_lines(live, place), slowest_s)


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
