"""The profile that a session is pinned to: what the user chose in chat, else what a gateway keeps.

OpenClaw's `sessions.json` holds the first (`authProfileOverride`, sessions of OpenClaw 2026.2), our
state database the second. Reads only.
"""

from __future__ import annotations

import os

from openclaw_auth.running_state import auto_pin
from openclaw_auth.selection.snapshot import Pin
from openclaw_auth.store.state import StateDb

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.ports import Ports
    from openclaw_auth.settings import Settings


def session_pin(
    settings: Settings, agent_id: str, session: str, provider: str, ports: Ports
) -> Pin | None:
    """Return a session's pin for a provider, None when it has none.

    Args:
        settings: where the files lie.
        agent_id: whose session.
        session: its key, e.g. `agent:main:main`.
        provider: canonical id.
        ports: for the state database.
    """
    chosen = _chosen(_sessions_file(settings, agent_id), session)
    if chosen is not None:
        return chosen
    return auto_pin(StateDb(settings.paths.state_db, ports), agent_id, session, provider)


def _sessions_file(settings: Settings, agent_id: str) -> str:
    said = settings.view.section("session").get("store")
    if isinstance(said, str) and said.strip():
        return settings.paths.absolute(said.strip().replace("{agentId}", agent_id))
    return os.path.join(settings.paths.state_dir, "agents", agent_id, "sessions", "sessions.json")


def _chosen(path: str, session: str) -> Pin | None:
    """Return what a session's entry says; a file that is missing or broken says nothing."""
    from openclaw_auth.config.json5_parse import parse

    try:
        with open(path, encoding="utf-8") as file:
            found = parse(file.read())
    except (OSError, ValueError, RecursionError):
        return None
    entry = found.get(session) if isinstance(found, dict) else None
    profile_id = entry.get("authProfileOverride") if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or not isinstance(profile_id, str) or not profile_id:
        return None
    source = entry.get("authProfileOverrideSource")
    if source is None and "authProfileOverrideCompactionCount" in entry:
        source = "auto"
    return Pin(profile_id, "auto" if source == "auto" else "user")
