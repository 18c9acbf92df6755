"""`POST /api/links`: a one-time code, for who has the token. `POST /api/links/redeem`: the token for it.

Redeeming is the only route of the page without a token. Host and Origin were judged by the front
before, so that only the gateway's own page can do it from a browser.
"""

from __future__ import annotations

from openclaw_auth.gateway.page_api.guarded import body_of, guarded, text_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import Route

    from openclaw_auth.gateway.page_api.guarded import CheckToken, Json
    from openclaw_auth.gateway.page_api.links import Links

PATH = "/api/links"
REDEEM_PATH = "/api/links/redeem"


def link_routes(links: Links, check_token: CheckToken) -> list[Route]:
    """Return both routes."""

    async def make(_: Request) -> Json:
        code, ends_ms = links.make()
        return {"code": code, "expiresAt": ends_ms}

    async def redeem(request: Request) -> Json:
        return {"token": links.redeem(text_in(await body_of(request), "code"))}

    return [
        guarded(PATH, "POST", make, check_token),
        guarded(REDEEM_PATH, "POST", redeem, lambda _: None),
    ]
