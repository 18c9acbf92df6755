"""Errors that arrive as a success: inside a 200's body, inside a stream, or as an empty answer."""

from __future__ import annotations

from openclaw_auth.selection.error_object import decode, error_in, error_object
from openclaw_auth.selection.event_stream import payloads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.selection.error_object import ErrorObject

EMPTY = "empty"
BROKEN = "broken"
PAGE = "page"
_TEXT_LIMIT = 2048
_SMALL = 64 * 1024
_TAIL = 64
_LARGEST = 1024 * 1024
_ERROR_SIGNS = (
    b'"error', b"base_resp", b'"failed"', b'"success"', b"event: error", b"event:error",
    b"err_msg",
)  # fmt: skip
_ANSWER_SIGNS = (b'"choices"', b'"content"', b'"output"', b'"data"', b'"candidates"')
# What an answer of any endpoint that we know carries: chat, messages, responses, Gemini, Ollama,
# embeddings, counted tokens, lists, token endpoints.
_ANSWER_KEYS = (
    "choices", "content", "output", "candidates", "message", "response", "completion", "data",
    "embeddings", "embedding", "models", "results", "result", "generated_text", "text",
    "input_tokens", "totalTokens", "total_tokens", "access_token", "completion_message",
)  # fmt: skip
_NO_BODY = (202, 204, 205)


def error_in_success(
    status: int, headers: Mapping[str, str], body: bytes, *, in_stream: bool
) -> ErrorObject | str | None:
    """Return the error of a 2xx; `EMPTY`, `BROKEN` or `PAGE` where it is no answer; else None.

    Cheap for a true answer: it is parsed only where it might hold an error or nothing.
    """
    if in_stream or is_stream(headers, body):
        return _error_in_stream(body)
    if not body or body.isspace():
        return None if status in _NO_BODY else EMPTY
    signs = any(sign in body for sign in _ERROR_SIGNS)
    if not signs and any(sign in body for sign in _ANSWER_SIGNS):
        if body[:_TAIL].lstrip().startswith(b"{") and not body[-_TAIL:].rstrip().endswith(b"}"):
            return BROKEN
        return EMPTY if len(body) < _SMALL and _is_hollow(body) else None
    if is_page(headers, body):
        return PAGE
    if len(body) > _LARGEST:
        return None
    value = decode(body)
    if value is None:
        return _unreadable(headers, body)
    found = error_in(value)
    if found is not None:
        return error_object(found, headers)
    return EMPTY if _is_empty(value) else None


def is_stream(headers: Mapping[str, str], body: bytes) -> bool:
    """Return whether a body is an event stream, by its type or by how it begins."""
    if headers.get("content-type", "").startswith("text/event-stream"):
        return True
    return body.startswith((b"event:", b"data:", b": ", b"id:", b"retry:"))


def is_page(headers: Mapping[str, str], body: bytes) -> bool:
    """Return whether the body is a web page, by what it is rather than by what it is called."""
    if "cf-mitigated" in headers:
        return True
    start = body[:256].lstrip()[:15].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head")):
        return True
    html = headers.get("content-type", "").startswith("text/html")
    return html and bool(start) and start[:1] not in (b"{", b"[")


def plain(data: bytes) -> str:
    """Return a body that is no JSON as the sentence that it may be; half a JSON is none."""
    text = data[:_TEXT_LIMIT].decode("utf-8", "replace").strip()
    return "" if text[:1] in ("{", "[", "<") else text


def _error_in_stream(body: bytes) -> ErrorObject | str | None:
    if not body or body.isspace():
        return EMPTY
    if body.lstrip()[:1] in (b"{", b"["):  # the event alone, without its frame
        return _error_in_lines(body)
    seen = False
    for event, data in payloads(body):
        if event == "error":
            value = decode(data)
            return error_object(value if value is not None else plain(data))
        if data and data != b"[DONE]":
            seen = True
            if any(sign in data for sign in _ERROR_SIGNS):
                found = error_in(decode(data))
                if found is not None:
                    return error_object(found)
    return None if seen else EMPTY


def _error_in_lines(body: bytes) -> ErrorObject | None:
    """Look in one JSON document, or in one a line, as Ollama streams them."""
    whole = decode(body)
    values = [whole] if whole is not None else map(decode, body.splitlines())
    found = next((error for value in values if (error := error_in(value)) is not None), None)
    return error_object(found) if found is not None else None


def _unreadable(headers: Mapping[str, str], body: bytes) -> str | None:
    """A 2xx that is no JSON: fine where none was promised (sound, text), else half an answer."""
    promised = headers.get("content-type", "application/json")
    if "json" not in promised and body.lstrip()[:1] not in (b"{", b"["):
        return None
    return BROKEN


def _is_hollow(body: bytes) -> bool:
    """Return whether a short answer, which names a place for content, leaves it empty."""
    if b"[]" not in body and b"null" not in body and b"[ ]" not in body:
        return False
    value = decode(body)
    return value is not None and _is_empty(value)


def _is_empty(value: object) -> bool:
    """Return whether a body holds no answer at all: none of the places, or all of them empty.

    Anthropic may end a turn without a word (`content: []` beside a `stop_reason`): that counts.
    """
    if isinstance(value, list):
        return not value
    if not isinstance(value, dict):
        return value is None or value == ""
    if value.get("stop_reason") and value.get("content") == []:
        return False
    if value.get("status") == "incomplete" or value.get("object") == "list":
        return False
    present = [value[key] for key in _ANSWER_KEYS if key in value]
    return not any(item not in (None, [], {}, "") for item in present)
