"""Every route that there is asks who is calling, where he was sent to, and from where."""

from __future__ import annotations

import asyncio
import contextlib
import http.client

import pytest

from gateway_process import GatewayProcess
from openclaw_auth.config.paths import system_paths
from openclaw_auth.events import Spine
from openclaw_auth.gateway.app import build_app
from openclaw_auth.gateway.connection.access import AccessPolicy
from openclaw_auth.gateway.page_api.links import Links
from openclaw_auth.gateway.parts import Parts
from openclaw_auth.gateway.settings import Timeouts
from openclaw_auth.gateway.worlds import Worlds
from openclaw_auth.ports import Ports, system_ports
from openclaw_auth.secret import Secret

# What is served without a token: the page's own files, signs of life, and the way in.
OPEN = {"/", "/healthz", "/readyz", "/api/links/redeem"}
FROM_THIS_HOST = {"/metrics"}  # asked for the token where the caller is not on this host
DATA_PATHS = [("POST", "/v1/chat/completions"), ("POST", "/v1/responses"), ("GET", "/v1/models")]


def every_route(folder):
    """Return method and path of each route, as a whole gateway has them."""

    async def made():
        real = system_ports()
        ports = Ports(
            now_ms=real.now_ms,
            monotonic_s=real.monotonic_s,
            sleep_s=real.sleep_s,
            random_bytes=real.random_bytes,
            environ={"OPENCLAW_STATE_DIR": str(folder), "HOME": str(folder)},
            cwd=str(folder),
        )
        paths = system_paths(ports)
        worlds = Worlds(paths, ports)
        parts = Parts(
            worlds.build(),
            worlds,
            access=AccessPolicy("x"),
            timeouts=Timeouts(),
            spine=Spine(),
            paths=paths,
            ports=ports,
            adopted=lambda _: None,
        )
        parts.gateway.links = Links(Secret("x"), ports)
        return build_app(parts.gateway).routes

    found = []
    for route in asyncio.run(made()):
        path = route.path
        for name in ("id", "flow_id", "agent", "name", "path"):
            path = path.replace("{" + name + "}", "x")
        found += [(method, path) for method in sorted(route.methods - {"HEAD"})]
    return [*found, *DATA_PATHS]


@pytest.fixture(scope="module")
def gateway(tmp_path_factory):
    with GatewayProcess(tmp_path_factory.mktemp("routes"), config={}) as gateway:
        yield gateway


@pytest.fixture(scope="module")
def routes(tmp_path_factory):
    found = every_route(tmp_path_factory.mktemp("made"))
    assert len(found) > 40
    return found


def status(gateway, method, path, **headers):
    with contextlib.closing(
        http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=10)
    ) as connection:
        body = b"{}" if method == "POST" else None
        shown = {"Content-Type": "application/json"} if body else {}
        connection.request(method, path, body, {**shown, **headers})
        return connection.getresponse().status


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://elsewhere.example"}, {"Origin": "null"}, {"Host": "elsewhere.example"}],
    ids=["origin", "null", "host"],
)
def test_no_route_serves_a_page_of_another_origin(gateway, routes, headers):
    shown = {"Authorization": f"Bearer {gateway.token}", **headers}

    answers = {(m, p): status(gateway, m, p, **shown) for m, p in routes}

    assert {name: found for name, found in answers.items() if found != 403} == {}


@pytest.mark.parametrize("token", [None, "Bearer wrong"], ids=["none", "wrong"])
def test_every_route_but_the_way_in_wants_the_token(gateway, routes, token):
    shown = {} if token is None else {"Authorization": token}

    answers = {(m, p): status(gateway, m, p, **shown) for m, p in routes}

    free = {p for (_, p), found in answers.items() if found != 401}
    assert {p for p in free if not p.startswith("/page/")} - OPEN - FROM_THIS_HOST == set()


def test_the_page_of_its_own_origin_is_served(gateway):
    own = {"Origin": gateway.url, "Authorization": f"Bearer {gateway.token}"}

    assert status(gateway, "GET", "/api/board", **own) == 200
