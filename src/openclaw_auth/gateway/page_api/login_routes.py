"""The routes by which a page logs in: start, look, paste, cancel. The token is always asked for.

`check_token` is the access policy's; Host and Origin were judged by the front before. Requests
with a body must be JSON, so that no foreign form can send one.
"""

from __future__ import annotations

import asyncio

from openclaw_auth.codes import Reason, remedy, render
from openclaw_auth.errors import OpenclawAuthError
from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.connection.json_body import json_body
from openclaw_auth.gateway.page_api.login_flows import Wish
from openclaw_auth.oauth.landing_page import language_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from openclaw_auth.gateway.page_api.login_flows import LoginFlow, LoginFlows

    # Why a request is answered with a refusal, None when it may go on.
    CheckToken = Callable[[Request], Response | None]
    Json = dict[str, Any]
    Answer = Callable[[LoginFlows, Request], Awaitable[tuple[int, Json]]]

_LONGEST_WAIT_S = 25.0
_SOON_S = 2.0
_MOST_BYTES = 32 * 1024
_NO_STORE = {"cache-control": "no-store"}


def login_routes(flows: LoginFlows, check_token: CheckToken) -> list[Route]:
    """Return the routes below `/api/logins`."""
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    def route(path: str, method: str, answer: Answer) -> Route:
        async def endpoint(request: Request) -> Response:
            refused = check_token(request)
            if refused is not None:
                return refused
            try:
                status, document = await answer(flows, request)
            except Refusal as refusal:
                return _error(refusal.status, refusal.reason, request)
            except OpenclawAuthError as error:
                return _error(400, error.reason, request)
            return JSONResponse(document, status, _NO_STORE)

        return Route(path, endpoint, methods=[method])

    return [
        route("/api/logins/providers", "GET", _providers),
        route("/api/logins", "GET", _every),
        route("/api/logins", "POST", _start),
        route("/api/logins/{id}", "GET", _look),
        route("/api/logins/{id}", "DELETE", _cancel),
        route("/api/logins/{id}/paste", "POST", _paste),
        route("/api/logins/{id}/cancel", "POST", _cancel),
    ]


async def _providers(flows: LoginFlows, _: Request) -> tuple[int, Json]:
    return 200, {"providers": await asyncio.to_thread(flows.providers)}


async def _every(flows: LoginFlows, request: Request) -> tuple[int, Json]:
    return 200, {"logins": [_document(flow, request) for flow in flows.every()]}


async def _start(flows: LoginFlows, request: Request) -> tuple[int, Json]:
    flow = await flows.start(_wish(await _body(request)))
    await flow.changed_since(0, _SOON_S)  # mostly the URL comes with the first answer
    return 201, _document(flow, request)


async def _look(flows: LoginFlows, request: Request) -> tuple[int, Json]:
    """With `?after=<version>&wait=<seconds>` the answer comes when there is something newer."""
    flow = _flow(flows, request)
    after, wait_s = _number(request, "after"), _number(request, "wait")
    if wait_s:
        await flow.changed_since(after, min(wait_s, _LONGEST_WAIT_S))
    return 200, _document(flow, request)


async def _paste(flows: LoginFlows, request: Request) -> tuple[int, Json]:
    flow = _flow(flows, request)
    answer = (await _body(request)).get("answer")
    fault = flows.paste(flow, answer) if isinstance(answer, str) else Reason("paste_empty")
    if fault is not None:
        raise Refusal.of_reason(422, fault)
    return 202, _document(flow, request)


async def _cancel(flows: LoginFlows, request: Request) -> tuple[int, Json]:
    flow = _flow(flows, request)
    await flows.cancel(flow)
    return 200, _document(flow, request)


def _document(flow: LoginFlow, request: Request) -> dict[str, Any]:
    reason = flow.reason
    said = None
    if reason is not None:
        lang = language_of(request.headers)
        said = {"code": reason.code, "text": render(reason, lang), "remedy": remedy(reason, lang)}
    return {
        "id": flow.id,
        "provider": flow.provider,
        "state": flow.state,
        "version": flow.version,
        "show": flow.shown or None,
        "profileId": flow.profile_id,
        "error": said,
        "startedAt": flow.started_ms,
        "endedAt": flow.ended_ms,
    }


def _flow(flows: LoginFlows, request: Request) -> LoginFlow:
    flow = flows.get(request.path_params["id"])
    if flow is None:
        raise Refusal(404, "login_unknown")
    return flow


async def _body(request: Request) -> dict[str, Any]:
    """Return the JSON object of a request. Raises Refusal, see `json_body`."""
    return await json_body(request, most_bytes=_MOST_BYTES, code="login_body_not_json")


def _wish(body: dict[str, Any]) -> Wish:
    provider, device = body.get("provider"), body.get("device", False)
    profile_id, agent = body.get("profileId"), body.get("agentId")
    texts = all(value is None or isinstance(value, str) for value in (profile_id, agent))
    if not isinstance(provider, str) or not provider.strip() or not texts:
        raise Refusal(400, "login_body_not_json")
    return Wish(provider, device=device is True, profile_id=profile_id, agent=agent)


def _number(request: Request, name: str) -> int:
    text = request.query_params.get(name, "0")
    if not text.isascii() or not text.isdecimal() or len(text) > 9:  # noqa: PLR2004 # digits
        raise Refusal(400, "login_body_not_json")
    return int(text)


def _error(status: int, reason: Reason, request: Request) -> Response:
    from starlette.responses import JSONResponse

    lang = language_of(request.headers)
    said = {"code": reason.code, "text": render(reason, lang), "remedy": remedy(reason, lang)}
    return JSONResponse({"error": said}, status, _NO_STORE)
