"""Anthropic Messages: plain, streamed, counted. Shapes: the vendor's API reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openclaw_auth.testing.dialect import (
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

TYPE_BY_STATUS = {
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    504: "timeout_error",
    529: "overloaded_error",
}
CREATED_AT = "2026-01-01T00:00:00Z"


class AnthropicDialect:
    """Refusals and headers of the Anthropic API."""

    def error(
        self, status: int, message: str, *, kind: str | None, param: str | None, number: int
    ) -> dict[str, Any]:
        """Return `{type, error: {type, message}, request_id}`."""
        if kind == "invalid_key":
            message = "invalid x-api-key"
        elif param is not None and kind is None:
            message = f"{param}: Field required"
        default = "api_error" if status >= 500 else "invalid_request_error"  # noqa: PLR2004
        error = {"type": TYPE_BY_STATUS.get(status, default), "message": message}
        return {"type": "error", "error": error, "request_id": _request_id(number)}

    def error_events(self, body: Any, sent: int) -> tuple[bytes, ...]:  # noqa: ARG002
        """Return the `error` event."""
        return (sse(body, "error"),)

    def headers(self, number: int) -> dict[str, str]:
        """Return the request id and the rate-limit headers."""
        return {
            "request-id": _request_id(number),
            "anthropic-ratelimit-requests-limit": "1000",
            "anthropic-ratelimit-requests-remaining": "999",
            "anthropic-ratelimit-requests-reset": CREATED_AT,
        }


def _request_id(number: int) -> str:
    return f"req_demo{number:06d}"


def _require_version(setting: Setting) -> None:
    if "anthropic-version" not in setting.headers:
        message = "anthropic-version: header is required"
        raise InvalidRequestError(message)


def messages(body: Mapping[str, Any], setting: Setting) -> Served:
    """Answer `POST /v1/messages`."""
    _require_version(setting)
    model = checked_model(body, setting)
    turns: list[object] = required(body, "messages", list)
    limit: int = required(body, "max_tokens", int)
    reply = make_reply([body.get("system"), turns], last_user_text(turns), limit, setting)
    frames = _frames(model, reply) if body.get("stream") else None
    return Served(to_json(_message(model, reply)), frames)


def count(body: Mapping[str, Any], setting: Setting) -> Served:
    """Answer `POST /v1/messages/count_tokens`."""
    _require_version(setting)
    checked_model(body, setting)
    turns: list[object] = required(body, "messages", list)
    return Served(to_json({"input_tokens": count_tokens([body.get("system"), turns])}))


def model_page(ids: tuple[str, ...]) -> dict[str, Any]:
    """Return the model list as Anthropic pages it."""
    data = [model_entry(name) for name in ids]
    return {
        "data": data,
        "has_more": False,
        "first_id": ids[0] if ids else None,
        "last_id": ids[-1] if ids else None,
    }


def model_entry(name: str) -> dict[str, Any]:
    """Return one model of that list."""
    return {"type": "model", "id": name, "display_name": name, "created_at": CREATED_AT}


def _stop_reason(reply: Reply) -> str:
    return "max_tokens" if reply.truncated else "end_turn"


def _message(model: str, reply: Reply) -> dict[str, Any]:
    return {
        "id": f"msg_demo{reply.number:06d}",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [{"type": "text", "text": reply.text}],
        "stop_reason": _stop_reason(reply),
        "stop_sequence": None,
        "usage": _usage(reply.input_tokens, len(reply.chunks)),
    }


def _usage(input_tokens: int, output_tokens: int) -> dict[str, Any]:
    return {
        "input_tokens": input_tokens,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
        "output_tokens": output_tokens,
        "service_tier": "standard",
    }


def _event(kind: str, **fields: object) -> bytes:
    return sse({"type": kind, **fields}, kind)


def _frames(model: str, reply: Reply) -> Frames:
    start = _message(model, reply) | {
        "content": [],
        "stop_reason": None,
        "usage": _usage(reply.input_tokens, 1),
    }
    prelude = (
        _event("message_start", message=start),
        _event("content_block_start", index=0, content_block={"type": "text", "text": ""}),
        _event("ping"),
    )
    content = tuple(
        _event("content_block_delta", index=0, delta={"type": "text_delta", "text": piece})
        for piece in reply.chunks
    )
    epilogue = (
        _event("content_block_stop", index=0),
        _event(
            "message_delta",
            delta={"stop_reason": _stop_reason(reply), "stop_sequence": None},
            usage={"output_tokens": len(reply.chunks)},
        ),
        _event("message_stop"),
    )
    return Frames(prelude, content, epilogue)
