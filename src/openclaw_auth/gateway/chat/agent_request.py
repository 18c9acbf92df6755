"""What a client of the OpenAI dialects says to an agent: whose, in which session, which words. Pure.

Chat Completions and Responses, as OpenAI documents their requests. Tools, sampling and the like
are the agent's business and are passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from openclaw_auth.config.view import agent_key
from openclaw_auth.errors import UnknownName
from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.chat.said_by_client import check_pictures, check_text, place_of
from openclaw_auth.sessions.keys import agent_of, one_time_key, user_key
from openclaw_auth.sessions.turn import Picture, Turn, Words, alternating

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openclaw_auth.gateway.chat.said_by_client import Place
    from openclaw_auth.gateway.connection.head import Head
    from openclaw_auth.sessions.turn import Part
    from openclaw_auth.world import World

    Json = dict[str, Any]

# With which the model's name begins where an agent is meant; cheap to look at.
AGENT_NAMES = ("openclaw", "agent:")
_PREFIXES = ("openclaw:", "openclaw/", "agent:")
_NAME_LENGTH = 256
_TEXT_PARTS = frozenset({"text", "input_text", "output_text"})
_ROLES = {"system": "system", "developer": "system", "assistant": "assistant"}


@dataclass(frozen=True, slots=True)
class AgentSaid:
    """What is said.

    Attributes:
        text, pictures: the newest of the user's words.
        before: the turns that the client sent before them.
        system: its own instructions; None without.
        usage_in_stream: whether a stream ends with what was used.
    """

    text: str
    pictures: tuple[Picture, ...]
    before: tuple[Turn, ...]
    system: str | None
    usage_in_stream: bool


def agent_in(model: str) -> str | None:
    """Return the agent that a model's name means: empty for the default, None for no agent."""
    if model == "openclaw":
        return ""
    prefix = next((p for p in _PREFIXES if model.startswith(p)), None)
    return model.removeprefix(prefix).strip() if prefix is not None else None


def place_asked(world: World, head: Head, model: str, user: object, unique: str) -> Place:
    """Return agent and session of a request.

    The header `x-openclaw-agent-id` beats the model's name. The session is the header
    `x-openclaw-session-key` as it is, else that of `user`, else one of its own.

    Args:
        world: which agents there are.
        head: of the request.
        model: as the client wrote it.
        user: the field of that name, None without.
        unique: names the session of a request that names none.

    Raises:
        UnknownName: no such agent, or the session is another agent's.
        Refusal: 400, no session could be named so.
    """
    agent = head.agent or agent_in(model) or None
    key = (head.session or "").strip()
    place = place_of(world, agent, key or None)
    if key:
        owner = agent_of(key)
        if owner is not None and agent is not None and owner != agent_key(agent):
            raise UnknownName("chat_session_elsewhere", session=key, owner=owner, agent=agent)
        return type(place)(place.agent_id, key)
    if isinstance(user, str) and user.strip():
        if len(user) > _NAME_LENGTH or not user.isprintable():
            raise Refusal(400, "chat_session_unusable", session=user[:40], limit=_NAME_LENGTH)
        return type(place)(place.agent_id, user_key(place.agent_id, user))
    return type(place)(place.agent_id, one_time_key(place.agent_id, unique))


def said_in(body: Json, *, responses: bool) -> AgentSaid:
    """Return what a request says.

    Args:
        body: of the request.
        responses: whether it is one of the Responses API, else of Chat Completions.

    Raises:
        Refusal: 400 for what is no such request or has nothing to say, 413 for too much.
    """
    given = body.get("input") if responses else body.get("messages")
    if responses and isinstance(given, str):
        given = [{"role": "user", "content": given}]
    if not isinstance(given, list):
        raise _invalid("`$.input`" if responses else "`$.messages`")
    instructions = body.get("instructions") if responses else None
    system = [instructions] if isinstance(instructions, str) and instructions.strip() else []
    turns: list[Turn] = []
    for item in given:
        role, parts = _message(item)
        if role == "system":
            system += [p.text for p in parts if isinstance(p, Words) and p.text.strip()]
        elif parts:
            turns.append(Turn("assistant" if role == "assistant" else "user", tuple(parts)))
    turns = alternating(turns)
    if not turns or turns[-1].role != "user":
        raise Refusal(400, "chat_no_user_message")
    last = turns[-1]
    options = body.get("stream_options")
    return AgentSaid(
        check_text(last.text),
        _checked(last.parts),
        tuple(turns[:-1]),
        "\n\n".join(system) or None,
        isinstance(options, dict) and options.get("include_usage") is True,
    )


def object_in(body: bytes | bytearray) -> Json:
    """Return the JSON object of a body that was read as one before."""
    found: Json = msgspec.json.decode(body)
    return found


def _message(item: object) -> tuple[str, list[Part]]:
    if not isinstance(item, dict):
        raise _invalid("a message that is no object")
    if item.get("type", "message") != "message":  # tool calls and their like: not an agent's words
        return "user", []
    role = _ROLES.get(str(item.get("role")), "user")
    return role, list(_parts(item.get("content")))


def _parts(content: object) -> Iterable[Part]:
    if isinstance(content, str):
        yield Words(content)
    for part in content if isinstance(content, list) else ():
        kind = part.get("type") if isinstance(part, dict) else None
        if kind in _TEXT_PARTS and isinstance(part.get("text"), str):
            yield Words(part["text"])
        elif kind in ("image_url", "input_image"):
            yield _picture(part.get("image_url"))


def _picture(found: object) -> Picture:
    """Return a `data:` URL as a picture. What is elsewhere is not fetched: it could be anything."""
    url = found.get("url") if isinstance(found, dict) else found
    head, comma, data = url.partition(",") if isinstance(url, str) else ("", "", "")
    if not (comma and head.startswith("data:") and head.endswith(";base64")):
        raise Refusal(400, "chat_picture_elsewhere")
    return Picture(data, head.removeprefix("data:").removesuffix(";base64").lower())


def _checked(parts: Iterable[Part]) -> tuple[Picture, ...]:
    pictures = [p for p in parts if isinstance(p, Picture)]
    return check_pictures([{"data": p.data, "mimeType": p.mime_type} for p in pictures])


def _invalid(where: str) -> Refusal:
    return Refusal(400, "body_fields_invalid", detail=f"{where} makes no sense")
