"""`/healthz`: the process answers. `/readyz`: a request for the default model, or one, would be."""

from __future__ import annotations

from openclaw_auth.codes import language, remedy, render
from openclaw_auth.errors import OpenclawAuthError, UnknownName
from openclaw_auth.gateway.readiness import readiness
from openclaw_auth.health.readiness import overall
from openclaw_auth.monitor.condition import stored
from openclaw_auth.wording import reason_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from openclaw_auth.codes import Reason
    from openclaw_auth.gateway.context import Gateway
    from openclaw_auth.gateway.page_api.guarded import CheckToken
    from openclaw_auth.health.readiness import ModelReadiness

    Json = dict[str, Any]

_NO_STORE = {"cache-control": "no-store"}


def ready_routes(gateway: Gateway, check_token: CheckToken) -> list[Route]:
    """Return both routes.

    Args:
        gateway: whose readiness it is.
        check_token: refuses who may not know it.
    """
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    async def healthz(_: Request) -> Response:
        return JSONResponse({"status": "ok"}, 200, _NO_STORE)

    async def readyz(request: Request) -> Response:
        refused = check_token(request)
        if refused is not None:
            return refused
        asked = request.query_params
        lang = language({}, asked.get("lang"))
        try:
            models = readiness(
                gateway.broker, asked.get("model"), asked.get("agent"), gateway.now_ms()
            )
        except OpenclawAuthError as error:
            said = {"code": error.reason.code, "error": render(error.reason, lang)}
            return JSONResponse(said, 404 if isinstance(error, UnknownName) else 400, _NO_STORE)
        document = readiness_json(gateway, models, lang)
        return JSONResponse(document, 503 if document["status"] == "not_ready" else 200, _NO_STORE)

    return [Route("/healthz", healthz), Route("/readyz", readyz)]


def readiness_json(gateway: Gateway, models: Sequence[ModelReadiness], lang: str) -> Json:
    """Return the document: it names models, and no credential but what a reason says."""
    problems: list[Reason] = [*gateway.broker.world.problems]
    if gateway.reload_problem is not None:
        problems.append(gateway.reload_problem)
    now_ms = gateway.now_ms()

    def row(model: ModelReadiness) -> Json:
        shown: Json = {
            "model": stored(model.model),
            "provider": stored(model.provider),
            "usable": model.usable,
        }
        if model.reason is not None:
            shown["code"] = model.reason.code
            shown["reason"] = stored(reason_text(model.reason, now_ms, lang))
            shown["remedy"] = stored(remedy(model.reason, lang)) or None
        return shown

    return {
        "status": overall(models),
        "generation": gateway.broker.world.generation,
        "models": [row(model) for model in models],
        "problems": [problem.code for problem in problems],
    }
