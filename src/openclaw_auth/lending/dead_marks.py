"""Keeps a dead credential disabled, a day at a time.

OpenClaw 2026.2 knows a disabled credential only by an end in the future. So a dead one is stored
with an end at most a day ahead, which is drawn out as long as its secret stays (ruling 15).
"""

from __future__ import annotations

from openclaw_auth.selection.cooldown import renewed, standing
from openclaw_auth.store.data import SetStats

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from openclaw_auth.secret import Secret
    from openclaw_auth.selection.snapshot import Snapshot
    from openclaw_auth.store.data import Edit, StoreData


def renewals(data: StoreData, snapshot: Snapshot, now_ms: int) -> list[Edit]:
    """Return the edits that draw out what is dead in a store.

    Args:
        data: the fresh content of the store.
        snapshot: of an agent that the store serves: its keys outside the store, its fingerprints.
        now_ms: the present, epoch ms.
    """
    found: list[Edit] = []
    for key, stats in data.usage_stats.items():
        if stats.dead is None:
            continue
        secret = _secret(key, data, snapshot)
        if secret is None:
            continue
        out = standing(stats, model=None, fingerprint=_naming(snapshot, secret), now_ms=now_ms)
        longer = renewed(stats, now_ms) if out is not None and out.kind == "dead" else None
        if longer is not None:
            found.append(SetStats(key, longer))
    return found


def _naming(snapshot: Snapshot, secret: Secret) -> Callable[[], str | None]:
    name_of = snapshot.fingerprint
    return lambda: None if name_of is None else name_of(secret)


def _secret(key: str, data: StoreData, snapshot: Snapshot) -> Secret | None:
    """Return the present secret of a key; None when there is none any more."""
    profile = data.profiles.get(key)
    if profile is not None:
        return profile.secret
    kind, _, name = key.partition(":")
    if kind == "env":
        from openclaw_auth.secret import Secret

        variable = snapshot.environment.get(name)
        return None if variable is None else Secret(variable.value)
    if kind == "config" and name in snapshot.config_keys:
        return snapshot.config_keys[name].secret
    return None
