"""Looks now and then whether a credential that was called dead is good after all.

A provider that hiccups once may call a good key invalid, and nothing would ever use it again to
find out. The free check costs nothing, so it is asked; nothing is, while nothing is dead.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading

from openclaw_auth.codes import Reason
from openclaw_auth.errors import OpenclawAuthError
from openclaw_auth.selection.standing import PROBE_AFTER_MS, standing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openclaw_auth.agents import Agent
    from openclaw_auth.config.paths import Paths
    from openclaw_auth.ports import Ports
    from openclaw_auth.selection.snapshot import Snapshot
    from openclaw_auth.world import World

LOOK_EVERY_S = 60.0
MOST_AT_A_LOOK = 20  # the others come with the next look, a minute later


class Reprober:
    """Probes each dead credential at most every 15 minutes, by free checks only.

    Args:
        world: the present snapshot.
        paths: of this host.
        ports: clock.
        say: told of each credential that is good again.
        look_every_s: how often to look for dead ones.
    """

    def __init__(
        self,
        world: Callable[[], World],
        paths: Paths,
        ports: Ports,
        say: Callable[[Reason], None],
        *,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        self._world = world
        self._paths = paths
        self._ports = ports
        self._say = say
        self._look_every_s = look_every_s
        self._tried_ms: dict[str, int] = {}

    async def run(self) -> None:
        """Look at that pace, for ever."""
        while True:
            await asyncio.sleep(self._look_every_s)
            with contextlib.suppress(OpenclawAuthError, OSError):  # the next look tries again
                await self.look()

    async def look(self) -> None:
        """Probe what is due, in a thread: the loop serves requests meanwhile."""
        world, now_ms = self._world(), self._ports.now_ms()
        due = self._due(world, now_ms)
        if not due:
            return
        for _, keys in due:
            self._tried_ms.update(dict.fromkeys(keys, now_ms))
        for agent, keys in due:
            for reason in await self._in_thread(world, agent, keys):
                self._say(reason)

    def _due(self, world: World, now_ms: int) -> list[tuple[Agent, list[str]]]:
        """Return the dead credentials that are to be probed, each once however many agents see it."""
        seen: set[str] = set()
        found = []
        for agent_id, snapshot in world.snapshots.items():
            keys = []
            for key in dead_keys(snapshot, now_ms):
                tried_ms = self._tried_ms.get(key)
                # A try in the future was noted before the clock was put back.
                rests = tried_ms is not None and 0 <= now_ms - tried_ms < PROBE_AFTER_MS
                if key not in seen and not rests and len(seen) < MOST_AT_A_LOOK:
                    seen.add(key)
                    keys.append(key)
            if keys:
                found.append((world.agents[agent_id], keys))
        return found

    async def _in_thread(self, world: World, agent: Agent, keys: list[str]) -> list[Reason]:
        """Run `_probe` in a thread that nobody has to wait for when the gateway ends."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[list[Reason]] = loop.create_future()

        def work() -> None:
            try:
                found = self._probe(world, agent, keys)
            except Exception:  # noqa: BLE001 - whoever waits must not wait for ever
                found = []
            with contextlib.suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(settle, found)

        def settle(found: list[Reason]) -> None:
            if not done.done():
                done.set_result(found)

        threading.Thread(target=work, name="reprobe", daemon=True).start()
        return await done

    def _probe(self, world: World, agent: Agent, keys: list[str]) -> list[Reason]:
        """Probe some keys of an agent and take the marks away that are refuted; blocking."""
        from openclaw_auth.health.probe import run_probes
        from openclaw_auth.health.probe_plan import plan_probes
        from openclaw_auth.health.probe_revival import proved, revive
        from openclaw_auth.health.probe_target import ProbeAsk
        from openclaw_auth.providers.models import models_of_catalogue
        from openclaw_auth.selection.failure_rules import load_rules

        snapshot = world.snapshots[agent.id]
        ask = ProbeAsk(profiles=keys)
        providers = [p for key in keys for p in providers_of(key, snapshot)]
        models = models_of_catalogue(snapshot.providers)
        targets = plan_probes(snapshot, providers, models, ask, self._ports.now_ms())
        run = run_probes(
            targets,
            ask,
            environ=snapshot.environment.network(),
            ports=self._ports,
            rules=load_rules().with_custom(world.settings.view.section("auth").get("failureRules")),
        )
        found = proved(run.results, snapshot)
        if revive(found, agent, world.main_dir, self._paths, self._ports) is not None:
            return []
        return [Reason("probe_revived", {"profile": one.key}) for one in found]


def dead_keys(snapshot: Snapshot, now_ms: int) -> Iterator[str]:
    """Yield the keys of the credentials that are dead for longer than the pause between probes."""
    for key, stats in snapshot.data.usage_stats.items():
        if stats.dead is None or now_ms - (stats.last_failure_at_ms or 0) < PROBE_AFTER_MS:
            continue
        # About another secret or not: the probe itself compares what it sends with what was marked.
        out = standing(stats, model=None, fingerprint=lambda: None, now_ms=now_ms)
        if out is not None and out.kind == "dead":
            yield key


def providers_of(key: str, snapshot: Snapshot) -> list[str]:
    """Return whose credential a candidate key names; a variable may be several providers'."""
    profile = snapshot.data.profiles.get(key)
    if profile is not None:
        return [profile.provider]
    kind, _, name = key.partition(":")
    if kind == "config":
        return [name]
    if kind != "env":
        return []
    return [i for i in snapshot.providers.ids() if name in snapshot.providers.env_names(i)]
