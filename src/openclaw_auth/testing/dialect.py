"""What the three dialects share: the question taken from a request, the reply, and the frames of a stream."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

CREATED_S = 1_780_000_000
"""The fixed creation time of everything here (epoch seconds): the same request gives the same bytes."""

MODEL_DEFAULT = "demo"

_CJK = r"\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef"
_CHUNK = re.compile(rf"[{_CJK}]{{1,2}}|[^\s{_CJK}]+\s*|\s+")


class InvalidRequestError(Exception):
    """A request that the provider refuses by content: status, message for people, and the parameter at fault."""

    def __init__(
        self, message: str, *, status: int = 400, param: str | None = None, kind: str | None = None
    ) -> None:
        """Keep what the dialects need to word their refusal; `kind` names a special error (`model_not_found`)."""
        super().__init__(message)
        self.message = message
        self.status = status
        self.param = param
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer's text, in the pieces in which it is streamed; each piece counts as one output token."""

    chunks: tuple[str, ...]
    truncated: bool
    input_tokens: int
    number: int

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.chunks)


@dataclass(frozen=True, slots=True)
class Frames:
    """The encoded events of a stream: before the first content, the content, and the end."""

    prelude: tuple[bytes, ...]
    content: tuple[bytes, ...]
    epilogue: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Served:
    """A whole answer; `frames` is `None` when the caller did not ask for a stream."""

    body: bytes
    frames: Frames | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What an endpoint needs to answer: `compose` makes the text from the last user message."""

    compose: Callable[[str], str]
    models: tuple[str, ...]
    missing_models: frozenset[str]
    number: int
    headers: Mapping[str, str] = field(default_factory=dict)


class Dialect(Protocol):
    """How one family of endpoints words its refusals."""

    def error(
        self, status: int, message: str, *, kind: str | None, param: str | None, number: int
    ) -> dict[str, Any]:
        """Return the JSON body of a refusal; `kind` is `invalid_key`, `not_found`, `model_not_found` or `None`."""
        ...

    def error_events(self, body: Any, sent: int) -> tuple[bytes, ...]:
        """Return the stream events for this error body, after `sent` events."""
        ...

    def headers(self, number: int) -> dict[str, str]:
        """Return the headers of every answer: request id, rate limits."""
        ...


def to_json(value: object) -> bytes:
    """Encode compactly, as providers do."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def sse(value: object, event: str | None = None) -> bytes:
    """Encode one server-sent event (WHATWG HTML, 9.2.6) with JSON data."""
    name = f"event: {event}\n".encode() if event else b""
    return name + b"data: " + to_json(value) + b"\n\n"


def in_chunks(text: str) -> tuple[str, ...]:
    """Cut a text at its words (CJK: two characters); joined again they are the text."""
    return tuple(_CHUNK.findall(text))


def text_of(content: object) -> str:
    """Return the text of a message's content: a string, or a list of parts of which the textual ones count."""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return ""
    parts = (part.get("text") for part in content if isinstance(part, dict))
    return "\n".join(part for part in parts if isinstance(part, str))


def last_user_text(messages: Sequence[object]) -> str:
    """Return the text of the last message by the user, empty when there is none."""
    for message in reversed(messages):
        if isinstance(message, dict) and message.get("role") == "user":
            return text_of(message.get("content"))
    return ""


def count_tokens(value: object) -> int:
    """Estimate the tokens of any JSON value; deterministic, at least one."""
    return max(1, math.ceil(len(to_json(value)) / 4))


def required(body: Mapping[str, Any], name: str, kind: type) -> Any:
    """Return a required parameter; raises `InvalidRequestError` when it is missing or of another type."""
    value = body.get(name)
    if not isinstance(value, kind):
        message = f"Missing or invalid parameter: '{name}'."
        raise InvalidRequestError(message, param=name)
    return value


def checked_model(body: Mapping[str, Any], setting: Setting) -> str:
    """Return the model asked for; raises `InvalidRequestError` with 404 for one that is set to be missing."""
    model: str = required(body, "model", str)
    if model in setting.missing_models:
        message = f"The model `{model}` does not exist or you do not have access to it."
        raise InvalidRequestError(message, status=404, param="model", kind="model_not_found")
    return model


def make_reply(prompt: object, user_text: str, max_tokens: object, setting: Setting) -> Reply:
    """Compose the answer to `user_text`, cut to `max_tokens` pieces when that is a number."""
    chunks = in_chunks(setting.compose(user_text))
    limit = max_tokens if isinstance(max_tokens, int) else len(chunks)
    return Reply(chunks[:limit], limit < len(chunks), count_tokens(prompt), setting.number)
