"""What a client's request asks of the broker, read from head and body. Pure."""

from __future__ import annotations

import msgspec

from openclaw_auth.lending.rotation import Ask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeGuard

    from openclaw_auth.gateway.connection.body import RequestFields
    from openclaw_auth.gateway.connection.head import Head

# How each dialect begins an image part; a word in a text costs a fallback nothing.
_IMAGE_PARTS = (b'"image_url"', b'"input_image"', b'"image"')
_SESSION_LENGTH = 256


def ask_of(fields: RequestFields, head: Head, call: str, body: bytes) -> Ask:
    """Return what is asked.

    Args:
        fields: of the body.
        head: of the request.
        call: a key of `providers.provider.PATHS`.
        body: for what is only looked for when it matters.
    """
    return Ask(
        fields.model,
        call,
        agent_id=head.agent,
        session=session_of(fields, head),
        vendor=head.vendor,
        images=any(part in body for part in _IMAGE_PARTS),
        fallback=head.fallback,
    )


def session_of(fields: RequestFields, head: Head) -> str | None:
    """Return the client's name for its session: the header, else the body's `user`.

    Anthropic's messages have it as `metadata.user_id`. A name too long to remember is none.
    """
    found: object = head.session or _decoded(fields.user)
    if not _is_name(found):
        metadata = _decoded(fields.metadata)
        found = metadata.get("user_id") if isinstance(metadata, dict) else None
    return found if _is_name(found) and len(found) <= _SESSION_LENGTH else None


def _is_name(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value)


def _decoded(raw: msgspec.Raw) -> object:
    if not raw:
        return None
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
