"""When each profile was last used, between the gateway's memory and the disk.

Three clocks (rulings on "our own state"): `select` sees a new value at most once a second, so
that round robin, status and the gateway agree; the state database gets it as often; the store's
`usageStats` gets it every minute and at the end, so that a busy gateway does not rewrite the
credentials file all day.
"""

from __future__ import annotations

from openclaw_auth.selection.cooldown import after_success
from openclaw_auth.store.data import SetLastGood, SetStats

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from openclaw_auth.selection.snapshot import Snapshot
    from openclaw_auth.store.data import Edit, StoreData

PUBLISH_EVERY_MS = 1_000
STORE_EVERY_MS = 60_000


class Usage:
    """Collects uses; gives them out at a pace. Pure bookkeeping: whoever holds it writes."""

    __slots__ = ("_fresh", "_last_good", "_published", "_published_ms", "_unstored", "_unwritten")

    def __init__(self) -> None:
        self._fresh: dict[tuple[str, str], int] = {}
        self._published: dict[tuple[str, str], int] = {}
        self._published_ms = 0
        self._unwritten: dict[tuple[str, str], int] = {}
        self._unstored: dict[tuple[str, str], int] = {}
        self._last_good: dict[tuple[str, str], str] = {}

    def used(self, agent_dir: str, provider: str, profile_id: str, at_ms: int) -> None:
        """Note a success of a profile that lives in an agent directory."""
        key = (agent_dir, profile_id)
        self._fresh[key] = at_ms
        self._unwritten[key] = at_ms
        self._unstored[key] = at_ms
        self._last_good[(agent_dir, provider)] = profile_id

    def lent(self, agent_dir: str, profile_id: str, at_ms: int) -> None:
        """Note that a profile was handed out; whether it works, nobody will tell."""
        self._fresh[(agent_dir, profile_id)] = at_ms
        self._unwritten[(agent_dir, profile_id)] = at_ms

    def publish(self, now_ms: int) -> bool:
        """Let `select` see what is new, at most once a second; returns whether anything was."""
        # A clock that was put back must not silence this until it has caught up.
        if not self._fresh or 0 <= now_ms - self._published_ms < PUBLISH_EVERY_MS:
            return False
        self._published = {**self._published, **self._fresh}
        self._fresh = {}
        self._published_ms = now_ms
        return True

    def next_publication_ms(self, now_ms: int) -> int:
        """Return when a decision taken now should be looked at again, epoch ms."""
        return now_ms + PUBLISH_EVERY_MS

    def on_top_of(self, snapshot: Snapshot, agent_dir: str, main_dir: str) -> Snapshot:
        """Return the snapshot with the published uses of its profiles, inherited ones included."""
        profiles = snapshot.data.profiles
        own = {
            i: at
            for (folder, i), at in self._published.items()
            if i in profiles and folder == (main_dir if profiles[i].inherited else agent_dir)
        }
        if not own:
            return snapshot
        return snapshot.with_last_used({**snapshot.last_used_ms, **own})

    def take_unwritten(self) -> dict[tuple[str, str], int]:
        """Return what the state database has not got yet: (agent directory, profile) to ms."""
        taken, self._unwritten = self._unwritten, {}
        return taken

    def take_unstored(self) -> dict[str, StoreUses]:
        """Return what the stores have not got yet, by agent directory."""
        uses: dict[str, StoreUses] = {}
        for (agent_dir, profile_id), at_ms in self._unstored.items():
            uses.setdefault(agent_dir, StoreUses()).last_used_ms[profile_id] = at_ms
        for (agent_dir, provider), profile_id in self._last_good.items():
            uses.setdefault(agent_dir, StoreUses()).last_good[provider] = profile_id
        self._unstored, self._last_good = {}, {}
        return uses


class StoreUses:
    """What one store is to be told: last uses and last good profiles."""

    __slots__ = ("last_good", "last_used_ms")

    def __init__(self) -> None:
        self.last_used_ms: dict[str, int] = {}
        self.last_good: dict[str, str] = {}

    def edits(self, data: StoreData) -> Sequence[Edit]:
        """Return the edits for a store as it is now; profiles that are not its own are left out.

        A success also clears the failure counts that it disproves: the reference does the same.
        """
        own = {i: at for i, at in self.last_used_ms.items() if i in data.profiles}
        stats: list[Edit] = [
            SetStats(i, after_success(data.usage_stats.get(i), model=None, at_ms=at))
            for i, at in own.items()
        ]
        good: list[Edit] = [
            SetLastGood(provider, i)
            for provider, i in self.last_good.items()
            if i in own and data.last_good.get(provider) != i
        ]
        return stats + good
