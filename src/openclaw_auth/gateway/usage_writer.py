"""Brings what the gateway knows of last uses to the disk: statistics never fail a request."""

from __future__ import annotations

import asyncio

from openclaw_auth.errors import OpenclawAuthError
from openclaw_auth.store.open import open_store
from openclaw_auth.usage import PUBLISH_EVERY_MS, STORE_EVERY_MS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from openclaw_auth.config.paths import Paths
    from openclaw_auth.ports import Ports
    from openclaw_auth.store.state import StateDb
    from openclaw_auth.usage import StoreUses, Usage


class UsageWriter:
    """Writes once a second to the state database, once a minute to the stores.

    Args:
        usage: what to write.
        state: the state database.
        paths, ports: of this host.
        main_dir: directory of the main agent's store.
    """

    def __init__(
        self,
        usage: Usage,
        state: StateDb,
        paths: Paths,
        ports: Ports,
        main_dir: Callable[[], str],
    ) -> None:
        self._usage = usage
        self._state = state
        self._paths = paths
        self._ports = ports
        self._main_dir = main_dir

    async def run(self) -> None:
        """Write at that pace, for ever."""
        seconds = 0
        while True:
            await asyncio.sleep(PUBLISH_EVERY_MS / 1000)
            seconds += 1
            whole = seconds * 1000 >= STORE_EVERY_MS
            await self.write(stores=whole)
            seconds = 0 if whole else seconds

    async def write(self, *, stores: bool) -> None:
        """Take what is new on the loop, and write it in a thread: a disk may take its time."""
        uses = self._usage.take_unwritten()
        if uses:
            await asyncio.to_thread(self._write_state, uses)
        of_stores = self._usage.take_unstored() if stores else {}
        if of_stores:
            await asyncio.to_thread(self._write_stores, of_stores)

    def _write_state(self, uses: dict[tuple[str, str], int]) -> None:
        try:
            self._state.put_last_used(uses)
        except (OpenclawAuthError, OSError):
            return

    def _write_stores(self, of_stores: dict[str, StoreUses]) -> None:
        for agent_dir, uses in of_stores.items():
            store = open_store(agent_dir, self._main_dir(), self._paths, self._ports)
            try:
                store.update(uses.edits)
            except (OpenclawAuthError, OSError):
                continue
