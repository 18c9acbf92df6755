"""`GET /metrics`."""

from __future__ import annotations

import asyncio

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from openclaw_auth.gateway.context import Gateway
    from openclaw_auth.gateway.metrics.tally import Tally
    from openclaw_auth.gateway.page_api.guarded import CheckToken


def metrics_routes(gateway: Gateway, tally: Tally, check_token: CheckToken) -> list[Route]:
    """Return the route. The client library is imported by the first scrape."""
    from starlette.responses import Response
    from starlette.routing import Route

    async def metrics(request: Request) -> Response:
        refused = check_token(request)
        if refused is not None:
            return refused
        from openclaw_auth.gateway.metrics.exposition import exposition
        from openclaw_auth.gateway.page_api.board_facts import read_renewals

        known = await asyncio.to_thread(read_renewals, gateway.broker.world, gateway.ports)
        body, media_type = exposition(gateway, tally, known, request.headers.get("accept", ""))
        return Response(body, 200, {"content-type": media_type, "cache-control": "no-store"})

    return [Route("/metrics", metrics)]
