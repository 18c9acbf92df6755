"""OpenAI Chat Completions, embeddings, and the refusals that all OpenAI endpoints share.

Shapes: the vendor's API reference; hundreds of other providers copy them.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from typing import TYPE_CHECKING, Any

from openclaw_auth.testing.dialect import (
    CREATED_S,
    Frames,
    InvalidRequestError,
    Reply,
    Served,
    Setting,
    checked_model,
    count_tokens,
    last_user_text,
    make_reply,
    required,
    sse,
    to_json,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

EMBEDDING_SIZE = 16
DONE = b"data: [DONE]\n\n"


class ChatDialect:
    """Refusals and headers of the OpenAI API."""

    def error(
        self,
        status: int,
        message: str,
        *,
        kind: str | None,
        param: str | None,
        number: int,  # noqa: ARG002
    ) -> dict[str, Any]:
        """Return `{error: {message, type, param, code}}`."""
        code = {"invalid_key": "invalid_api_key", "model_not_found": "model_not_found"}.get(
            kind or ""
        )
        type_ = "server_error" if status >= 500 else "invalid_request_error"  # noqa: PLR2004
        return {"error": {"message": message, "type": type_, "param": param, "code": code}}

    def error_events(self, body: Any, sent: int) -> tuple[bytes, ...]:  # noqa: ARG002
        """Return a data line with the error; no `[DONE]` follows."""
        return (sse(body),)

    def headers(self, number: int) -> dict[str, str]:
        """Return the request id and the rate-limit headers."""
        return {
            "x-request-id": f"req_demo{number:06d}",
            "openai-processing-ms": "1",
            "x-ratelimit-limit-requests": "1000",
            "x-ratelimit-remaining-requests": "999",
            "x-ratelimit-reset-requests": "60ms",
        }


def chat_completions(body: Mapping[str, Any], setting: Setting) -> Served:
    """Answer `POST /v1/chat/completions`."""
    model = checked_model(body, setting)
    turns: list[object] = required(body, "messages", list)
    limit = body.get("max_completion_tokens", body.get("max_tokens"))
    reply = make_reply(turns, last_user_text(turns), limit, setting)
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": reply.text, "refusal": None, "annotations": []},
        "logprobs": None,
        "finish_reason": _finish(reply),
    }
    plain = _envelope("chat.completion", model, reply) | {
        "choices": [choice],
        "usage": _usage(reply),
    }
    options = body.get("stream_options")
    with_usage = isinstance(options, dict) and options.get("include_usage") is True
    # With include_usage every chunk has the member, null until the last one.
    extra: dict[str, Any] = {"usage": None} if with_usage else {}
    frames = _frames(model, reply, extra) if body.get("stream") else None
    return Served(to_json(plain), frames)


def embeddings(body: Mapping[str, Any], setting: Setting) -> Served:
    """Answer `POST /v1/embeddings` with small deterministic vectors, as floats or base64."""
    model = checked_model(body, setting)
    given = body.get("input")
    if not given:
        message = "Missing required parameter: 'input'."
        raise InvalidRequestError(message, param="input")
    items = given if isinstance(given, list) and not isinstance(given[0], int) else [given]
    size = body.get("dimensions", EMBEDDING_SIZE)
    in_base64 = body.get("encoding_format") == "base64"
    encode = _base64_vector if in_base64 else list
    data = [
        {"object": "embedding", "index": index, "embedding": encode(_vector(to_json(item), size))}
        for index, item in enumerate(items)
    ]
    tokens = count_tokens(given)
    usage = {"prompt_tokens": tokens, "total_tokens": tokens}
    return Served(to_json({"object": "list", "data": data, "model": model, "usage": usage}))


def model_list(ids: tuple[str, ...]) -> dict[str, Any]:
    """Return the model list as OpenAI gives it."""
    return {"object": "list", "data": [model_entry(name) for name in ids]}


def model_entry(name: str) -> dict[str, Any]:
    """Return one model of that list."""
    return {"id": name, "object": "model", "created": CREATED_S, "owned_by": "demo"}


def _vector(seed: bytes, size: int) -> list[float]:
    digest = hashlib.sha256(seed).digest()
    return [digest[index % len(digest)] / 256 - 0.5 for index in range(size)]


def _base64_vector(vector: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


def _envelope(kind: str, model: str, reply: Reply) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-demo{reply.number:06d}",
        "object": kind,
        "created": CREATED_S,
        "model": model,
        "service_tier": "default",
        "system_fingerprint": None,
    }


def _finish(reply: Reply) -> str:
    return "length" if reply.truncated else "stop"


def _usage(reply: Reply) -> dict[str, int]:
    out = len(reply.chunks)
    return {
        "prompt_tokens": reply.input_tokens,
        "completion_tokens": out,
        "total_tokens": reply.input_tokens + out,
    }


def _frames(model: str, reply: Reply, extra: dict[str, Any]) -> Frames:
    envelope = _envelope("chat.completion.chunk", model, reply)

    def chunk(delta: dict[str, Any], finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return sse(envelope | {"choices": [choice]} | extra)

    usage = (sse(envelope | {"choices": [], "usage": _usage(reply)}),) if extra else ()
    return Frames(
        prelude=(chunk({"role": "assistant", "content": "", "refusal": None}),),
        content=tuple(chunk({"content": piece}) for piece in reply.chunks),
        epilogue=(chunk({}, _finish(reply)), *usage, DONE),
    )
