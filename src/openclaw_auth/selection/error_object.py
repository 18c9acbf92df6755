"""Every shape of error body as one neutral object, so that rules need to know none of the shapes.

Shapes met (providers' references and users' reports): Anthropic `{type: error, error: {type,
message}}`; OpenAI `{error: {message, type, code}}`; OpenRouter with `metadata`; Google with
`status` and `details[]`, as a one-element array or as JSON inside a message; xAI `{code, error}`
with a text; Mistral and FastAPI `{detail: …}`; MiniMax `{base_resp}` under a 200; AWS `{__type}`;
RFC 6749 `{error, error_description}`; Cloudflare `{success: false, errors: []}`; GitHub
`{message, error_details}`; OpenAI Responses `{response: {status: failed, error}}`.
"""

from __future__ import annotations

import json
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    _Object = dict[str, Any]

# What is longer is no sentence of a provider any more.
_MESSAGE_LIMIT = 4096
_DEPTH = 4
_IDENTIFIER = re.compile(r"[A-Za-z][\w.-]{0,63}\Z")
_HTTP_ERRORS = range(400, 600)
_PRIMARY = ("message", "msg", "status_msg", "error_msg", "err_msg", "errorMessage", "Message")
_SECONDARY = ("title", "reason", "description", "detail", "error_description")
_CODES = ("code", "status_code", "error_code", "errorCode", "err_code")


class ErrorObject:
    """What an error body says.

    Attributes:
        message: the provider's own sentence; empty when there is none.
        marks: every identifier that names the error (code, type, Google status and reason, AWS
            exception, OAuth error), lower case.
        type, code: the two as written, lower case; empty when absent.
        status: an HTTP status that the body itself names, None when it names none.
        metadata: what some providers put beside the message.
        details: Google's list of details.
        fields: the innermost object, for the waits that some providers state in it.
    """

    __slots__ = ("code", "details", "fields", "marks", "message", "metadata", "status", "type")

    def __init__(self) -> None:
        self.message = ""
        self.type = ""
        self.code = ""
        self.status: int | None = None
        self.marks: set[str] = set()
        self.metadata: _Object = {}
        self.details: list[_Object] = []
        self.fields: list[_Object] = []


def error_object(value: object, headers: Mapping[str, str] | None = None) -> ErrorObject:
    """Return what a decoded error body says. Never raises, whatever the value."""
    found = ErrorObject()
    _take(found, value, _DEPTH)
    if headers:
        exception = headers.get("x-amzn-errortype")
        if exception:
            _mark(found, exception.split(":")[0])
    return found


def error_in(value: object) -> object | None:
    """Return the error inside a body that arrived as a success (status 2xx); None without one."""
    if isinstance(value, list):
        return next((v for item in value if (v := error_in(item)) is not None), None)
    if not isinstance(value, dict):
        return None
    if value.get("error") or value.get("errors") or value.get("error_msg"):
        return value
    if "error" in (value.get("type"), value.get("object")) or value.get("success") is False:
        return value
    base = value.get("base_resp")
    if isinstance(base, dict) and base.get("status_code") not in (0, "0", None):
        return value
    if value.get("status") == "failed":
        return value
    if value.get("type") == "response.failed" or isinstance(value.get("response"), dict):
        return error_in(value.get("response"))
    return _error_in_choice(value.get("choices"))


def _error_in_choice(choices: object) -> object | None:
    """Return the error of OpenRouter's kind: inside a choice whose `finish_reason` is `error`."""
    if isinstance(choices, list):
        for choice in choices:
            if isinstance(choice, dict) and choice.get("error"):
                return {"error": choice["error"]}
    return None


def decode(body: bytes) -> object | None:
    """Return the JSON of a body; None for what is none (text, HTML, half of it)."""
    try:
        value: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return value


def _take(found: ErrorObject, value: object, depth: int) -> None:
    """Lay what an object says over what was found; what lies deeper wins."""
    if depth == 0:
        return
    if isinstance(value, list):
        if value:
            _take(found, value[0], depth - 1)
    elif isinstance(value, str):
        _take_text(found, value, depth)
    elif isinstance(value, dict):
        _take_object(found, value, depth)


def _take_text(found: ErrorObject, text: str, depth: int) -> None:
    """A text may be the sentence, an identifier (`invalid_grant`), or the JSON of a further object."""
    inner = text.strip()
    if inner[:1] in "{[" and inner[:1]:
        try:
            _take(found, json.loads(inner[: _MESSAGE_LIMIT * 4]), depth - 1)
        except (ValueError, RecursionError):
            return
    elif "_" in inner and _IDENTIFIER.match(inner):
        _mark(found, inner)
        found.message = found.message or inner
    elif inner:
        found.message = text[:_MESSAGE_LIMIT]


def _take_object(found: ErrorObject, value: _Object, depth: int) -> None:
    found.fields.insert(0, value)
    _take_marks(found, value)
    if isinstance(value.get("metadata"), dict):
        found.metadata = value["metadata"]
    if isinstance(value.get("details"), list):
        _take_details(found, value["details"])
    for name in (*_SECONDARY, *_PRIMARY):
        if name in value:
            _take_message(found, value[name], depth)
    for name in ("error_details", "errors", "base_resp", "response", "error"):
        inner = value.get(name)
        if isinstance(inner, str) and "error_description" in value:
            _mark(found, inner)
        elif inner:
            _take(found, inner, depth - 1)


def _take_message(found: ErrorObject, value: object, depth: int) -> None:
    """Take a sentence; of a validator's list (FastAPI) only its own `msg`, never its `input`."""
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, dict | str)), None)
    if isinstance(value, str):
        _take_text(found, value, depth)
    elif isinstance(value, dict):
        _take(found, value, depth - 1)


def _take_marks(found: ErrorObject, value: _Object) -> None:
    for name in _CODES:
        code = value.get(name)
        if isinstance(code, bool) or not isinstance(code, str | int):
            continue
        found.code = _mark(found, code)
        _take_status(found, code)
    kind = value.get("type")
    if isinstance(kind, str) and kind != "error":
        found.type = _mark(found, kind)
    for name in ("__type", "status", "error_type", "errorType", "notification_id"):
        mark = value.get(name)
        if isinstance(mark, str):
            _mark(found, mark.rsplit("#", 1)[-1])
        if name == "status":
            _take_status(found, mark)
    if isinstance(value.get("reason"), str) and _IDENTIFIER.match(value["reason"]):
        _mark(found, value["reason"])


def _take_details(found: ErrorObject, details: list[Any]) -> None:
    found.details = [detail for detail in details if isinstance(detail, dict)]
    for detail in found.details:
        if isinstance(detail.get("reason"), str):
            _mark(found, detail["reason"])


def _mark(found: ErrorObject, value: str | int) -> str:
    mark = str(value)[:128].lower()
    found.marks.add(mark)
    return mark


def _take_status(found: ErrorObject, value: object) -> None:
    """A number that is an HTTP status is one: OpenRouter's and Google's `code`, Codex's `status`."""
    if isinstance(value, str) and len(value) == 3 and value.isascii() and value.isdecimal():  # noqa: PLR2004 # three digits make a status
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value in _HTTP_ERRORS:
        found.status = value
