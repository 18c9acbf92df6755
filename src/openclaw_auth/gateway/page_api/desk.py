"""Where the page's actions are done: on the files as they are at that moment."""

from __future__ import annotations

from openclaw_auth.agents import find_agent, main_agent
from openclaw_auth.settings import load_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from openclaw_auth.agents import Agent
    from openclaw_auth.config.paths import Paths
    from openclaw_auth.events import Spine
    from openclaw_auth.ports import Ports
    from openclaw_auth.settings import Settings


class Desk:
    """Where actions are done.

    Args:
        paths, ports: of this host.
        spine: told of what was changed.
        changed: has the gateway take the files over, and returns when it has.
    """

    def __init__(
        self, paths: Paths, ports: Ports, spine: Spine, changed: Callable[[], Awaitable[None]]
    ) -> None:
        self.paths = paths
        self.ports = ports
        self.spine = spine
        self.changed = changed

    def settings(self) -> Settings:
        """Return the settings as the files are now. Raises ConfigInvalid."""
        settings = load_settings(self.paths, self.ports)
        settings.config.require_valid()
        return settings

    def agent(self, wanted: str, settings: Settings) -> Agent:
        """Return an agent by its id; `main` is shown even where the config does not list it.

        Raises:
            UnknownName: no such agent.
        """
        main = main_agent(settings.view, self.paths)
        if wanted == main.id:
            return main
        return find_agent(settings.view, self.paths, wanted)
