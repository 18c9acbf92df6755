"""Every route that is not a data path: a Starlette app, made when the first request needs it."""

from __future__ import annotations

from openclaw_auth.errors import OpenclawAuthError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from openclaw_auth.codes import Reason
    from openclaw_auth.gateway.context import Gateway


class LazyApp:
    """An ASGI app that imports and builds the real one on its first call.

    Starlette costs 60 ms to import; a gateway that only forwards never pays them.
    """

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._app: Starlette | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if self._app is None:
            self._app = build_app(self._gateway)
        await self._app(scope, receive, send)


def build_app(gateway: Gateway) -> Starlette:
    """Return the app with its routes."""
    from starlette.applications import Starlette
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    from openclaw_auth.gateway.page_api.explain_route import PATH, explain
    from openclaw_auth.gateway.page_api.page_files import page_routes
    from openclaw_auth.gateway.ready_route import ready_routes

    def watcher_token(request: Request) -> Response | None:
        return None if _is_loopback(request) else _check_token(gateway, request)

    async def explained(request: Request) -> Response:
        refused = _check_token(gateway, request)
        if refused is not None:
            return refused
        try:
            return JSONResponse(explain(gateway.broker, request.query_params, gateway.now_ms()))
        except OpenclawAuthError as error:
            return JSONResponse({"code": error.reason.code, "error": str(error)}, 404)

    watched: list[Route] = []
    if gateway.tally is not None:
        from openclaw_auth.gateway.metrics.route import metrics_routes

        watched = metrics_routes(gateway, gateway.tally, watcher_token)
    watched += _calendar(gateway)
    logins = []
    if gateway.logins is not None:
        from openclaw_auth.gateway.page_api.login_routes import login_routes

        logins = login_routes(gateway.logins, lambda request: _check_token(gateway, request))
    return Starlette(
        routes=[
            *logins,
            *_page_api(gateway),
            *page_routes(),
            *ready_routes(gateway, watcher_token),
            *watched,
            Route(PATH, explained),
        ]
    )


def _page_api(gateway: Gateway) -> list[Route]:
    from openclaw_auth.gateway.chat.zone import host_zone
    from openclaw_auth.gateway.page_api.action_routes import action_routes
    from openclaw_auth.gateway.page_api.board_facts import read_facts
    from openclaw_auth.gateway.page_api.board_feed import BoardFeed
    from openclaw_auth.gateway.page_api.board_routes import board_routes
    from openclaw_auth.gateway.page_api.judging_routes import judging_routes
    from openclaw_auth.gateway.page_api.link_routes import link_routes
    from openclaw_auth.gateway.page_api.pin_action import pin_action
    from openclaw_auth.gateway.page_api.probe_route import probe_route
    from openclaw_auth.gateway.page_api.rehearsal_route import rehearsal_route

    def problems() -> list[Reason]:
        stale = [gateway.reload_problem] if gateway.reload_problem is not None else []
        return [*gateway.broker.world.problems, *stale]

    def check_token(request: Request) -> Response | None:
        return _check_token(gateway, request)

    feed = BoardFeed(
        gateway.broker,
        gateway.spine,
        problems,
        lambda: read_facts(gateway.broker.world, gateway.ports),
        traffic=gateway.traffic,
        chosen=lambda: gateway.sessions.read if gateway.sessions is not None else 0,
        now_ms=gateway.now_ms,
        run_id=gateway.run_id,
    )
    home = gateway.ports.environ.get("HOME", "")
    routes = board_routes(feed, check_token, home=home)
    routes += judging_routes(gateway.broker, gateway.ports, check_token)
    routes.append(rehearsal_route(gateway.broker, gateway.ports, check_token))
    if gateway.links is not None:
        routes += link_routes(gateway.links, check_token)
    if gateway.talk is not None and gateway.live is not None:
        from openclaw_auth.gateway.chat.routes import chat_routes

        routes += chat_routes(gateway, gateway.talk, gateway.live, check_token)
    if gateway.desk is not None:
        zone = host_zone(gateway.ports.environ)
        pin = pin_action(lambda agent_id: gateway.broker.world.snapshots[agent_id], zone)
        routes += action_routes(gateway.desk, check_token, feed.look_now, pin)
        routes.append(probe_route(gateway.desk, gateway.broker, check_token, feed.look_now))
    return routes


def _calendar(gateway: Gateway) -> list[Route]:
    from openclaw_auth.gateway.calendar_route import PURPOSE, calendar_routes
    from openclaw_auth.store.fingerprint_key import fingerprint_key

    host_key = fingerprint_key(gateway.broker.world.settings.paths.state_dir, gateway.ports)
    token = gateway.access.derived_token(host_key, PURPOSE)
    return calendar_routes(gateway, token, lambda request: _check_token(gateway, request))


def _is_loopback(request: Request) -> bool:
    import ipaddress

    return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback


def _check_token(gateway: Gateway, request: Request) -> Response | None:
    from starlette.responses import Response

    from openclaw_auth.gateway.answer.refusal import Refusal
    from openclaw_auth.gateway.connection.head import Head
    from openclaw_auth.gateway.dialects.openai import error_body

    head = Head(b"GET", b"/", http_11=True)
    for name, value in request.headers.raw:
        if name == b"authorization":
            head.authorization = value
        elif name == b"x-api-key":
            head.api_key = value
    try:
        gateway.access.check_token(head)
    except Refusal as refusal:
        body = error_body(refusal.status, refusal.reason, gateway.next_request_id())
        headers = {name.decode(): value.decode() for name, value in refusal.headers}
        return Response(body, refusal.status, headers, media_type="application/json")
    return None
