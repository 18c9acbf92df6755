"""What a command needs to talk to providers by itself, without a gateway."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from openclaw_auth.events import Spine
from openclaw_auth.gateway.classifier import Classifier
from openclaw_auth.gateway.logins.refresher import Refresher
from openclaw_auth.gateway.settings import Timeouts
from openclaw_auth.gateway.worlds import Worlds
from openclaw_auth.gateway.writer import Writer
from openclaw_auth.lending.auto_pins import AutoPins
from openclaw_auth.lending.broker import Broker
from openclaw_auth.lending.running_state import read_crossings, read_pins
from openclaw_auth.lending.usage import Usage
from openclaw_auth.store.fingerprint_key import ensure_fingerprint_key
from openclaw_auth.store.state import StateDb
from openclaw_auth.transport.client import UpstreamClient
from openclaw_auth.transport.exchange import Timeouts as UpstreamTimeouts

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from openclaw_auth.config.paths import Paths
    from openclaw_auth.ports import Ports

_SWEEP_S = 0.1


class LocalKit:
    """A gateway's parts without its server; an async context manager.

    Failures and uses are on the disk when it ends, where a gateway and other commands see them.

    Args:
        paths, ports: of this host.
    """

    def __init__(self, paths: Paths, ports: Ports) -> None:
        self._worlds = Worlds(paths, ports)
        world = self._worlds.build()
        self._state = StateDb(paths.state_db, ports)
        spine = Spine()
        self.ports = ports
        self.now_ms = ports.now_ms
        self.chance = lambda: ports.random_bytes(1)[0] / 255
        self.broker = Broker(
            world,
            ports,
            spine,
            Usage(),
            pins=AutoPins(read_pins(self._state)),
            crossings=read_crossings(self._state, ports.now_ms()),
        )
        times = Timeouts()
        self.stream_timeouts = UpstreamTimeouts(
            times.connect_s, times.stream_first_byte_s, times.idle_s
        )
        self.sender: Any = UpstreamClient(timeouts=self.stream_timeouts, sweep_s=_SWEEP_S)
        self.classify = Classifier(self.broker, ports.now_ms)
        ensure_fingerprint_key(paths.state_dir, ports)
        self._writer = Writer(self.broker, self._state, paths, ports, spine)
        self.refresher: Refresher | None = Refresher(
            lambda: self.broker.world, ports, spine, StateDb(paths.state_db, ports), self.changed
        )
        self._writing: asyncio.Task[None] | None = None

    async def changed(self) -> None:
        """Read everything anew."""
        self.broker.swap(await asyncio.to_thread(self._worlds.build))

    async def __aenter__(self) -> Self:
        self._writing = asyncio.create_task(self._writer.run())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._writing is not None:
            self._writing.cancel()
            await asyncio.gather(self._writing, return_exceptions=True)
        if self.refresher is not None:
            await self.refresher.aclose()
        await self.sender.aclose()
        await self._writer.close()
