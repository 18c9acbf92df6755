"""When profiles were last used, gathered in memory so that a request costs no write.

Pure: it says what is due when; the caller writes. At most once a second to the state database,
every 60 s and at exit to the store's `usageStats`, where OpenClaw looks.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Key: TypeAlias = tuple[str, str]

STATE_EVERY_MS = 1_000
STORE_EVERY_MS = 60_000


class LastUsed:
    """Uses not yet written. Profiles are named (agent_dir, profile_id)."""

    __slots__ = ("_for_state", "_for_store", "_state_at_ms", "_store_at_ms")

    def __init__(self, now_ms: int) -> None:
        self._for_state: dict[Key, int] = {}
        self._for_store: dict[Key, int] = {}
        self._state_at_ms = now_ms - STATE_EVERY_MS
        self._store_at_ms = now_ms

    def note(self, key: Key, at_ms: int) -> None:
        """Note one use."""
        for uses in (self._for_state, self._for_store):
            uses[key] = max(at_ms, uses.get(key, 0))

    def due_for_state(self, now_ms: int) -> dict[Key, int]:
        """Return, and forget, what should be written to the state database now."""
        if not self._for_state or now_ms - self._state_at_ms < STATE_EVERY_MS:
            return {}
        self._state_at_ms = now_ms
        uses, self._for_state = self._for_state, {}
        return uses

    def due_for_store(self, now_ms: int) -> dict[Key, int]:
        """Return, and forget, what should be written to `usageStats` now."""
        if not self._for_store or now_ms - self._store_at_ms < STORE_EVERY_MS:
            return {}
        return self.rest_for_store(now_ms)

    def rest_for_store(self, now_ms: int) -> dict[Key, int]:
        """Return, and forget, everything for `usageStats`: the process ends."""
        self._store_at_ms = now_ms
        uses, self._for_store = self._for_store, {}
        return uses

    def give_back(self, uses: dict[Key, int]) -> None:
        """Take back what could not be written to the store; newer uses win."""
        for key, at_ms in uses.items():
            self._for_store[key] = max(at_ms, self._for_store.get(key, 0))
