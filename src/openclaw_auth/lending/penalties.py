"""Penalties between the moment of a failure and the world that has read them from the store.

A failure counts for the next decision at once; the store has it some milliseconds later, and the
world that reads the store comes later still. Until then this overlay holds what is newer. What is
read from the store after our own write wins: another process may have cleared a penalty or changed
the credential, and this memory must not bring it back.
"""

from __future__ import annotations

from openclaw_auth.credentials import UsageStats
from openclaw_auth.selection.cooldown import after_success, penalise
from openclaw_auth.store.data import SetStats

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Protocol, TypeAlias

    from openclaw_auth.secret import Secret
    from openclaw_auth.selection.cooldown import CooldownLimits
    from openclaw_auth.selection.failure import Failure
    from openclaw_auth.store.data import Edit, StoreData

    # A store's directory, and a candidate's key in it.
    Name: TypeAlias = tuple[str, str]
    Taken: TypeAlias = Mapping[str, Mapping[str, Sequence["Change"]]]

    class Change(Protocol):
        """Something that happened to a credential, to be counted in its stats."""

        fingerprint: str | None

        def applied(self, stats: UsageStats | None) -> UsageStats | None:
            """Return the stats after it. Pure; counts on whatever stats are there by then."""


# Keys in the environment and the config keep their stats beside the profiles' own.
OUTSIDE_STORE = ("env:", "config:")


class Refused:
    """A failure that counts.

    Attributes:
        fingerprint: of the secret that was refused; the failure is that secret's alone.
    """

    __slots__ = (
        "_at_ms",
        "_failure",
        "_limits",
        "_model",
        "_provider",
        "_started_ms",
        "fingerprint",
    )

    def __init__(
        self,
        failure: Failure,
        *,
        provider: str,
        model: str,
        fingerprint: str | None,
        started_ms: int,
        at_ms: int,
        limits: CooldownLimits,
    ) -> None:
        self.fingerprint = fingerprint
        self._failure = failure
        self._provider = provider
        self._model = model
        self._started_ms = started_ms
        self._at_ms = at_ms
        self._limits = limits

    def applied(self, stats: UsageStats | None) -> UsageStats | None:
        """Return the stats with the failure counted; unchanged when it touches no credential."""
        after = penalise(
            stats,
            self._failure,
            provider=self._provider,
            model=self._model,
            fingerprint=self.fingerprint,
            started_ms=self._started_ms,
            now_ms=self._at_ms,
            limits=self._limits,
        )
        return stats if after is None else after


class Served:
    """A success of a credential that had penalties.

    Attributes:
        fingerprint: of the secret that worked.
    """

    __slots__ = ("_at_ms", "_model", "fingerprint")

    def __init__(self, *, model: str, fingerprint: str | None, at_ms: int) -> None:
        self.fingerprint = fingerprint
        self._model = model
        self._at_ms = at_ms

    def applied(self, stats: UsageStats | None) -> UsageStats | None:
        """Return the stats without what the success disproves."""
        if stats is None:
            return None
        return after_success(stats, model=self._model, at_ms=self._at_ms)


class _Entry:
    """What is known of one credential beyond the world.

    `pending` is not in the store yet. `written` is what the store said when we last wrote, as long
    as the world has not been read since.
    """

    __slots__ = ("pending", "stats", "written", "written_at_s")

    def __init__(self) -> None:
        self.pending: list[Change] = []
        self.stats: UsageStats | None = None
        self.written: UsageStats | None = None
        self.written_at_s: float | None = None


class Penalties:
    """The overlay. Used on one thread; what is taken to be written may travel.

    Args:
        stored: the stats of a credential as the present world has read them.
        read_since_s: monotonic moment at which reading that world began.
        pending: called when there is something to write.
    """

    def __init__(
        self,
        stored: Callable[[Name], UsageStats | None],
        read_since_s: float,
        pending: Callable[[], None] = lambda: None,
    ) -> None:
        self._entries: dict[Name, _Entry] = {}
        self._pending: dict[Name, None] = {}
        self._stored = stored
        self._read_since_s = read_since_s
        self.on_pending = pending

    def stats(self, name: Name) -> UsageStats | None:
        """Return what is known now of a credential."""
        entry = self._entries.get(name)
        return self._stored(name) if entry is None else entry.stats

    def add(self, name: Name, change: Change) -> UsageStats | None:
        """Count something that happened, and have it written; returns the stats after it.

        What changes nothing but the last use is left to whoever keeps last uses.
        """
        before = self.stats(name)
        after = change.applied(before)
        if _same(before, after):
            return before
        entry = self._entries.get(name)
        if entry is None:
            entry = self._entries[name] = _Entry()
        entry.pending.append(change)
        entry.stats = after
        self._pending[name] = None
        self.on_pending()
        return after

    @property
    def any_pending(self) -> bool:
        """Whether a store lacks something."""
        return bool(self._pending)

    def known(self) -> Iterable[tuple[Name, UsageStats]]:
        """Return every credential whose stats here are newer than the world's."""
        for name, entry in self._entries.items():
            yield name, entry.stats or UsageStats()

    def take(self) -> Taken:
        """Return all that is not in a store yet, by store directory and key.

        Nothing is forgotten before `wrote` says that it is there.
        """
        taken: dict[str, dict[str, Sequence[Change]]] = {}
        for folder, key in self._pending:
            pending = self._entries[folder, key].pending
            taken.setdefault(folder, {})[key] = tuple(pending)
        return taken

    def wrote(
        self,
        folder: str,
        taken: Mapping[str, Sequence[Change]],
        stats: Mapping[str, UsageStats],
        at_s: float,
    ) -> None:
        """Note that a store has what was taken for it.

        Args:
            folder: the store's directory.
            taken: its part of what `take` gave.
            stats: the store's stats after the write.
            at_s: monotonic moment after the write.
        """
        for key, changes in taken.items():
            entry = self._entries[folder, key]
            del entry.pending[: len(changes)]
            if not entry.pending:
                del self._pending[folder, key]
            entry.written, entry.written_at_s = stats.get(key), at_s
            self._settle((folder, key), entry)

    def adopt(self, stored: Callable[[Name], UsageStats | None], read_since_s: float) -> None:
        """Go on over the next world; what it has read from the stores is no longer ours to say."""
        self._stored = stored
        self._read_since_s = read_since_s
        for name, entry in list(self._entries.items()):
            self._settle(name, entry)

    def _settle(self, name: Name, entry: _Entry) -> None:
        """Bring an entry up to date with store and world; drop it when the world knows it all."""
        if entry.written_at_s is not None and entry.written_at_s < self._read_since_s:
            entry.written = entry.written_at_s = None
        if entry.written_at_s is None and not entry.pending:
            del self._entries[name]
            return
        stats = self._stored(name) if entry.written_at_s is None else entry.written
        for change in entry.pending:
            stats = change.applied(stats)
        entry.stats = stats


def edits(
    changes: Mapping[str, Sequence[Change]],
    data: StoreData,
    fingerprint: Callable[[Secret], str | None],
) -> list[Edit]:
    """Return what a store as it is now is to be told.

    What concerns a profile that is gone, or a secret that is not there any more, is void.

    Args:
        changes: its part of what `take` gave.
        data: the fresh content of the store.
        fingerprint: names a secret; None where nobody can.
    """
    found: list[Edit] = []
    for key, all_of_it in changes.items():
        profile = data.profiles.get(key)
        if profile is None and not key.startswith(OUTSIDE_STORE):
            continue
        present = fingerprint(profile.secret) if profile and profile.secret else None
        before = stats = data.usage_stats.get(key)
        for change in all_of_it:
            if present is None or change.fingerprint in (None, present):
                stats = change.applied(stats)
        if stats != before:
            found.append(SetStats(key, stats))
    return found


def _same(before: UsageStats | None, after: UsageStats | None) -> bool:
    """Whether nothing changed but the last use."""
    if before is None or after is None:
        return after is None
    return before == after.replace(last_used_ms=before.last_used_ms)
