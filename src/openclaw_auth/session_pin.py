"""What a session chose in chat, and which profile a gateway keeps for it. Reads only."""

from __future__ import annotations

import os

from openclaw_auth.errors import UnknownName, did_you_mean
from openclaw_auth.sessions.pins import SessionChoice, read_choices, sessions_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from openclaw_auth.ports import Ports
    from openclaw_auth.selection.snapshot import Pin
    from openclaw_auth.settings import Settings


def session_choice(
    settings: Settings, agent_id: str, session: str, providers: Iterable[str], ports: Ports
) -> SessionChoice:
    """Return what a session chose: nothing, where only a gateway knows it.

    Args:
        settings: where the files lie.
        agent_id: whose session.
        session: its key, e.g. `agent:main:main`.
        providers: for which of them a gateway may keep a profile.
        ports: for the state database.

    Raises:
        UnknownName: `unknown_session`, nothing is known of this session.
    """
    path = sessions_path(settings.view, settings.paths, agent_id)
    choices = read_choices(path)
    found = choices.get(session) or choices.get(session.lower())
    if found is not None:
        return found
    if any(kept_pin(settings, agent_id, session, p, ports) is not None for p in providers):
        return SessionChoice(None, None, None)
    from difflib import get_close_matches

    raise UnknownName(
        "unknown_session",
        session=session,
        agent=agent_id,
        file=settings.paths.shorten(path),
        nearest=did_you_mean(get_close_matches(session, choices, n=1)),
    )


def kept_pin(
    settings: Settings, agent_id: str, session: str, provider: str, ports: Ports
) -> Pin | None:
    """Return the automatic pin that a gateway keeps for a session, None when it has none."""
    path = settings.paths.state_db
    if not os.path.exists(path):
        return None
    from openclaw_auth.lending.running_state import auto_pin
    from openclaw_auth.store.state import StateDb

    return auto_pin(StateDb(path, ports), agent_id, session, provider)
