"""What the gateway reads of a request body: which model, and whether to stream. Pure."""

from __future__ import annotations

import re

import msgspec

from openclaw_auth.gateway.answer.refusal import Refusal

_JSON_TYPE = re.compile(rb"application/(?:[\w.+-]+\+)?json(?:[ \t]*;.*)?", re.IGNORECASE)


_NOTHING = msgspec.Raw()
# No provider's ids are nearly as long; longer ones would fill memory, log and store.
_MODEL_LENGTH = 512


class RequestFields(msgspec.Struct):
    """The fields that routing needs; the others are checked to be JSON and passed over."""

    model: str
    stream: bool | None = None
    user: msgspec.Raw = _NOTHING
    metadata: msgspec.Raw = _NOTHING

    @property
    def names_session(self) -> bool:
        """Whether the body may name a session."""
        return bool(self.user) or bool(self.metadata)


_decode = msgspec.json.Decoder(RequestFields).decode


def read_fields(body: bytes | bytearray) -> RequestFields:
    """Return model and stream of a request body.

    Raises:
        Refusal: 400, not a JSON object, or without a model name.
    """
    try:
        fields = _decode(body)
    except msgspec.ValidationError as error:
        raise Refusal(400, "body_fields_invalid", detail=str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal(400, "body_not_json", detail=str(error)) from None
    if not fields.model.strip():
        raise Refusal(400, "body_fields_invalid", detail="`$.model` is empty")
    if len(fields.model) > _MODEL_LENGTH:
        raise Refusal(400, "body_fields_invalid", detail="`$.model` is too long")
    return fields


def check_content_type(value: bytes | None) -> None:
    """Let a JSON body through; a missing type is taken as JSON, as the providers do.

    Raises:
        Refusal: 415, another type. A page's form cannot have a JSON type without asking first.
    """
    if value is None or value == b"application/json":
        return
    if not _JSON_TYPE.fullmatch(value):
        shown = value[:100].decode("latin-1").encode("ascii", "backslashreplace").decode()
        raise Refusal(415, "content_type_wrong", type=shown)
