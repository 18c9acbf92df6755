"""Bring a new pair of tokens into every store that holds the grant, and let its journal go.

Safe to be done twice: only an entry that still holds the old refresh token is changed. The order
matters: the owner's store, then the lineage, then the copies; the journal goes last.
"""

from __future__ import annotations

from contextlib import suppress

from openclaw_auth.errors import StoreError
from openclaw_auth.refresh.kit import Step
from openclaw_auth.selection.cooldown import refreshed
from openclaw_auth.store.data import PutProfile, SetStats

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.credentials import Profile, UsageStats
    from openclaw_auth.refresh.holders import Holders
    from openclaw_auth.refresh.journal import Journal
    from openclaw_auth.refresh.kit import RefreshKit
    from openclaw_auth.refresh.pair import Pair
    from openclaw_auth.store.data import Edit, StoreData


class Persist:
    """The change of one grant's tokens.

    Args:
        kit: of this host.
        holders: the stores.
        fingerprint: of the refresh token that is used up.
        pair: what replaces it.
    """

    __slots__ = ("_fingerprint", "_holders", "_kit", "_pair")

    def __init__(self, kit: RefreshKit, holders: Holders, fingerprint: str, pair: Pair) -> None:
        self._kit = kit
        self._holders = holders
        self._fingerprint = fingerprint
        self._pair = pair

    def everywhere(self, owner_dir: str, profile: Profile, journal: Journal) -> None:
        """Store the pair with its owner, note the rotation, update the copies.

        Args:
            owner_dir: whose store comes first.
            profile: the login, to be told about.
            journal: removed when all of it is durable; else it stays and is replayed.

        Raises:
            StoreError: the owner's store did not take it.
        """
        tell, memory = self._kit.tell, self._kit.memory
        self.into(owner_dir)
        tell(Step("stored", owner_dir, profile))
        new = self._pair.refresh.fingerprint(self._kit.key)
        try:
            memory.rotated(self._fingerprint, new, owner_dir, profile.id)
        except StoreError:  # the journal tells it again; a copy must never be asked for first
            self.into_copies(owner_dir)
            return
        tell(Step("noted", owner_dir, profile))
        self.into_copies(owner_dir)
        tell(Step("copied", owner_dir, profile))
        journal.remove()
        tell(Step("done", owner_dir, profile))

    def into_copies(self, owner_dir: str) -> None:
        """Update the other stores; one that cannot be written now stays an alias."""
        for copy in self._holders.of({self._fingerprint}):
            if copy.agent_dir != owner_dir:
                with suppress(StoreError):
                    self.into(copy.agent_dir)

    def into(self, agent_dir: str) -> None:
        """Update one store under its own lock. Raises StoreError."""
        changed: list[str] = []

        def edits(data: StoreData) -> list[Edit]:
            changed.clear()
            found: list[Edit] = []
            for profile in data.profiles.values():
                if self._holders.name(profile) == self._fingerprint and not self._is_stored(
                    profile
                ):
                    changed.append(profile.id)
                    found += self._edits(profile, data.usage_stats.get(profile.id))
            return found

        self._holders.store(agent_dir).update(edits)
        for profile_id in changed:
            with suppress(StoreError):
                self._note(agent_dir, profile_id)

    def _note(self, agent_dir: str, profile_id: str) -> None:
        """Note when the token was got, and whether its end is a guess (ruling 16)."""
        kit, assumed = self._kit, self._pair.expiry_assumed
        kit.memory.note(agent_dir, profile_id, "refreshed", "refresh_done", obtained=True)
        if assumed != (profile_id in kit.state.assumed_expiries(agent_dir)):
            kit.state.note_added(agent_dir, profile_id, expiry_assumed=assumed)

    def _is_stored(self, profile: Profile) -> bool:
        pair = self._pair
        return profile.secret == pair.access and profile.refresh == pair.refresh

    def _edits(self, profile: Profile, stats: UsageStats | None) -> list[Edit]:
        """Return the edits for one entry; what its statistics say of the account goes with it."""
        found: list[Edit] = [PutProfile(self._pair.into(profile))]
        key = self._kit.key
        if stats is not None and not _is_of_another(stats, profile, key):
            carried = refreshed(stats, self._pair.access.fingerprint(key))
            if carried != stats:
                found.append(SetStats(profile.id, carried))
        return found


def _is_of_another(stats: UsageStats, profile: Profile, key: bytes) -> bool:
    """Whether the penalties are about another secret than the one that is replaced."""
    if stats.fingerprint is None or not profile.secret:
        return False
    return stats.fingerprint != profile.secret.fingerprint(key)
