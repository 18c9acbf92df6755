"""Which stored credentials an agent sees but does not use, and which one is next.

Read before and after a change, it tells what the change hid (ruling 19).
"""

from __future__ import annotations

from openclaw_auth.agents import every_agent
from openclaw_auth.errors import StoreError
from openclaw_auth.selection.order import listing
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request
from openclaw_auth.world import load_world

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from openclaw_auth.agents import Agent
    from openclaw_auth.ports import Ports
    from openclaw_auth.selection.decision import Decision
    from openclaw_auth.selection.snapshot import Snapshot
    from openclaw_auth.settings import Settings


class Hidden:
    """Profiles of one agent that a change took out of use.

    Attributes:
        agent_id: whose view.
        profile_ids: the hidden ones, in the order of the file.
        keeping: the ids of an order that uses them again, behind those in use.
    """

    __slots__ = ("agent_id", "keeping", "profile_ids")

    def __init__(self, agent_id: str, profile_ids: Sequence[str], keeping: Sequence[str]) -> None:
        self.agent_id = agent_id
        self.profile_ids = tuple(profile_ids)
        self.keeping = tuple(keeping)


class View:
    """What the agents of a host see of one provider at one moment."""

    __slots__ = ("provider", "snapshots")

    def __init__(self, provider: str, snapshots: dict[str, Snapshot]) -> None:
        self.provider = provider
        self.snapshots = snapshots

    def unused(self, agent_id: str) -> list[str]:
        """Return the stored profiles that an agent's order or config leaves out."""
        snapshot = self.snapshots.get(agent_id)
        return list(listing(snapshot, self.provider).hidden) if snapshot else []

    def decision(self, agent_id: str, now_ms: int) -> Decision | None:
        """Return what `select` decides for an agent; None when its store cannot be read."""
        snapshot = self.snapshots.get(agent_id)
        return select(snapshot, Request(self.provider), now_ms) if snapshot else None


def view_provider(settings: Settings, agents: Sequence[Agent], provider: str, ports: Ports) -> View:
    """Return what each agent sees; an agent whose store may not be read is left out."""
    snapshots = {}
    for agent in agents:
        try:
            snapshots[agent.id] = load_world(settings, [agent], ports).snapshots[agent.id]
        except StoreError:
            continue
    return View(provider, snapshots)


def concerned(settings: Settings, agent: Agent) -> list[Agent]:
    """Return this agent first, then every other: a config speaks for all of them."""
    others = [a for a in every_agent(settings.view, settings.paths) if a.dir != agent.dir]
    return [agent, *others]


def newly_hidden(before: View, after: View) -> list[Hidden]:
    """Return what was used before and is left out now, agent by agent.

    The first agent answers for all that it sees, the others for what is their own.
    """
    found: list[Hidden] = []
    for number, (agent_id, snapshot) in enumerate(after.snapshots.items()):
        profiles = snapshot.data.profiles
        earlier = before.snapshots.get(agent_id)
        was_used = set(earlier.data.profiles if earlier else ()).difference(before.unused(agent_id))
        unused = [i for i in after.unused(agent_id) if number == 0 or not profiles[i].inherited]
        gone = [i for i in unused if i in was_used]
        if gone:
            used = [i for i in listing(snapshot, after.provider).profile_ids if i in profiles]
            found.append(Hidden(agent_id, gone, [*used, *unused]))
    return found
