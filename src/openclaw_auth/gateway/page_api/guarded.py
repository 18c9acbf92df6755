"""What the page's routes do alike: ask for the token, read JSON, answer errors in two languages.

Host and Origin were judged by the front before. A request with a body must be JSON, so that no
form of another origin can send one.
"""

from __future__ import annotations

from openclaw_auth.errors import OpenclawAuthError
from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.connection.json_body import json_body
from openclaw_auth.gateway.page_api.board import said

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from openclaw_auth.codes import Reason

    Json = dict[str, Any]
    # Why a request is answered with a refusal, None when it may go on.
    CheckToken = Callable[[Request], Response | None]
    Answer = Callable[[Request], Awaitable[Response | Json]]

NO_STORE = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
_MOST_BYTES = 64 * 1024


def guarded(path: str, method: str, answer: Answer, check_token: CheckToken) -> Route:
    """Return a route that wants the token and answers every error of ours as JSON."""
    from starlette.responses import JSONResponse, Response
    from starlette.routing import Route

    async def endpoint(request: Request) -> Response:
        refused = check_token(request)
        if refused is not None:
            return refused
        try:
            found = await answer(request)
        except Refusal as refusal:
            return _error(refusal.status, refusal.reason, refusal.headers)
        except OpenclawAuthError as error:
            return _error(400, error.reason)
        return found if isinstance(found, Response) else JSONResponse(found, 200, NO_STORE)

    return Route(path, endpoint, methods=[method])


async def body_of(request: Request) -> Json:
    """Return the JSON object of a request. Raises Refusal, see `json_body`."""
    return await json_body(request, most_bytes=_MOST_BYTES, code="page_body_not_json")


def text_in(body: Json, name: str) -> str:
    """Return a text that must be there. Raises Refusal."""
    found = optional_text_in(body, name)
    if found is None or not found.strip():
        raise Refusal(400, "page_field_missing", field=name)
    return found


def optional_text_in(body: Json, name: str) -> str | None:
    """Return a text, None when it is not there. Raises Refusal when it is something else."""
    found = body.get(name)
    if found is not None and not isinstance(found, str):
        raise Refusal(400, "page_field_missing", field=name)
    return found


def _error(status: int, reason: Reason, more: tuple[tuple[bytes, bytes], ...] = ()) -> Response:
    from starlette.responses import JSONResponse

    headers = NO_STORE | {name.decode(): value.decode() for name, value in more}
    return JSONResponse({"error": said(reason)}, status, headers)
