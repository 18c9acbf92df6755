"""What a chat session chose: model and profile, as `sessions.json` of OpenClaw 2026.2 keeps them.

Only read. A missing or broken file is an empty one, as in OpenClaw.
"""

from __future__ import annotations

import os

from openclaw_auth.config.view import agent_key
from openclaw_auth.providers.ids import normalise_provider
from openclaw_auth.selection.snapshot import Pin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from openclaw_auth.config.paths import Paths
    from openclaw_auth.config.view import ConfigView


class SessionChoice:
    """One session's entry.

    Attributes:
        provider: canonical id of the provider override; None where the agent's default holds.
        model: the model override, None where the agent's default holds.
        pin: the profile override; None without.
        session_id: changes when the session is reset.
    """

    __slots__ = ("model", "pin", "provider", "session_id")

    def __init__(
        self,
        provider: str | None,
        model: str | None,
        pin: Pin | None,
        session_id: str | None = None,
    ) -> None:
        self.provider = provider
        self.model = model
        self.pin = pin
        self.session_id = session_id


def sessions_path(view: ConfigView, paths: Paths, agent_id: str) -> str:
    """Return where an agent's sessions are: `session.store`, else below the state directory."""
    configured = view.section("session").get("store")
    if isinstance(configured, str) and configured.strip():
        return paths.absolute(configured.strip().replace("{agentId}", agent_key(agent_id)))
    return os.path.join(paths.state_dir, "agents", agent_id, "sessions", "sessions.json")


def read_choices(path: str) -> dict[str, SessionChoice]:
    """Return every session's choice by session key; an entry of another shape is left out."""
    found = _entries(path).items()
    return {key: choice_of(entry) for key, entry in found if isinstance(entry, dict)}


def _entries(path: str) -> dict[str, Any]:
    from openclaw_auth.config.json5_parse import parse

    try:
        with open(path, encoding="utf-8") as file:
            found = parse(file.read())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def choice_of(entry: Mapping[str, Any]) -> SessionChoice:
    """Return what one session's entry says."""
    provider = _text(entry, "providerOverride")
    return SessionChoice(
        normalise_provider(provider) if provider else None,
        _text(entry, "modelOverride"),
        _pin(entry),
        _text(entry, "sessionId"),
    )


def _pin(entry: Mapping[str, Any]) -> Pin | None:
    profile_id = _text(entry, "authProfileOverride")
    if profile_id is None:
        return None
    said = entry.get("authProfileOverrideSource")
    # Older entries do not say: only an automatic pin counts compactions.
    counts = "authProfileOverrideCompactionCount" in entry
    automatic = said == "auto" or (said != "user" and counts)
    return Pin(profile_id, "auto" if automatic else "user")


def _text(entry: Mapping[str, Any], name: str) -> str | None:
    value = entry.get(name)
    return (value.strip() or None) if isinstance(value, str) else None
