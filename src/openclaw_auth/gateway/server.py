"""One gateway process: settings, the lock, sockets, the log; its parts are in `parts.py`."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket

from openclaw_auth.errors import GatewayError, UnsafeBind
from openclaw_auth.events import Event, Spine
from openclaw_auth.gateway.binds import machine_addresses, resolve_bind
from openclaw_auth.gateway.connection.access import AccessPolicy
from openclaw_auth.gateway.lock import GatewayLock
from openclaw_auth.gateway.log.log import ALWAYS, VERBOSE, GatewayLog, renderer
from openclaw_auth.gateway.log.log_file import LogFile, log_path
from openclaw_auth.gateway.options import Started
from openclaw_auth.gateway.page_api.links import Links
from openclaw_auth.gateway.parts import Parts
from openclaw_auth.gateway.port import wanted_port
from openclaw_auth.gateway.sockets import open_sockets
from openclaw_auth.gateway.token import find_token, make_token
from openclaw_auth.gateway.uvicorn_server import GatewayServer
from openclaw_auth.gateway.worlds import Worlds, has_credential
from openclaw_auth.health.gateway_view import variables_of
from openclaw_auth.host.notify import Notifier
from openclaw_auth.settings import load_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from openclaw_auth.config.paths import Paths
    from openclaw_auth.gateway.binds import Bind
    from openclaw_auth.gateway.demo import Demo
    from openclaw_auth.gateway.options import GatewayOptions
    from openclaw_auth.gateway.token import GatewayToken
    from openclaw_auth.ports import Ports
    from openclaw_auth.world import World


class GatewayProcess:
    """One gateway from start to end.

    Args:
        options: what the user asked for.
        paths, ports: of this host.
        log_stream: where the log goes.
        announce: told once when it listens.
    """

    def __init__(
        self,
        options: GatewayOptions,
        paths: Paths,
        ports: Ports,
        log_stream: TextIO,
        announce: Callable[[Started], None],
    ) -> None:
        self._options = options
        self._paths = paths
        self._ports = ports
        self._log_stream = log_stream
        self._announce = announce
        self._lock = GatewayLock(paths.run_dir, ports)
        self._spine = Spine()

    def run(self) -> None:
        """Serve until a signal.

        Raises:
            ConfigInvalid, GatewayError: it cannot start.
        """
        settings = load_settings(self._paths, self._ports)
        settings.config.require_valid()
        if settings.view.gateway_mode() == "remote":
            raise GatewayError("gateway_remote")
        bind = resolve_bind(
            self._options.bind or settings.view.gateway_bind() or "", machine_addresses()
        )
        token = find_token(settings, self._options.token)
        if bind.beyond_loopback and token is None:
            raise UnsafeBind("bind_without_token", bind=", ".join(bind.hosts))
        port = wanted_port(settings, self._options.port)
        self._lock.acquire()
        try:
            sockets = open_sockets(bind, port)
            token = token or make_token(settings, self._ports)
            factory = loop_factory()
            with asyncio.Runner(loop_factory=factory) as runner:
                runner.run(self._serve(bind, sockets, token))
        finally:
            self._lock.release()

    async def _serve(self, bind: Bind, sockets: list[socket.socket], token: GatewayToken) -> None:
        loop = asyncio.get_running_loop()
        options = self._options
        file = LogFile(log_path(self._paths))
        log = GatewayLog(self._log_stream, renderer(options.log_format), loop, file)
        self._spine.subscribe(log.on_event, VERBOSE if options.verbose else ALWAYS)
        demo: Demo | None = None
        try:
            world, worlds, demo = await self._first_world()
            await self._serve_world(bind, sockets, token, world, worlds, demo=demo is not None)
        finally:
            if demo is not None:
                await demo.stop()
            log.close()

    async def _first_world(self) -> tuple[World, Worlds, Demo | None]:
        """Return the first world, with the demo provider in it when that is wanted."""
        worlds = Worlds(self._paths, self._ports)
        world = worlds.build()
        options = self._options
        wanted = options.demo or (
            options.demo_if_empty and not has_credential(world, self._ports.now_ms())
        )
        if not wanted:
            return world, worlds, None
        from openclaw_auth.gateway.demo import Demo

        demo = Demo()
        await demo.start()
        worlds = Worlds(self._paths, self._ports, demo.adjust)
        return worlds.build(), worlds, demo

    async def _serve_world(
        self,
        bind: Bind,
        sockets: list[socket.socket],
        token: GatewayToken,
        world: World,
        worlds: Worlds,
        *,
        demo: bool,
    ) -> None:
        started_ms = self._ports.now_ms()
        parts = Parts(
            world,
            worlds,
            access=AccessPolicy(
                token.secret.reveal(),
                host_names=(*bind.hosts, *machine_names(bind)),
                any_address=bind.any_address,
            ),
            timeouts=self._options.timeouts,
            spine=self._spine,
            paths=self._paths,
            ports=self._ports,
            adopted=lambda world: self._publish(world, sockets[0], started_ms),
        )
        self._publish(world, sockets[0], started_ms)
        parts.gateway.links = Links(token.secret, self._ports)
        notice = Started(
            [_url(sock) for sock in sockets],
            token,
            demo=demo,
            empty=not has_credential(world, started_ms),
        )
        manager = Notifier(self._ports.environ, os.getpid())

        def listening() -> None:
            self._announce(notice)
            manager.ready(f"Listening on {', '.join(notice.urls)}")

        async with parts.at_work(), manager.watched():
            server = GatewayServer(parts.gateway, listening, self._say_waiting, manager.stopping)
            await server.serve(sockets)

    def _publish(self, world: World, sock: socket.socket, started_ms: int) -> None:
        self._lock.publish(
            {
                "pid": os.getpid(),
                "port": sock.getsockname()[1],
                "url": _reachable(sock),
                "generation": world.generation,
                "started": _iso(started_ms),
                "variables": variables_of(world.settings, self._ports),
            }
        )

    def _say_waiting(self, count: int) -> None:
        fields = {
            "code": "gateway_stopping",
            "count": count,
            "seconds": int(self._options.timeouts.drain_s),
        }
        self._spine.publish(Event("stop", self._ports.now_ms(), fields))


def _iso(at_ms: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds")


def _url(sock: socket.socket) -> str:
    host, port = sock.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _reachable(sock: socket.socket) -> str:
    """Return where commands on this host find us."""
    everywhere = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}  # noqa: S104 # what a socket says
    url = _url(sock)
    for wildcard, loopback in everywhere.items():
        url = url.replace(f"//{wildcard}:", f"//{loopback}:")
    return url


def machine_names(bind: Bind) -> tuple[str, ...]:
    """Return the names under which this machine may be called from elsewhere."""
    if not bind.beyond_loopback:
        return ()
    with contextlib.suppress(OSError):
        name = socket.gethostname().lower()
        return (name, f"{name}.local", socket.getfqdn().lower())
    return ()


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return uvloop's factory where it is installed, else None for asyncio's own loop."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop
