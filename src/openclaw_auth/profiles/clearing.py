"""Ending time outs by hand: whatever the stores hold against a credential is taken away."""

from __future__ import annotations

from openclaw_auth.agents import every_agent, main_agent
from openclaw_auth.profiles.place import require_readable, store_at
from openclaw_auth.selection.cooldown import cleared
from openclaw_auth.store.data import SetStats

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from openclaw_auth.agents import Agent
    from openclaw_auth.credentials import UsageStats
    from openclaw_auth.ports import Ports
    from openclaw_auth.settings import Settings
    from openclaw_auth.store.data import Edit, StoreData


class Cleared:
    """What was held against one credential in one store.

    Attributes:
        key: profile id, `env:NAME` or `config:PROVIDER`.
        agent: whose store.
        store_path: that store.
        was: the statistics before.
    """

    __slots__ = ("agent", "key", "store_path", "was")

    def __init__(self, key: str, agent: Agent, store_path: str, was: UsageStats) -> None:
        self.key = key
        self.agent = agent
        self.store_path = store_path
        self.was = was


def clear_key(key: str, agent: Agent, settings: Settings, ports: Ports) -> list[Cleared]:
    """Clear one credential in every store that the agent sees.

    Raises:
        StoreError: as `Store.update`.
    """
    return _clear(seen_by(agent, settings), settings, ports, lambda known: known == key)


def clear_all(agents: Iterable[Agent], settings: Settings, ports: Ports) -> list[Cleared]:
    """Clear every credential in these agents' stores.

    Raises:
        StoreError: as `Store.update`.
    """
    return _clear(agents, settings, ports, lambda _: True)


def seen_by(agent: Agent, settings: Settings) -> list[Agent]:
    """Return the agents whose stores count for one: its own, and main's that it reads through to."""
    main = main_agent(settings.view, settings.paths)
    return [agent] if agent.isolated or agent.dir == main.dir else [agent, main]


def all_agents(settings: Settings) -> list[Agent]:
    """Return every agent whose store is its own."""
    by_dir = {agent.dir: agent for agent in reversed(every_agent(settings.view, settings.paths))}
    return list(reversed(by_dir.values()))


def _clear(
    agents: Iterable[Agent], settings: Settings, ports: Ports, wanted: Callable[[str], bool]
) -> list[Cleared]:
    found: list[Cleared] = []
    for agent in agents:
        store = store_at(agent, settings, ports)
        require_readable(store)
        taken: dict[str, UsageStats] = {}

        def change(data: StoreData, taken: dict[str, UsageStats] = taken) -> Sequence[Edit]:
            taken.clear()
            taken.update(
                (key, stats)
                for key, stats in data.usage_stats.items()
                if wanted(key) and stats != stats.without_penalties()
            )
            return [SetStats(key, cleared(stats)) for key, stats in taken.items()]

        if change(store.read()):
            store.update(change)
        found += [Cleared(key, agent, store.location, was) for key, was in taken.items()]
    return found
