"""Errors as the Anthropic API writes them (docs: API, errors; `error` event of streams)."""

from __future__ import annotations

import json

from openclaw_auth.gateway.dialects.words import sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.codes import Reason

_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    503: "overloaded_error",
    504: "timeout_error",
}


def _error_type(status: int) -> str:
    server = 500
    return _TYPES.get(status) or ("api_error" if status >= server else "invalid_request_error")


def _document(
    status: int, reason: Reason, request_id: str, details: tuple[str, ...]
) -> dict[str, object]:
    return {
        "type": "error",
        "error": {
            "type": _error_type(status),
            "message": sentence(reason, details),
            "code": reason.code,
        },
        "request_id": request_id,
    }


def error_body(
    status: int, reason: Reason, request_id: str, details: tuple[str, ...] = ()
) -> bytes:
    """Return `{type: "error", error: {type, message, code}, request_id}`; `code` is ours."""
    return json.dumps(_document(status, reason, request_id, details)).encode()


def error_event(reason: Reason, request_id: str) -> bytes:
    """Return an `error` event, which ends a stream in this dialect."""
    return b"event: error\ndata: %b\n\n" % error_body(500, reason, request_id)
