"""Brings what the gateway knows to the disk, in one thread: no write ever holds up a request.

A failure is written as soon as the thread is free, whatever came meanwhile with it. Successes are
patient: one commit of the state database a second, one write of a store a minute.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from openclaw_auth.codes import remedy, render
from openclaw_auth.config.view import MAIN_AGENT
from openclaw_auth.errors import OpenclawAuthError, StoreError
from openclaw_auth.events import Event
from openclaw_auth.lending import penalties
from openclaw_auth.lending.dead_marks import renewals
from openclaw_auth.lending.running_state import crossing_rows, pin_rows
from openclaw_auth.lending.usage import PUBLISH_EVERY_MS, STORE_EVERY_MS
from openclaw_auth.store.open import open_store
from openclaw_auth.store.state import last_used_rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from openclaw_auth.config.paths import Paths
    from openclaw_auth.events import Spine
    from openclaw_auth.lending.broker import Broker
    from openclaw_auth.lending.penalties import Change
    from openclaw_auth.ports import Ports
    from openclaw_auth.secret import Secret
    from openclaw_auth.selection.snapshot import Snapshot
    from openclaw_auth.store.data import Edit, StoreData
    from openclaw_auth.store.json_file import JsonFileStore
    from openclaw_auth.store.state import StateDb

_T = TypeVar("_T")
RENEW_EVERY_S = 3_600
_FIRST_RETRY_S = 1.0
_LONGEST_RETRY_S = 30.0


class _Trouble:
    """A store that could not be written: since which error, and when it is tried again."""

    __slots__ = ("code", "retry_at_s", "wait_s")

    def __init__(self, code: str, wait_s: float, retry_at_s: float) -> None:
        self.code = code
        self.wait_s = wait_s
        self.retry_at_s = retry_at_s


class Writer:
    """The one writer of a gateway.

    Args:
        broker: whose memory is written.
        state: the state database.
        paths, ports: of this host.
        spine: told when a store cannot be written, and when it can again.
    """

    def __init__(
        self, broker: Broker, state: StateDb, paths: Paths, ports: Ports, spine: Spine
    ) -> None:
        self._broker = broker
        self._state = state
        self._paths = paths
        self._ports = ports
        self._spine = spine
        self._thread = ThreadPoolExecutor(1, "writer")
        self._wake = asyncio.Event()
        self._waiting: list[Callable[[], None]] = []
        self._trouble: dict[str, _Trouble] = {}
        broker.penalties.on_pending = self._wake.set
        broker.when_written = self.when_written

    async def run(self) -> None:
        """Write for ever."""
        await asyncio.gather(self._penalties(), self._pace(), self._renew())

    async def close(self) -> None:
        """Write what is left, whatever it takes, and end."""
        for trouble in self._trouble.values():
            trouble.retry_at_s = 0.0
        await self.write_penalties()
        await self.write_state()
        await self._write_uses()
        self._thread.shutdown(wait=True)
        self._state.close()

    def when_written(self, then: Callable[[], None]) -> None:
        """Call `then` as soon as all failures noted so far are in their stores, or cannot be."""
        if not self._broker.penalties.any_pending:
            then()
            return
        self._waiting.append(then)
        self._wake.set()

    async def write_penalties(self) -> None:
        """Write what is pending, one store after another; one that fails is tried again later."""
        now_s = self._ports.monotonic_s()
        waiting, self._waiting = self._waiting, []
        taken = self._broker.penalties.take()
        self._trouble = {folder: t for folder, t in self._trouble.items() if folder in taken}
        for folder, changes in taken.items():
            trouble = self._trouble.get(folder)
            if trouble is None or trouble.retry_at_s <= now_s:
                await self._write_changes(folder, changes)
        for then in waiting:
            then()

    async def write_state(self) -> None:
        """Write last uses, pins and crossings, in one commit."""
        broker = self._broker
        uses = broker.usage.take_unwritten()
        pins = broker.pins.take_unwritten()
        crossings = broker.crossings.take_unwritten()
        statements = [last_used_rows(uses), *pin_rows(pins, self._ports.now_ms())]
        if crossings is not None:
            statements += crossing_rows(*crossings)
        elif not uses and not pins:
            return
        try:
            await self._in_thread(lambda: self._state.apply_all(statements))
        except (OpenclawAuthError, OSError):
            broker.pins.put_back(pins)
            if crossings is not None:
                broker.crossings.put_back()

    async def _penalties(self) -> None:
        while True:
            await self._woken()
            await self.write_penalties()

    async def _woken(self) -> None:
        """Wait for something to write, or for the next try at a store that failed."""
        due_s = min((t.retry_at_s for t in self._trouble.values()), default=None)
        wait_s = None if due_s is None else max(0.0, due_s - self._ports.monotonic_s())
        try:
            await asyncio.wait_for(self._wake.wait(), wait_s)
        except TimeoutError:
            return
        self._wake.clear()

    async def _write_changes(self, folder: str, changes: Mapping[str, Sequence[Change]]) -> None:
        store = self._store(folder)
        name_of = _naming(self._broker.world.snapshots[MAIN_AGENT])

        def work() -> tuple[StoreData, float]:
            data = store.update(lambda data: penalties.edits(changes, data, name_of))
            return data, self._ports.monotonic_s()

        try:
            data, at_s = await self._in_thread(work)
        except Exception as error:  # noqa: BLE001 # no fault may end the writer: it is tried again
            self._failed(folder, store, error)
            return
        self._broker.wrote(folder, changes, data.usage_stats, at_s)
        if self._trouble.pop(folder, None) is not None:
            self._say("penalties_written_again", {"path": store.location})

    def _failed(self, folder: str, store: JsonFileStore, error: Exception) -> None:
        known = self._trouble.get(folder)
        code = error.reason.code if isinstance(error, OpenclawAuthError) else type(error).__name__
        wait_s = _FIRST_RETRY_S if known is None else min(known.wait_s * 2, _LONGEST_RETRY_S)
        self._trouble[folder] = _Trouble(code, wait_s, self._ports.monotonic_s() + wait_s)
        if known is not None and known.code == code:
            return
        reason = error.reason if isinstance(error, StoreError) else None
        detail = render(reason) if reason is not None else str(error)
        step = remedy(reason) if reason is not None else "openclaw doctor"
        self._say("penalties_unwritten", {"path": store.location, "why": detail, "step": step})

    async def _pace(self) -> None:
        seconds = 0
        while True:
            await asyncio.sleep(PUBLISH_EVERY_MS / 1000)
            seconds += 1
            await self.write_state()
            if seconds * 1000 >= STORE_EVERY_MS:
                seconds = 0
                await self._write_uses()

    async def _write_uses(self) -> None:
        for folder, uses in self._broker.usage.take_unstored().items():
            await self._update(folder, uses.edits)

    async def _renew(self) -> None:
        while True:
            await self.renew()
            await asyncio.sleep(RENEW_EVERY_S)

    async def renew(self) -> None:
        """Draw out what is dead, in every store that knows of any."""
        world = self._broker.world
        now_ms = self._ports.now_ms()
        for agent in world.agents.values():
            snapshot = world.snapshots[agent.id]
            if any(stats.dead for stats in snapshot.data.usage_stats.values()):

                def change(data: StoreData, snapshot: Snapshot = snapshot) -> list[Edit]:
                    return renewals(data, snapshot, now_ms)

                await self._update(agent.dir, change)

    async def _update(self, folder: str, change: Callable[[StoreData], Sequence[Edit]]) -> None:
        """Change a store; statistics that cannot be written are no one's trouble but theirs."""
        store = self._store(folder)
        try:
            await self._in_thread(lambda: store.update(change))
        except (OpenclawAuthError, OSError):
            return

    def _store(self, folder: str) -> JsonFileStore:
        return open_store(folder, self._broker.world.main_dir, self._paths, self._ports)

    async def _in_thread(self, work: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _say(self, code: str, params: dict[str, object]) -> None:
        self._spine.publish(Event("health", self._ports.now_ms(), {"code": code, **params}))


def _naming(snapshot: Snapshot) -> Callable[[Secret], str | None]:
    return snapshot.fingerprint or (lambda _: None)
