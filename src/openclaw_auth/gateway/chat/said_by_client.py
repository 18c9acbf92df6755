"""What a client asks to be said: agent, session, words and pictures, checked. Pure."""

from __future__ import annotations

import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openclaw_auth.config.view import agent_key
from openclaw_auth.errors import UnknownName, did_you_mean
from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.sessions.keys import agent_of, full_key
from openclaw_auth.sessions.turn import Picture

if TYPE_CHECKING:
    from openclaw_auth.world import World

MOST_TEXT = 5 * 1024 * 1024
MOST_BODY = 20 * 1024 * 1024
MOST_PICTURES = 10
_KEY_LENGTH = 256
_MEGABYTE = 1024 * 1024
# How each kind begins; WebP names itself at the eighth byte of a RIFF file.
_BEGINNINGS = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
}
_LONGEST_BEGINNING = 24  # base64 characters: 18 bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Whose session, and its key."""

    agent_id: str
    key: str


def place_of(world: World, agent: str | None, session: str | None) -> Place:
    """Return the session that a client means.

    Args:
        world: which agents there are.
        agent: its id; None for the session's own, else the default one.
        session: a name or a whole key; None for the agent's main session.

    Raises:
        UnknownName: no such agent, or the session is another agent's.
        Refusal: 400, no session could be named so.
    """
    name = (session or "").strip()
    if len(name) > _KEY_LENGTH or not (name.isprintable() or not name):
        raise Refusal(400, "chat_session_unusable", session=name[:40], limit=_KEY_LENGTH)
    view = world.settings.view
    owner = agent_of(name) if name else None
    wanted = agent_key(agent) if agent and agent.strip() else owner or view.default_agent_id()
    for named in (wanted, owner or wanted):
        if named not in world.agents:
            from difflib import get_close_matches

            near = get_close_matches(named, list(world.agents), n=1)
            raise UnknownName("unknown_agent", agent=named, nearest=did_you_mean(near))
    if owner is not None and owner != wanted:
        raise UnknownName("chat_session_elsewhere", session=name, owner=owner, agent=wanted)
    return Place(wanted, full_key(view, wanted, name))


def check_text(text: str) -> str:
    """Return a message's text. Raises Refusal, 413, when it is longer than anybody types."""
    if len(text) > MOST_TEXT or len(text.encode("utf-8", "replace")) > MOST_TEXT:
        raise Refusal(413, "chat_message_too_long", limit_mb=MOST_TEXT // _MEGABYTE)
    return text


def check_pictures(found: object) -> tuple[Picture, ...]:
    """Return `[{mimeType, data}]` as pictures; None is none.

    Raises:
        Refusal: 400, there are too many, or one is no picture.
    """
    if found is None:
        return ()
    if not isinstance(found, list):
        raise Refusal(400, "page_field_missing", field="pictures")
    if len(found) > MOST_PICTURES:
        raise Refusal(400, "chat_pictures_too_many", limit=MOST_PICTURES)
    return tuple(_picture(number, item) for number, item in enumerate(found, 1))


def _picture(number: int, found: Any) -> Picture:
    fields = found if isinstance(found, dict) else {}
    data, mime_type = fields.get("data"), fields.get("mimeType")
    if isinstance(data, str) and isinstance(mime_type, str) and _is_picture(data, mime_type):
        return Picture(data, mime_type)
    raise Refusal(400, "chat_picture_invalid", number=number)


def _is_picture(data: str, mime_type: str) -> bool:
    """Whether the bytes are what they are said to be; a provider's refusal would name nothing."""
    try:
        first = binascii.a2b_base64(data[:_LONGEST_BEGINNING], strict_mode=True)
        binascii.a2b_base64(data, strict_mode=True)
    except (ValueError, binascii.Error):
        return False
    begins = first.startswith(_BEGINNINGS.get(mime_type, ()))
    return begins and (mime_type != "image/webp" or first[8:12] == b"WEBP")
