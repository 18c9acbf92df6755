"""OpenAI Responses: plain, and the full sequence of stream events. Shapes: the vendor's API reference."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from openclaw_auth.testing.dialect import (
    CREATED_S,
    Frames,
    InvalidRequestError,
    Reply,
    Served,
    Setting,
    checked_model,
    last_user_text,
    make_reply,
    sse,
    to_json,
)
from openclaw_auth.testing.dialect_chat import ChatDialect

if TYPE_CHECKING:
    from collections.abc import Mapping


class ResponsesDialect(ChatDialect):
    """As Chat Completions, with an error inside a stream as typed events."""

    def error_events(self, body: Any, sent: int) -> tuple[bytes, ...]:
        """Return `error`, then `response.failed`, numbered on from `sent`."""
        error = body.get("error", body) if isinstance(body, dict) else {}
        fields = error if isinstance(error, dict) else {"message": str(error)}
        code, message = (
            fields.get("code") or fields.get("type") or "server_error",
            fields.get("message", ""),
        )
        response = _response(
            MODEL_UNKNOWN, Reply((), truncated=False, input_tokens=1, number=0), "failed"
        )
        response["error"] = {"code": code, "message": message}
        flat = {
            "type": "error",
            "code": code,
            "message": message,
            "param": None,
            "sequence_number": sent,
        }
        failed = {"type": "response.failed", "response": response, "sequence_number": sent + 1}
        return sse(flat, "error"), sse(failed, "response.failed")


MODEL_UNKNOWN = "unknown"


def responses(body: Mapping[str, Any], setting: Setting) -> Served:
    """Answer `POST /v1/responses`."""
    model = checked_model(body, setting)
    given = body.get("input")
    if not isinstance(given, str | list):
        message = "Missing required parameter: 'input'."
        raise InvalidRequestError(message, param="input")
    user_text = given if isinstance(given, str) else last_user_text(given)
    reply = make_reply(
        [body.get("instructions"), given], user_text, body.get("max_output_tokens"), setting
    )
    frames = _frames(model, reply) if body.get("stream") else None
    return Served(to_json(_response(model, reply, _final_status(reply))), frames)


def _final_status(reply: Reply) -> str:
    return "incomplete" if reply.truncated else "completed"


def _item_id(reply: Reply) -> str:
    return f"msg_demo{reply.number:06d}"


def _part(text: str) -> dict[str, Any]:
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}


def _item(reply: Reply, status: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": _item_id(reply),
        "type": "message",
        "status": status,
        "role": "assistant",
        "content": parts,
    }


def _response(model: str, reply: Reply, status: str) -> dict[str, Any]:
    finished = status in {"completed", "incomplete"}
    return {
        "id": f"resp_demo{reply.number:06d}",
        "object": "response",
        "created_at": CREATED_S,
        "status": status,
        "background": False,
        "error": None,
        "incomplete_details": {"reason": "max_output_tokens"} if status == "incomplete" else None,
        "instructions": None,
        "max_output_tokens": None,
        "metadata": {},
        "model": model,
        "output": [_item(reply, status, [_part(reply.text)])] if finished else [],
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "reasoning": {"effort": None, "summary": None},
        "store": False,
        "temperature": 1.0,
        "text": {"format": {"type": "text"}},
        "tool_choice": "auto",
        "tools": [],
        "top_p": 1.0,
        "truncation": "disabled",
        "usage": _usage(reply) if finished else None,
        "user": None,
    }


def _usage(reply: Reply) -> dict[str, Any]:
    out = len(reply.chunks)
    return {
        "input_tokens": reply.input_tokens,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": out,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": reply.input_tokens + out,
    }


def _frames(model: str, reply: Reply) -> Frames:
    numbers = count()
    place = {"item_id": _item_id(reply), "output_index": 0, "content_index": 0}

    def event(kind: str, **fields: object) -> bytes:
        return sse({"type": kind, **fields, "sequence_number": next(numbers)}, kind)

    running = _response(model, reply, "in_progress")
    status = _final_status(reply)
    prelude = (
        event("response.created", response=running),
        event("response.in_progress", response=running),
        event("response.output_item.added", output_index=0, item=_item(reply, "in_progress", [])),
        event("response.content_part.added", **place, part=_part("")),
    )
    content = tuple(
        event("response.output_text.delta", **place, delta=piece, logprobs=[])
        for piece in reply.chunks
    )
    epilogue = (
        event("response.output_text.done", **place, text=reply.text, logprobs=[]),
        event("response.content_part.done", **place, part=_part(reply.text)),
        event(
            "response.output_item.done",
            output_index=0,
            item=_item(reply, status, [_part(reply.text)]),
        ),
        event(f"response.{status}", response=_response(model, reply, status)),
    )
    return Frames(prelude, content, epilogue)
