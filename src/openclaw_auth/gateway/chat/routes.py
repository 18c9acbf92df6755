"""The chat of the page and of commands: `/api/chat/…`, with the token of the gateway.

`say` and `live` are streams, one JSON object a line. Whoever leaves in the midst of an answer
stops it, as one who hangs up; whoever only listens leaves nothing behind.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from openclaw_auth.errors import UnknownName
from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.chat.history import history_json
from openclaw_auth.gateway.chat.said_by_client import (
    MOST_BODY,
    check_pictures,
    check_text,
    place_of,
)
from openclaw_auth.gateway.chat.streams import listening, saying
from openclaw_auth.gateway.chat.views import choices_json, sessions_json
from openclaw_auth.gateway.connection.json_body import json_body
from openclaw_auth.gateway.page_api.guarded import body_of, guarded, optional_text_in
from openclaw_auth.sessions.commands.usage import mode_of
from openclaw_auth.sessions.keys import main_key
from openclaw_auth.sessions.transcript import read_transcript, transcript_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from openclaw_auth.gateway.chat.live import Live
    from openclaw_auth.gateway.chat.said_by_client import Place
    from openclaw_auth.gateway.chat.talk import Talk
    from openclaw_auth.gateway.context import Gateway
    from openclaw_auth.gateway.page_api.guarded import CheckToken, Json

MOST_READERS = 256
SLOWEST_S = 20.0
_MEGABYTE = 1024 * 1024


def chat_routes(
    gateway: Gateway,
    talk: Talk,
    live: Live,
    check_token: CheckToken,
    *,
    slowest_s: float = SLOWEST_S,
) -> list[Route]:
    """Return the routes.

    Args:
        gateway: whose agents talk.
        talk: its sessions.
        live: who listens to them.
        check_token: refuses strangers.
        slowest_s: how long a client may take nothing until it counts as gone.
    """
    chat = _Chat(gateway, talk, live, slowest_s)
    offered: list[tuple[str, str, Callable[[Request], Awaitable[Response | Json]]]] = [
        ("sessions", "GET", chat.sessions),
        ("history", "GET", chat.history),
        ("choices", "GET", chat.choices),
        ("live", "GET", chat.listen),
        ("say", "POST", chat.say),
        ("stop", "POST", chat.stop),
    ]
    return [
        guarded(f"/api/chat/{name}", method, _known(answer), check_token)
        for name, method, answer in offered
    ]


@dataclass(frozen=True, slots=True)
class _Chat:
    gateway: Gateway
    talk: Talk
    live: Live
    slowest_s: float

    async def sessions(self, request: Request) -> Json:
        """Answer which sessions an agent has."""
        place = self._place(request.query_params.get("agent"), None)
        entries = await asyncio.to_thread(self.talk.store(place.agent_id).read)
        view = self.gateway.broker.world.settings.view
        return {
            "agent": place.agent_id,
            "main": main_key(view, place.agent_id),
            "sessions": sessions_json(entries, place.agent_id),
        }

    async def history(self, request: Request) -> Json:
        """Answer what was said in a session; in one that has not begun, nothing."""
        place = self._asked_for(request)
        return await asyncio.to_thread(self._history, place)

    def _history(self, place: Place) -> Json:
        store = self.talk.store(place.agent_id)
        entry = store.entry(place.key) or {}
        session_id = entry.get("sessionId")
        known = isinstance(session_id, str) and bool(session_id)
        path = transcript_path(store.path, entry) if known else ""
        where = (place.agent_id, place.key)
        asking = self.talk.is_asking(*where)
        transcript = read_transcript(path)
        asking = asking or self.talk.is_asking(*where)  # it may have begun meanwhile
        return {
            "agent": place.agent_id,
            "key": place.key,
            "sessionId": session_id if known else None,
            "running": self.talk.is_running(*where),
            **history_json(transcript, mode_of(entry), asking=asking),
        }

    async def choices(self, request: Request) -> Json:
        """Answer what can be chosen in a session."""
        place = self._asked_for(request)
        desk = await self.talk.look(place.agent_id, place.key)
        return await asyncio.to_thread(choices_json, desk)

    async def listen(self, request: Request) -> Response:
        """Answer with everything that is said in a session from now on."""
        place = self._asked_for(request)
        if self.live.count >= MOST_READERS:
            raise Refusal(503, "chat_readers_too_many", limit=MOST_READERS)
        return listening(self.live, place, self.slowest_s)

    async def say(self, request: Request) -> Response:
        """Say something in a session, and answer with what comes of it."""
        body = await json_body(
            request,
            most_bytes=MOST_BODY,
            code="page_body_not_json",
            too_much=Refusal(413, "chat_request_too_long", limit_mb=MOST_BODY // _MEGABYTE),
        )
        place = self._place(optional_text_in(body, "agent"), optional_text_in(body, "session"))
        text = check_text(optional_text_in(body, "message") or "")
        pictures = await asyncio.to_thread(check_pictures, body.get("pictures"))
        if not text.strip() and not pictures:
            raise Refusal(400, "chat_nothing_said")
        speaker = self.gateway.next_request_id()
        said = self.talk.say(place.agent_id, place.key, text, pictures, speaker=speaker)
        return saying(said, speaker, self.slowest_s)

    async def stop(self, request: Request) -> Json:
        """Stop the answer under way in a session."""
        body = await body_of(request)
        place = self._place(optional_text_in(body, "agent"), optional_text_in(body, "session"))
        return {"stopped": await self.talk.stop(place.agent_id, place.key)}

    def _asked_for(self, request: Request) -> Place:
        asked = request.query_params
        return self._place(asked.get("agent"), asked.get("session"))

    def _place(self, agent: str | None, session: str | None) -> Place:
        return place_of(self.gateway.broker.world, agent, session)


def _known(
    answer: Callable[[Request], Awaitable[Response | Json]],
) -> Callable[[Request], Awaitable[Response | Json]]:
    """Return the same, but what does not exist is 404."""

    async def answering(request: Request) -> Response | Json:
        try:
            return await answer(request)
        except UnknownName as error:
            raise Refusal.of_reason(404, error.reason) from error

    return answering
