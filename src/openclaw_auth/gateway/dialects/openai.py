"""Errors as the OpenAI API writes them (docs: API reference, error codes)."""

from __future__ import annotations

import json

from openclaw_auth.gateway.dialects.words import sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.codes import Reason

_TYPES = {
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    429: "rate_limit_error",
}
_SERVER = 500


def error_body(
    status: int, reason: Reason, request_id: str, details: tuple[str, ...] = ()
) -> bytes:
    """Return `{error: {message, type, code, param}, request_id}`; `code` is ours."""
    error_type = _TYPES.get(status) or (
        "server_error" if status >= _SERVER else "invalid_request_error"
    )
    document = {
        "error": {
            "message": sentence(reason, details),
            "type": error_type,
            "code": reason.code,
            "param": reason.params.get("param"),
        },
        "request_id": request_id,
    }
    return json.dumps(document).encode()


def error_event(reason: Reason, request_id: str) -> bytes:
    """Return a data event with an `error` object; the SDKs raise on it."""
    return b"data: %b\n\n" % error_body(_SERVER, reason, request_id)
