"""Reads the JSON object of a request to one of the app's own routes.

It must be declared as JSON, so that no form of another origin can send one.
"""

from __future__ import annotations

import json

from openclaw_auth.gateway.answer.refusal import Refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from starlette.requests import Request


async def json_body(
    request: Request, *, most_bytes: int, code: str, too_much: Refusal | None = None
) -> dict[str, Any]:
    """Return the object.

    Args:
        request: with its body unread.
        most_bytes: what the body may have.
        code: of the refusal.
        too_much: the refusal of a longer body, where it says something else.

    Raises:
        Refusal: 415 another type, 413 too much, 400 not a JSON object.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Refusal(415, code)
    raw = bytearray()
    async for part in request.stream():
        raw += part
        if len(raw) > most_bytes:
            raise too_much or Refusal(413, code)
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Refusal(400, code) from error
    if not isinstance(found, dict):
        raise Refusal(400, code)
    return found
