"""What each agent sees now: the world as it was read, and over it what this process knows better."""

from __future__ import annotations

from openclaw_auth.config.view import MAIN_AGENT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from openclaw_auth.agents import Agent
    from openclaw_auth.credentials import UsageStats
    from openclaw_auth.lending.crossings import Crossings
    from openclaw_auth.lending.penalties import Name, Penalties
    from openclaw_auth.lending.probes import Probes
    from openclaw_auth.lending.usage import Usage
    from openclaw_auth.selection.decision import Candidate
    from openclaw_auth.selection.snapshot import Snapshot
    from openclaw_auth.world import World


class Views:
    """Makes the snapshots that are decided on; each is kept until something is known better.

    Args:
        world: as it was read.
        usage, penalties, probes, crossings: what is newer.
    """

    __slots__ = ("_crossings", "_penalties", "_probes", "_ready", "_usage", "world")

    def __init__(
        self,
        world: World,
        usage: Usage,
        penalties: Penalties,
        probes: Probes,
        crossings: Crossings,
    ) -> None:
        self.world = world
        self._usage = usage
        self._penalties = penalties
        self._probes = probes
        self._crossings = crossings
        self._ready: dict[str, tuple[Snapshot, int, int]] = {}

    def forget(self) -> None:
        """Make every view anew when it is next asked for."""
        self._ready.clear()

    def of(self, agent_id: str, now_ms: int) -> Snapshot:
        """Return what an agent sees, with last uses as they were last published."""
        ready = self._ready.get(agent_id)
        if ready is None or not ready[1] <= now_ms < ready[2]:
            # Claims of probes end and days change by themselves: look again after a moment.
            until_ms = self._usage.next_publication_ms(now_ms)
            ready = self._ready[agent_id] = (self._made(agent_id, now_ms), now_ms, until_ms)
        return ready[0]

    def name_of(self, agent_id: str, candidate: Candidate) -> Name:
        """Return where a candidate's stats are kept: whose store, under which key."""
        world = self.world
        agent = world.agents[agent_id]
        return _home(
            agent, world.main_dir, candidate.profile_id, candidate.inherited
        ), candidate.key

    def _made(self, agent_id: str, now_ms: int) -> Snapshot:
        world = self.world
        snapshot, agent = world.snapshots[agent_id], world.agents[agent_id]
        seen = self._usage.on_top_of(snapshot, agent.dir, world.main_dir)
        return seen.replace(
            penalties={
                key: stats
                for (folder, key), stats in self._penalties.known()
                if folder == self._folder(agent, snapshot, key)
            },
            probing=frozenset(
                key
                for folder, key in self._probes.names(now_ms)
                if folder == self._folder(agent, snapshot, key)
            ),
            crossings_today=self._crossings.today(now_ms),
        )

    def _folder(self, agent: Agent, snapshot: Snapshot, key: str) -> str:
        profile = snapshot.data.profiles.get(key)
        main_dir = self.world.main_dir
        if profile is None:
            return _home(agent, main_dir, None, inherited=False)
        return _home(agent, main_dir, key, profile.inherited)


def _home(agent: Agent, main_dir: str, profile_id: str | None, inherited: bool) -> str:
    """Return the directory of the store that keeps a candidate's stats.

    A key in the environment or the config is the host's, so main keeps its stats, unless the
    agent reads nothing of main's.
    """
    if profile_id is None:
        return agent.dir if agent.isolated else main_dir
    return main_dir if inherited else agent.dir


def stored_stats(world: World) -> Callable[[Name], UsageStats | None]:
    """Return what looks up stats as a world has read them, by store directory and key."""
    by_folder = {a.dir: world.snapshots[a.id].data.usage_stats for a in world.agents.values()}
    by_folder[world.main_dir] = world.snapshots[MAIN_AGENT].data.usage_stats

    def stats(name: Name) -> UsageStats | None:
        found = by_folder.get(name[0])
        return None if found is None else found.get(name[1])

    return stats
