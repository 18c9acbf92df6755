"""In which order a provider's profiles are asked, and who said so."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openclaw_auth.credentials import Profile
    from openclaw_auth.selection.snapshot import Snapshot

_TYPE_RANK: Mapping[str, int] = {"oauth": 0, "token": 1, "api_key": 2}


class Listing:
    """The profile ids to ask, in order.

    Attributes:
        profile_ids: without duplicates; some may not exist.
        source: `store_order`, `config_order`, `config_profiles` or `round_robin`.
        hidden: stored profiles of the provider that this listing leaves out.
    """

    __slots__ = ("hidden", "profile_ids", "source")

    def __init__(self, profile_ids: Sequence[str], source: str, hidden: Sequence[str]) -> None:
        self.profile_ids = profile_ids
        self.source = source
        self.hidden = hidden

    @property
    def explicit(self) -> bool:
        """Whether a person wrote this order down."""
        return self.source in ("store_order", "config_order")


def listing(snapshot: Snapshot, provider: str) -> Listing:
    """Return whom to ask: store order over config order over configured over stored profiles."""
    stored = [p.id for p in snapshot.data.profiles.values() if p.provider == provider]
    for source, orders in (
        ("store_order", snapshot.data.order),
        ("config_order", snapshot.config_order),
    ):
        ordered = orders.get(provider)
        if ordered:
            return _listing(ordered, source, stored)
    configured = [i for i, c in snapshot.config_profiles.items() if c.provider == provider]
    if configured:
        by_use = sorted(configured, key=lambda i: _round_robin_key(snapshot, i))
        return _listing(by_use, "config_profiles", stored)
    return _listing(
        sorted(stored, key=lambda i: _round_robin_key(snapshot, i)), "round_robin", stored
    )


def _listing(profile_ids: Sequence[str], source: str, stored: Sequence[str]) -> Listing:
    unique = list(dict.fromkeys(profile_ids))
    chosen = set(unique)
    return Listing(unique, source, [i for i in stored if i not in chosen])


def _round_robin_key(snapshot: Snapshot, profile_id: str) -> tuple[int, int]:
    """Rank by type (oauth, token, api_key), then least recently used first."""
    profile: Profile | None = snapshot.data.profiles.get(profile_id)
    rank = _TYPE_RANK[profile.type] if profile else len(_TYPE_RANK)
    stats = snapshot.data.usage_stats.get(profile_id)
    stored_ms = (stats.last_used_ms if stats else None) or 0
    return rank, max(stored_ms, snapshot.last_used_ms.get(profile_id, 0))
