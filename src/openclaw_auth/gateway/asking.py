"""What a client's request asks of the broker, read from head and body. Pure."""

from __future__ import annotations

import msgspec

from openclaw_auth.rotation import Ask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.gateway.body import RequestFields
    from openclaw_auth.gateway.head import Head

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

    Anthropic's messages have it as `metadata.user_id`.
    """
    if head.session is not None:
        return head.session
    found = _text(fields.user)
    if found is None and fields.metadata:
        metadata = _decoded(fields.metadata)
        value = metadata.get("user_id") if isinstance(metadata, dict) else None
        found = value if isinstance(value, str) and value else None
    return found if found is None or len(found) <= _SESSION_LENGTH else None


def _text(raw: msgspec.Raw) -> str | None:
    value = _decoded(raw) if raw else None
    return value if isinstance(value, str) and value else None


def _decoded(raw: msgspec.Raw) -> object:
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
