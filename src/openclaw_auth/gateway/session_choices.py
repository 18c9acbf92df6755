"""What sessions chose, as the running gateway knows it.

The files are read when they change, in a thread: no request waits for them.
"""

from __future__ import annotations

from openclaw_auth.gateway.reload import Reloader
from openclaw_auth.sessions.pins import read_choices, sessions_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    from openclaw_auth.config.paths import Paths
    from openclaw_auth.lending.broker import Broker
    from openclaw_auth.selection.snapshot import Pin
    from openclaw_auth.sessions.pins import SessionChoice

    # By agent, then by session key.
    Choices: TypeAlias = Mapping[str, Mapping[str, SessionChoice]]

POLL_S = 1.0


class SessionChoices:
    """Follows every agent's `sessions.json`, and tells the broker of pins and resets.

    Args:
        broker: asks for users' pins, and forgets what a reset session kept.
        paths: of this host.
        poll_s: seconds between two looks at the files.

    Attributes:
        read: how often something new was read; who watches sees by it that there is news.
    """

    def __init__(self, broker: Broker, paths: Paths, poll_s: float = POLL_S) -> None:
        self._broker = broker
        self._paths = paths
        self._choices: Choices = self._read()
        self.read = 0
        broker.user_pin = self.pin
        self._reloader = Reloader(
            files=lambda: self._files().values(),
            build=self._read,
            adopt=self.adopt,
            failed=lambda _: None,
            poll_s=poll_s,
        )

    async def run(self) -> None:
        """Follow for ever."""
        await self._reloader.run()

    async def look_now(self) -> None:
        """Take over what was just written."""
        await self._reloader.look_now()

    def pin(self, agent_id: str, session: str, provider: str) -> Pin | None:
        """Return the pin that a user set for a session, if it is for this provider."""
        choice = self._choices.get(agent_id, {}).get(session)
        if choice is None or choice.pin is None or choice.pin.origin != "user":
            return None
        snapshot = self._broker.world.snapshots.get(agent_id)
        profile = snapshot.data.profiles.get(choice.pin.profile_id) if snapshot else None
        meant = choice.provider or (profile.provider if profile else None)
        return choice.pin if meant == provider else None

    def adopt(self, choices: Choices) -> None:
        """Go on with what was read; a session with another id was reset and keeps nothing."""
        for agent_id, sessions in self._choices.items():
            now = choices.get(agent_id, {})
            ended = {
                key
                for key, choice in sessions.items()
                if key not in now or now[key].session_id != choice.session_id
            }
            if ended:
                self._broker.pins.forget_sessions(agent_id, ended)
        self._choices = choices
        self.read += 1

    def _files(self) -> dict[str, str]:
        world = self._broker.world
        view = world.settings.view
        return {agent_id: sessions_path(view, self._paths, agent_id) for agent_id in world.agents}

    def _read(self) -> Choices:
        return {agent_id: read_choices(path) for agent_id, path in self._files().items()}
