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
    stats itself, or has another secret under that id: a penalty belongs to the secret. Stats that
    the agent keeps of a credential of main's are OpenClaw's copy, and count if they are newer.
    """
    profiles = {i: p.replace(inherited=True) for i, p in main.profiles.items()}
    profiles.update(own.profiles)
    return StoreData(
        profiles=profiles,
        order={**main.order, **own.order},
        last_good={**main.last_good, **own.last_good},
        usage_stats=_merged_stats(own, main),
        revision=f"{own.revision}+{main.revision}",
        problems=own.problems + main.problems,
        legacy=own.legacy or main.legacy,
    )


def _merged_stats(own: StoreData, main: StoreData) -> dict[str, UsageStats]:
    merged = dict(own.usage_stats)
    for key, stats in main.usage_stats.items():
        ours = merged.get(key)
        if ours is None:
            newer = not _differs(key, own, main)
        else:
            newer = key not in own.profiles and _touched_ms(stats) >= _touched_ms(ours)
        if newer:
            merged[key] = stats
    return merged


def _touched_ms(stats: UsageStats) -> int:
    """Return when something last happened to a credential, epoch ms."""
    failed_ms = [one.last_failure_at_ms or 0 for one in stats.models.values()]
    return max(stats.last_used_ms or 0, stats.last_failure_at_ms or 0, *failed_ms)


def _differs(profile_id: str, own: StoreData, main: StoreData) -> bool:
    ours, theirs = own.profiles.get(profile_id), main.profiles.get(profile_id)
    return ours is not None and theirs is not None and ours.secret != theirs.secret
