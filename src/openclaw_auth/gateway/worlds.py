"""Builds the worlds of a running gateway, one after another, and says which files they came from."""

from __future__ import annotations

import os

from openclaw_auth.agents import every_agent
from openclaw_auth.errors import StoreUnreadable
from openclaw_auth.settings import load_settings
from openclaw_auth.world import load_world

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from openclaw_auth.config.paths import Paths
    from openclaw_auth.ports import Ports
    from openclaw_auth.settings import Settings
    from openclaw_auth.world import World


def _as_it_is(settings: Settings) -> Settings:
    return settings


class Worlds:
    """Reads settings and stores anew each time it is asked.

    Args:
        paths, ports: of this host.
        adjust: changes the settings before the world is built, as the demo does.
    """

    def __init__(
        self, paths: Paths, ports: Ports, adjust: Callable[[Settings], Settings] = _as_it_is
    ) -> None:
        self._paths = paths
        self._ports = ports
        self._adjust = adjust
        self._generation = 0

    def build(self) -> World:
        """Return the next world.

        Raises:
            ConfigInvalid: the config has problems.
            StoreUnreadable: a store cannot be read or understood, and this is not the first
                world: the last good one is better than one without those credentials.
        """
        settings = load_settings(self._paths, self._ports)
        settings.config.require_valid()
        settings = self._adjust(settings)
        agents = every_agent(settings.view, self._paths)
        world = load_world(settings, agents, self._ports, self._generation + 1)
        if world.problems and self._generation:
            problem = world.problems[0]
            raise StoreUnreadable(problem.code, **problem.params)
        self._generation += 1
        return world

    def files(self, world: World) -> list[str]:
        """Return every file that a world is read from, whether it exists or not."""
        paths = self._paths
        files = [file.path for file in world.settings.config.files]
        files += [paths.config_path, paths.own_config_path, paths.dotenv_path]
        files.append(os.path.join(paths.cwd, ".env"))
        for directory in {world.main_dir, *(agent.dir for agent in world.agents.values())}:
            files.append(paths.store_path(directory))
            files.append(paths.models_json(directory))
            files.append(os.path.join(directory, "auth.json"))
        files.append(os.path.join(paths.oauth_dir, "oauth.json"))
        return files


def has_credential(world: World, now_ms: int) -> bool:
    """Return whether any agent has any usable credential."""
    from openclaw_auth.selection.select import select
    from openclaw_auth.selection.snapshot import Request

    for snapshot in world.snapshots.values():
        for provider in snapshot.providers.ids():
            chosen = select(snapshot, Request(provider), now_ms).next
            if chosen is not None and chosen.secret is not None:
                return True
    return False
