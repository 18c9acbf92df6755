"""Mark a login whose grant is refused and whose access token has ended: only a login helps."""

from __future__ import annotations

from contextlib import suppress

from openclaw_auth.codes import Reason
from openclaw_auth.errors import StoreError
from openclaw_auth.selection.cooldown import CooldownLimits, penalise
from openclaw_auth.selection.failure import Failure
from openclaw_auth.store.data import SetStats

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.refresh.holders import Holders
    from openclaw_auth.refresh.kit import RefreshKit
    from openclaw_auth.store.data import Edit, StoreData

DETAIL = "refresh_rejected"


def mark_dead(kit: RefreshKit, holders: Holders, name: str) -> None:
    """Mark every stored copy of a grant, so that nobody sends its ended token again.

    The mark is about the present access token: a new login is free of it. One that cannot be
    written is no harm: the journal says the same.
    """
    for agent_dir in dict.fromkeys(holder.agent_dir for holder in holders.of({name})):
        with suppress(StoreError):
            holders.store(agent_dir).update(lambda data: _edits(kit, holders, name, data))


def _edits(kit: RefreshKit, holders: Holders, name: str, data: StoreData) -> list[Edit]:
    found: list[Edit] = []
    now_ms = kit.ports.now_ms()
    for profile in data.profiles.values():
        if holders.name(profile) != name or not profile.secret:
            continue
        fingerprint = profile.secret.fingerprint(kit.key)
        stats = data.usage_stats.get(profile.id)
        if stats is not None and (stats.dead, stats.fingerprint) == (DETAIL, fingerprint):
            continue
        params = {"profile": profile.id, "provider": profile.provider, "detail": DETAIL}
        failure = Failure(
            "auth",
            DETAIL,
            "disable_until_reauth",
            "credential",
            rule="refresh",
            reason=Reason("refresh_rejected", params),
        )
        after = penalise(
            stats,
            failure,
            provider=profile.provider,
            model=None,
            fingerprint=fingerprint,
            started_ms=now_ms,
            now_ms=now_ms,
            limits=CooldownLimits(),
        )
        if after is not None:
            found.append(SetStats(profile.id, after))
    return found
