"""What an agent sees: its own store over main's, key by key. Pure; nothing is ever copied."""

from __future__ import annotations

from openclaw_auth.store.data import StoreData

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.credentials import UsageStats


def merged(own: StoreData, main: StoreData) -> StoreData:
    """Return the agent's view of both stores.

    Own entries win, profile by profile and provider by provider; what only main has is marked
    `inherited`. Main's usage stats count for a profile of the same id unless the agent keeps
    stats itself, or has another secret under that id: a penalty belongs to the secret.
    """
    profiles = {i: p.replace(inherited=True) for i, p in main.profiles.items()}
    profiles.update(own.profiles)
    return StoreData(
        profiles=profiles,
        order={**main.order, **own.order},
        last_good={**main.last_good, **own.last_good},
        usage_stats={**_inherited_stats(own, main), **own.usage_stats},
        revision=f"{own.revision}+{main.revision}",
        problems=own.problems + main.problems,
        legacy=own.legacy or main.legacy,
    )


def _inherited_stats(own: StoreData, main: StoreData) -> dict[str, UsageStats]:
    return {
        profile_id: stats
        for profile_id, stats in main.usage_stats.items()
        if profile_id not in own.usage_stats and not _differs(profile_id, own, main)
    }


def _differs(profile_id: str, own: StoreData, main: StoreData) -> bool:
    ours, theirs = own.profiles.get(profile_id), main.profiles.get(profile_id)
    return ours is not None and theirs is not None and ours.secret != theirs.secret
