"""The monitor inside the gateway: looks now and then, and soon after something happened.

Everything that reads files, writes the database or sends runs in a thread of its own, one look at
a time; requests never wait for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading

from openclaw_auth.codes import Reason, render
from openclaw_auth.errors import OpenclawAuthError
from openclaw_auth.monitor.config import monitor_settings
from openclaw_auth.monitor.facts import gather_facts
from openclaw_auth.monitor.round import Watcher
from openclaw_auth.monitor.sent import Sent
from openclaw_auth.store.state import StateDb

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from openclaw_auth.config.paths import Paths
    from openclaw_auth.events import Event, Spine
    from openclaw_auth.lending.broker import Broker
    from openclaw_auth.monitor.config import MonitorSettings
    from openclaw_auth.ports import Ports

FIRST_LOOK_S = 1.0  # the gateway serves first
SOON_S = 1.0  # what belongs together comes together, and goes out as one message
_KINDS = ("penalty", "refresh", "reload", "credential")


class GatewayMonitor:
    """Watches what the gateway decides on, and tells whom the config names.

    Args:
        broker: whose views are the newest.
        paths, ports: of this host.
        spine: what makes it look sooner.
        say: told of every alert and of targets that fail.
    """

    def __init__(
        self,
        broker: Broker,
        paths: Paths,
        ports: Ports,
        spine: Spine,
        say: Callable[[Reason], None],
    ) -> None:
        self._broker = broker
        self._ports = ports
        self._spine = spine
        self._say = say
        self._state = StateDb(paths.state_db, ports)
        self._sent = Sent(self._state)
        self._said: Reason | None = None
        self._happened = asyncio.Event()

    async def run(self) -> None:
        """Look for ever."""
        stop = self._spine.subscribe(self._on_event, _KINDS)
        try:
            await asyncio.sleep(FIRST_LOOK_S)
            while True:
                settings = monitor_settings(self._broker.world.settings, self._ports)
                self._happened.clear()
                if settings.enabled and settings.targets:
                    await self._look(settings)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._happened.wait(), settings.every_ms / 1000)
                    await asyncio.sleep(SOON_S)
        finally:
            stop()

    def _on_event(self, _: Event) -> None:
        self._happened.set()

    async def _look(self, settings: MonitorSettings) -> None:
        world, now_ms = self._broker.world, self._ports.now_ms()
        # Views are the loop's: they are made here, and only read in the thread.
        snapshots = {i: self._broker.snapshot_of(i, now_ms) for i in world.agents}

        def work() -> list[Reason]:
            from openclaw_auth.monitor.send import send_all

            watcher = Watcher(settings, self._sent)
            facts = gather_facts(world, self._ports)
            told = watcher.look(world, facts, now_ms, snapshots).alerts
            network = world.settings.environment.network()
            done = watcher.deliver(
                lambda found: send_all(found, self._ports, network=network), now_ms
            )
            failed = [
                Reason(
                    "monitor_delivery_failed", {"target": one.target, "why": render(one.problem)}
                )
                for one in done
                if one.problem is not None
            ]
            return [*(alert.reason for alert in told), *failed]

        try:
            found = await _in_thread(work)
        except OpenclawAuthError as error:
            # A database that cannot be written is told once, not at every look.
            found = [] if error.reason == self._said else [error.reason]
            self._said = error.reason
        else:
            self._said = None
        for reason in found:
            self._say(reason)

    def close(self) -> None:
        """Close the state database."""
        self._state.close()


async def _in_thread(work: Callable[[], list[Reason]]) -> list[Reason]:
    """Run `work` in a thread that nobody has to wait for when the gateway ends.

    Raises:
        OpenclawAuthError: as `work` does; anything else becomes `monitor_look_failed`.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[list[Reason]] = loop.create_future()

    def settle(found: list[Reason], error: OpenclawAuthError | None) -> None:
        if done.done():
            return
        if error is None:
            done.set_result(found)
        else:
            done.set_exception(error)

    def run() -> None:
        found: list[Reason] = []
        problem: OpenclawAuthError | None = None
        try:
            found = work()
        except OpenclawAuthError as error:
            problem = error
        except Exception as error:  # noqa: BLE001 - whoever waits must not wait for ever
            found = [Reason("monitor_look_failed", {"kind": type(error).__name__})]
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(settle, found, problem)

    threading.Thread(target=run, name="monitor", daemon=True).start()
    return await done
