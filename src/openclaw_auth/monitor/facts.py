"""What the conditions hang on beside the world: renewals, ages, other tools' logins. Reads only."""

from __future__ import annotations

from openclaw_auth.agents import every_agent, main_agent
from openclaw_auth.errors import StoreUnreadable
from openclaw_auth.refresh.facts import renewals
from openclaw_auth.sources.other_logins import other_logins
from openclaw_auth.store.state import StateDb
from openclaw_auth.world import World, load_world

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openclaw_auth.codes import Reason
    from openclaw_auth.ports import Ports
    from openclaw_auth.refresh.facts import Renewal
    from openclaw_auth.settings import Settings
    from openclaw_auth.sources.other_logins import OtherLogin


class Facts:
    """What was read.

    Attributes:
        renewals: what is known of logins, by agent and profile id.
        added_ms: when profiles were stored by us, by agent and profile id.
        logins: what other tools keep on this host.
        unreadable: agents whose store cannot be read, each with the reason.
    """

    __slots__ = ("added_ms", "logins", "renewals", "unreadable")

    def __init__(
        self,
        renewals: Mapping[str, Mapping[str, Renewal]] | None = None,
        added_ms: Mapping[str, Mapping[str, int]] | None = None,
        logins: Sequence[OtherLogin] = (),
        unreadable: Mapping[str, Reason] | None = None,
    ) -> None:
        self.renewals: Mapping[str, Mapping[str, Renewal]] = renewals or {}
        self.added_ms: Mapping[str, Mapping[str, int]] = added_ms or {}
        self.logins = logins
        self.unreadable: Mapping[str, Reason] = unreadable or {}


def read_host(settings: Settings, ports: Ports) -> tuple[World, Facts]:
    """Return the world of all agents as the files say it, and the facts to it.

    An agent whose store cannot be read is not in the world, and told among the facts.
    """
    agents = every_agent(settings.view, settings.paths)
    try:
        world = load_world(settings, agents, ports)
        return world, gather_facts(world, ports)
    except StoreUnreadable:
        unreadable: dict[str, Reason] = {}
        readable = []
        for agent in agents:
            try:
                load_world(settings, [agent], ports)
            except StoreUnreadable as error:
                unreadable[agent.id] = error.reason
            else:
                readable.append(agent)
        world = load_world(settings, readable, ports)
        return world, gather_facts(world, ports, unreadable)


def gather_facts(
    world: World, ports: Ports, unreadable: Mapping[str, Reason] | None = None
) -> Facts:
    """Return the facts to a world."""
    settings = world.settings
    paths = settings.paths
    state = StateDb(paths.state_db, ports)
    main_dir = main_agent(settings.view, paths).dir
    known, added = {}, {}
    for agent in world.agents.values():
        profiles = world.snapshots[agent.id].data.profiles.values()
        own = [profile for profile in profiles if not profile.inherited]
        known[agent.id] = renewals(settings, own, agent.dir, main_dir, ports)
        added[agent.id] = state.added_at_ms(agent.dir)
    logins = other_logins(paths.home, ports.environ)
    return Facts(known, added, logins, unreadable)
