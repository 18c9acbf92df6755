"""In which order a provider's profiles are asked, and who said so."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from openclaw_auth.selection.snapshot import Snapshot
    from openclaw_auth.store.data import StoreData

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
            self.source = "round_robin"
            if ("round_robin", provider) not in snapshot.data.derived:
                self._unsorted = [p.id for p in snapshot.data.of_provider(provider)]

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
        for stored in self._groups():
            if not stored:
                continue
            group = _renewed(stored, self._snapshot)
            # Most requests want the first alone: it is found without sorting.
            first = min(group, key=group.__getitem__)
            yield first
            for profile_id in sorted(group, key=group.__getitem__):
                if profile_id != first:
                    yield profile_id

    def _groups(self) -> list[dict[str, int]]:
        """Return oauth, token, api_key and unknown ids, each with its last use as stored."""
        data = self._snapshot.data
        if self.source != "round_robin":
            return _stored_groups(data, self._unsorted)
        name = (self.source, self._provider)
        groups: list[dict[str, int]] | None = data.derived.get(name)
        if groups is None:
            groups = data.derived[name] = _stored_groups(data, self._unsorted)
        return groups


def listing(snapshot: Snapshot, provider: str) -> Listing:
    """Return whom to ask for a provider."""
    return Listing(snapshot, provider)


def _stored_groups(data: StoreData, ids: Sequence[str]) -> list[dict[str, int]]:
    groups: list[dict[str, int]] = [{}, {}, {}, {}]
    profiles, stats = data.profiles, data.usage_stats
    for profile_id in ids:
        profile, known = profiles.get(profile_id), stats.get(profile_id)
        rank = _UNKNOWN if profile is None else _TYPE_RANK[profile.type]
        groups[rank][profile_id] = 0 if known is None else known.last_used_ms or 0
    return groups


def _renewed(group: dict[str, int], snapshot: Snapshot) -> dict[str, int]:
    """Return a group with the last uses that are newer than the store's."""
    published, penalties = snapshot.last_used_ms, snapshot.penalties
    if not published and not penalties:
        return group
    newer = {i: published[i] for i in group.keys() & published.keys()} if published else {}
    for profile_id in group.keys() & penalties.keys() if penalties else ():
        newer[profile_id] = max(newer.get(profile_id, 0), penalties[profile_id].last_used_ms or 0)
    newer = {i: used_ms for i, used_ms in newer.items() if used_ms > group[i]}
    return {**group, **newer} if newer else group
