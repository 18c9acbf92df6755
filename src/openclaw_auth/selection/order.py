"""In which order a provider's profiles are asked, and who said so."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from openclaw_auth.selection.snapshot import Snapshot

_TYPE_RANK: Mapping[str, int] = {"oauth": 0, "token": 1, "api_key": 2}
_UNKNOWN = len(_TYPE_RANK)


class Listing:
    """Whom to ask, in order: store order over config order over configured over stored profiles.

    Whatever takes long over many profiles waits until it is asked for.

    Attributes:
        source: `store_order`, `config_order`, `config_profiles` or `round_robin`.
    """

    __slots__ = ("_ids", "_provider", "_snapshot", "_unsorted", "source")

    def __init__(self, snapshot: Snapshot, provider: str) -> None:
        self._snapshot = snapshot
        self._provider = provider
        self._ids: list[str] | None = None
        self._unsorted: Sequence[str] = ()
        written = snapshot.data.order.get(provider)
        self.source = "store_order"
        if not written:
            written = snapshot.config_order.get(provider)
            self.source = "config_order"
        if written:
            self._ids = list(dict.fromkeys(written))
            return
        self._unsorted = snapshot.configured(provider)
        self.source = "config_profiles"
        if not self._unsorted:
            self._unsorted = [p.id for p in snapshot.data.of_provider(provider)]
            self.source = "round_robin"

    @property
    def explicit(self) -> bool:
        """Whether a person wrote this order down."""
        return self.source in ("store_order", "config_order")

    @property
    def profile_ids(self) -> Sequence[str]:
        """The ids to ask, without duplicates; some may not exist."""
        if self._ids is None:
            self._ids = list(self.walk())
        return self._ids

    @property
    def hidden(self) -> Sequence[str]:
        """The stored profiles of the provider that this listing leaves out."""
        if self.source == "round_robin":
            return ()
        chosen = set(self.profile_ids)
        stored = self._snapshot.data.of_provider(self._provider)
        return [p.id for p in stored if p.id not in chosen]

    @property
    def mark(self) -> str:
        """Names this order as people made it: it changes when they do, not when time passes."""
        if self.source == "round_robin":
            return self.source
        ids = self.profile_ids if self.explicit else sorted(self._unsorted)
        return f"{self.source}:{','.join(ids)}"

    def __contains__(self, profile_id: str) -> bool:
        if self.source != "round_robin":
            return profile_id in (self.profile_ids if self.explicit else self._unsorted)
        profile = self._snapshot.data.profiles.get(profile_id)
        return profile is not None and profile.provider == self._provider

    def walk(self) -> Iterator[str]:
        """Yield the ids in order; a group is sorted when its second member is asked for."""
        if self._ids is not None:
            yield from self._ids
            return
        for group in _round_robin_groups(self._snapshot, self._unsorted):
            if len(group) > 1:
                first = min(group, key=group.__getitem__)
                yield first
                del group[first]
            yield from sorted(group, key=group.__getitem__)


def listing(snapshot: Snapshot, provider: str) -> Listing:
    """Return whom to ask for a provider."""
    return Listing(snapshot, provider)


def _round_robin_groups(snapshot: Snapshot, ids: Sequence[str]) -> list[dict[str, int]]:
    """Return oauth, token, api_key and unknown ids, each with its last use."""
    groups: list[dict[str, int]] = [{}, {}, {}, {}]
    profiles, stored = snapshot.data.profiles, snapshot.data.usage_stats
    penalties, newer = snapshot.penalties, snapshot.last_used_ms
    for profile_id in ids:
        profile = profiles.get(profile_id)
        stats = stored.get(profile_id)
        if penalties:
            stats = penalties.get(profile_id, stats)
        used_ms = newer.get(profile_id, 0)
        if stats is not None and stats.last_used_ms is not None and stats.last_used_ms > used_ms:
            used_ms = stats.last_used_ms
        groups[_UNKNOWN if profile is None else _TYPE_RANK[profile.type]][profile_id] = used_ms
    return groups
