"""The parts of one running gateway: put together, kept at work, taken down in order."""

from __future__ import annotations

import asyncio
import gc
from contextlib import asynccontextmanager

from openclaw_auth.codes import Reason, render
from openclaw_auth.events import Event
from openclaw_auth.gateway.chat.live import Live
from openclaw_auth.gateway.chat.talk import Talk
from openclaw_auth.gateway.chat.zone import host_zone
from openclaw_auth.gateway.context import Gateway
from openclaw_auth.gateway.leases.lease_socket import serve_leases
from openclaw_auth.gateway.logins.refresher import Refresher
from openclaw_auth.gateway.logins.reprobe import Reprober
from openclaw_auth.gateway.metrics.tally import Tally
from openclaw_auth.gateway.monitoring import GatewayMonitor
from openclaw_auth.gateway.page_api.desk import Desk
from openclaw_auth.gateway.page_api.login_flows import LoginFlows
from openclaw_auth.gateway.reload import Reloader
from openclaw_auth.gateway.session_choices import SessionChoices
from openclaw_auth.gateway.writer import Writer
from openclaw_auth.lending.auto_pins import AutoPins
from openclaw_auth.lending.broker import Broker
from openclaw_auth.lending.running_state import read_crossings, read_pins
from openclaw_auth.lending.usage import Usage
from openclaw_auth.store.fingerprint_key import ensure_fingerprint_key
from openclaw_auth.store.state import StateDb
from openclaw_auth.transport.client import UpstreamClient
from openclaw_auth.transport.exchange import Timeouts as UpstreamTimeouts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Coroutine
    from typing import Any

    from openclaw_auth.config.paths import Paths
    from openclaw_auth.events import Spine
    from openclaw_auth.gateway.connection.access import AccessPolicy
    from openclaw_auth.gateway.settings import Timeouts
    from openclaw_auth.gateway.worlds import Worlds
    from openclaw_auth.ports import Ports
    from openclaw_auth.world import World


class Parts:
    """What a gateway is made of.

    Args:
        world: the first one.
        worlds: builds the next ones.
        access: who may talk to us.
        timeouts: how long everything may take.
        spine: where events go.
        paths, ports: of this host.
        adopted: told of every world after the first, when it has been taken over.
    """

    def __init__(
        self,
        world: World,
        worlds: Worlds,
        *,
        access: AccessPolicy,
        timeouts: Timeouts,
        spine: Spine,
        paths: Paths,
        ports: Ports,
        adopted: Callable[[World], None],
    ) -> None:
        self._worlds = worlds
        self._spine = spine
        self._paths = paths
        self._ports = ports
        self._adopted = adopted
        state = StateDb(paths.state_db, ports)
        ensure_fingerprint_key(paths.state_dir, ports)
        self.broker = Broker(
            world,
            ports,
            spine,
            Usage(),
            pins=AutoPins(read_pins(state)),
            crossings=read_crossings(state, ports.now_ms()),
        )
        self._client = UpstreamClient(
            timeouts=UpstreamTimeouts(timeouts.connect_s, timeouts.first_byte_s, timeouts.idle_s)
        )
        self.gateway = Gateway(
            broker=self.broker,
            sender=self._client,
            access=access,
            spine=spine,
            ports=ports,
            timeouts=timeouts,
        )
        self._writer = Writer(self.broker, state, paths, ports, spine)
        self._reloader: Reloader[World] = Reloader(
            files=lambda: worlds.files(self.broker.world),
            build=worlds.build,
            adopt=self._adopt,
            failed=self._keep_the_old,
        )
        changed = self._reloader.look_now
        self._refresher = Refresher(
            lambda: self.broker.world, ports, spine, StateDb(paths.state_db, ports), changed
        )
        self._sessions = SessionChoices(self.broker, paths)
        self._monitor = GatewayMonitor(self.broker, paths, ports, spine, self._say_health)
        self._logins = LoginFlows(paths, ports, spine, changed)
        self.gateway.refresher = self._refresher
        self.gateway.logins = self._logins
        self.gateway.tally = Tally(spine)
        self.gateway.sessions = self._sessions
        self.gateway.live = live = Live(spine)
        zone = host_zone(ports.environ)
        self.gateway.talk = self._talk = Talk(self.gateway, zone, changed, live.heard)
        self.gateway.desk = Desk(paths, ports, spine, self._take_changes)

    def _work(self) -> list[Coroutine[Any, Any, None]]:
        """Return what goes on beside the requests, each for ever."""
        reprober = Reprober(lambda: self.broker.world, self._paths, self._ports, self._say_health)
        return [
            self.gateway.sweep(),
            self._reloader.run(),
            self._writer.run(),
            self._sessions.run(),
            reprober.run(),
            self._monitor.run(),
            self._refresher.run(),
            serve_leases(self.gateway, self._paths.run_dir),
        ]

    @asynccontextmanager
    async def at_work(self) -> AsyncGenerator[None, None]:
        """Keep everything going that runs beside the requests; end it in order."""
        # What stands now stands for good, and requests leave no cycles behind: look seldom.
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 10, 10)
        tasks = [asyncio.create_task(work) for work in self._work()]
        try:
            yield
        finally:
            await self._talk.aclose()  # what was said is kept, whatever is cut off
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._logins.aclose()
            await self._refresher.aclose()
            await self._client.aclose()
            await self._writer.close()
            self._monitor.close()

    async def _take_changes(self) -> None:
        """Take over what was just changed in files. Returns when it is taken over."""
        await self._reloader.look_now()
        await self._sessions.look_now()

    def _adopt(self, world: World) -> None:
        self.broker.swap(world)
        self.gateway.heads.forget()
        self.gateway.reload_problem = None
        self._refresher.replan()
        self._adopted(world)
        self._say(Reason("reload_done", {"generation": world.generation}), "reload")

    def _keep_the_old(self, reason: Reason) -> None:
        self.gateway.reload_problem = reason
        self._say(Reason("reload_failed", {"detail": render(reason)}), "reload")

    def _say_health(self, reason: Reason) -> None:
        self._say(reason, "health")

    def _say(self, reason: Reason, kind: str) -> None:
        fields = {"code": reason.code, **reason.params}
        self._spine.publish(Event(kind, self._ports.now_ms(), fields))
