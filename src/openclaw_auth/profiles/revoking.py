"""Revoking what was stored, as far as its provider offers that (ruling 22)."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.errors import LoginNotOffered, StoreError
from openclaw_auth.oauth.client import client_for
from openclaw_auth.oauth.drive import drive
from openclaw_auth.oauth.revocation import revocation
from openclaw_auth.oauth.wire import blocking_sender
from openclaw_auth.refresh.holders import Holders
from openclaw_auth.store.codec import profile_of
from openclaw_auth.store.removed import RemovedProfiles

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from openclaw_auth.credentials import Profile
    from openclaw_auth.ports import Ports
    from openclaw_auth.settings import Settings

_DEADLINE_S = 10.0


def to_revoke(
    profile: Profile | None, profile_id: str, agent_dir: str, ports: Ports
) -> list[Profile]:
    """Return the logins that a purge deletes: the stored one, and what a removal kept under its id."""
    item = RemovedProfiles(agent_dir, ports).kept().get(profile_id)
    kept = profile_of(profile_id, item["entry"], {}) if item is not None else None
    found: list[Profile] = []
    for one in (profile, kept):
        if one is not None and all(one.refresh != other.refresh for other in found):
            found.append(one)
    return found


def revoke(profiles: Sequence[Profile], settings: Settings, ports: Ports) -> list[Reason]:
    """Revoke logins that have just been deleted here; returns what came of each.

    Args:
        profiles: no longer stored. Keys and static tokens have no revocation that a client may ask
            for: `revocation_not_offered`.
        settings: a valid config.
        ports: for the clock.

    Returns:
        `revoked`, `revocation_not_offered`, `revocation_failed`, or `revocation_shared`: another
        store holds the same login, and revoking would take it from there too.
    """
    return [_revoke_one(profile, settings, ports) for profile in profiles]


def _revoke_one(profile: Profile, settings: Settings, ports: Ports) -> Reason:
    nothing = Reason("revocation_not_offered", {"provider": profile.provider})
    if profile.type != "oauth" or not (profile.refresh or profile.secret):
        return nothing
    try:
        client = client_for(settings, profile.provider)
    except LoginNotOffered as error:
        return Reason("revocation_failed", {"provider": profile.provider, "why": error.reason})
    if client is None:
        return nothing
    shared = _held_by(profile, settings, ports)
    if shared is not None:
        return Reason("revocation_shared", {"provider": profile.provider, "store": shared})
    flow = revocation(client, profile.refresh, profile.secret)
    return drive(flow, blocking_sender(client, _DEADLINE_S), ports.sleep_s)


def _held_by(profile: Profile, settings: Settings, ports: Ports) -> str | None:
    """Return the store that still holds the same refresh token, None when none does."""
    if not profile.refresh:
        return None
    holders = Holders(settings, ports, b"")
    for agent_dir in holders.dirs:
        store = holders.store(agent_dir)
        try:
            stored = store.read().profiles.values()
        except StoreError:
            continue
        if any(other.refresh == profile.refresh for other in stored):
            return settings.paths.shorten(store.location)
    return None
