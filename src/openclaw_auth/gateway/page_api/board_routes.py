"""`GET /api/board`, and `GET /api/board/changes`: the board once, then its numbered steps.

`GET /api/board/snapshot.html` is the board as one file to pass on, without a secret.

The stream is one JSON object a line. A browser reads it with `fetch`, which can send the token in
a header; what an EventSource would need in the address ends up in logs.
"""

from __future__ import annotations

import contextlib

from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.page_api.guarded import NO_STORE, guarded
from openclaw_auth.gateway.page_api.line_stream import line_stream
from openclaw_auth.gateway.page_api.snapshot_page import SNAPSHOT_HEADERS, snapshot_html

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from openclaw_auth.gateway.page_api.board_feed import BoardFeed
    from openclaw_auth.gateway.page_api.guarded import CheckToken, Json

MOST_PAGES = 256
# A page that takes nothing for so long is gone, or asleep; it asks again when it wakes.
SLOWEST_S = 20.0
_LONGEST_NUMBER = 15


def board_routes(
    feed: BoardFeed, check_token: CheckToken, *, home: str = "", slowest_s: float = SLOWEST_S
) -> list[Route]:
    """Return the routes; `home` is what a snapshot shows as `~`."""
    open_pages: set[object] = set()

    async def whole(_: Request) -> Json:
        return await feed.whole()

    async def changes(request: Request) -> Response:
        after = request.query_params.get("after", "")
        if not after.isascii() or not after.isdecimal() or len(after) > _LONGEST_NUMBER:
            raise Refusal(400, "page_field_missing", field="after")
        if len(open_pages) >= MOST_PAGES:
            raise Refusal(503, "pages_too_many", limit=MOST_PAGES)
        steps = feed.steps(request.query_params.get("run", ""), int(after))
        return line_stream(_counted(steps, open_pages), slowest_s)

    async def snapshot(request: Request) -> Response:
        from starlette.responses import Response

        board = await feed.whole()
        lang = "zh" if request.query_params.get("lang", "").lower().startswith("zh") else "en"
        page = snapshot_html(board["parts"], board["atMs"], lang, home=home)
        name = 'attachment; filename="openclaw-auth.html"'
        headers = {**NO_STORE, **SNAPSHOT_HEADERS, "content-disposition": name}
        return Response(page, 200, headers, "text/html; charset=utf-8")

    return [
        guarded("/api/board", "GET", whole, check_token),
        guarded("/api/board/snapshot.html", "GET", snapshot, check_token),
        guarded("/api/board/changes", "GET", changes, check_token),
    ]


async def _counted(
    steps: AsyncGenerator[bytes, None], open_pages: set[object]
) -> AsyncGenerator[bytes, None]:
    page = object()
    open_pages.add(page)
    try:
        async with contextlib.aclosing(steps):
            async for line in steps:
                yield line
    finally:
        open_pages.discard(page)
