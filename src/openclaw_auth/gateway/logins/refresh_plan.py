"""Which logins of a world are renewed, and when the next one is due."""

from __future__ import annotations

from openclaw_auth.oauth.client import is_offered
from openclaw_auth.refresh.due import due_ms, refresh_due

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from openclaw_auth.credentials import Profile
    from openclaw_auth.refresh.memory import LastRefresh, RefreshMemory
    from openclaw_auth.world import World

    Key: TypeAlias = tuple[str, str]


class Planned:
    """A login and when it is due.

    Attributes:
        key: agent directory and profile id.
        profile: as the world has it.
        at_ms: when to renew it, epoch ms.
    """

    __slots__ = ("at_ms", "key", "profile")

    def __init__(self, key: Key, profile: Profile, at_ms: int) -> None:
        self.key = key
        self.profile = profile
        self.at_ms = at_ms


def renewable(world: World) -> Iterator[tuple[Key, Profile]]:
    """Yield every login that can be renewed here, each once, under the store that holds it."""
    seen: set[Key] = set()
    clients: dict[str, bool] = {}
    for agent_id, snapshot in world.snapshots.items():
        for profile in snapshot.data.profiles.values():
            if profile.type != "oauth" or not profile.refresh:
                continue
            agent_dir = world.main_dir if profile.inherited else world.agents[agent_id].dir
            key = (agent_dir, profile.id)
            if profile.provider not in clients:
                clients[profile.provider] = is_offered(world.settings, profile.provider)
            if key not in seen and clients[profile.provider]:
                seen.add(key)
                yield key, profile


def plan(
    world: World, memory: RefreshMemory, jitter_of: Callable[[Key], float], now_ms: int
) -> list[Planned]:
    """Return all logins that are renewed here, with the time at which each is due. Reads files."""
    lasts: dict[str, dict[str, LastRefresh]] = {}
    found = []
    for key, profile in renewable(world):
        agent_dir, profile_id = key
        if agent_dir not in lasts:
            lasts[agent_dir] = memory.last(agent_dir)
        last = lasts[agent_dir].get(profile_id)
        obtained_ms = last.obtained_ms if last else None
        jitter = jitter_of(key)
        at_ms = now_ms
        if refresh_due(profile, now_ms, jitter=jitter, obtained_ms=obtained_ms) == "fresh":
            assert profile.expires_ms is not None
            at_ms = due_ms(profile.expires_ms, jitter=jitter, obtained_ms=obtained_ms)
        found.append(Planned(key, profile, at_ms))
    return found
