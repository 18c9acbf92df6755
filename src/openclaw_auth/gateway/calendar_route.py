"""`GET /status.ics`: the calendar of ends, for programs that can only be given an address.

Such an address holds its token, and addresses are logged and synchronised; so the feed has a token
of its own that opens nothing else, and that changes with the gateway's.
"""

from __future__ import annotations

import hmac

from openclaw_auth.codes import language

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from openclaw_auth.gateway.context import Gateway
    from openclaw_auth.gateway.page_api.guarded import CheckToken

PATH = "/status.ics"
PURPOSE = b"calendar feed"


def calendar_routes(
    gateway: Gateway, feed_token: str | None, check_token: CheckToken
) -> list[Route]:
    """Return the route.

    Args:
        gateway: whose credentials.
        feed_token: what `?token=` must be; None where none is asked for.
        check_token: for who has no feed token but the gateway's.
    """
    import asyncio

    from starlette.responses import Response
    from starlette.routing import Route

    async def feed(request: Request) -> Response:
        shown = request.query_params.get("token", "")
        if feed_token is None or not hmac.compare_digest(shown.encode(), feed_token.encode()):
            refused = check_token(request)
            if refused is not None:
                return refused
        lang = language({}, request.query_params.get("lang"))
        text = await asyncio.to_thread(_calendar, gateway, lang)
        from openclaw_auth.health.calendar import MEDIA_TYPE

        headers = {"content-type": MEDIA_TYPE, "cache-control": "no-store"}
        return Response(text, 200, headers)

    return [Route(PATH, feed)]


def _calendar(gateway: Gateway, lang: str) -> str:
    from openclaw_auth.codes import remedy, render
    from openclaw_auth.gateway.page_api.board_facts import read_renewals
    from openclaw_auth.health.calendar import calendar, endings

    world = gateway.broker.world
    known = read_renewals(world, gateway.ports)
    found = [
        ending
        for agent_id, snapshot in world.snapshots.items()
        for ending in endings(snapshot, known.get(agent_id, {}))
        if ending.agent_id == agent_id  # what it inherits is in main's
    ]
    return calendar(
        found,
        gateway.now_ms(),
        lambda reason: render(reason, lang),
        lambda reason: remedy(reason, lang),
    )
