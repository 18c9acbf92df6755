"""The names of sessions, as OpenClaw 2026.2 forms them. Pure."""

from __future__ import annotations

from openclaw_auth.config.view import MAIN_AGENT, agent_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.config.view import ConfigView

_PREFIX = "agent:"
MAIN_KEY = "main"
GLOBAL_KEY = "global"


def main_key(view: ConfigView, agent_id: str) -> str:
    """Return the key of an agent's main session: `agent:<id>:<mainKey>`, or `global`."""
    section = view.section("session")
    if section.get("scope") == GLOBAL_KEY:
        return GLOBAL_KEY
    named = section.get("mainKey")
    rest = named.strip().lower() if isinstance(named, str) and named.strip() else MAIN_KEY
    return f"{_PREFIX}{agent_key(agent_id)}:{rest}"


def user_key(agent_id: str, user: str) -> str:
    """Return the key of the session that an HTTP client names by its `user` field."""
    return f"{_PREFIX}{agent_key(agent_id)}:openai-user:{user.strip().lower()}"


def one_time_key(agent_id: str, unique: str) -> str:
    """Return the key for an HTTP client that names no session: every request has its own."""
    return f"{_PREFIX}{agent_key(agent_id)}:openai:{unique}"


def is_one_time(key: str) -> bool:
    """Return whether a key is one of `one_time_key`."""
    return key.startswith(_PREFIX) and key.split(":")[2:3] == ["openai"]


def full_key(view: ConfigView, agent_id: str, name: str | None) -> str:
    """Return the key that a person means: a whole one as it is, a word as the agent's own.

    Args:
        view: for the main session's name.
        agent_id: whose session.
        name: `agent:…`, `global`, `cron:…`, or a word; None or `main` for the main one.
    """
    plain = (name or "").strip()
    if not plain or plain.lower() == MAIN_KEY:
        return main_key(view, agent_id)
    if plain.lower() == GLOBAL_KEY or ":" in plain:
        return plain
    return f"{_PREFIX}{agent_key(agent_id)}:{plain.lower()}"


def agent_of(key: str) -> str | None:
    """Return whose session a key names, None for `global`, `cron:…` and other keys of no agent."""
    if not key.lower().startswith(_PREFIX):
        return None
    named = key[len(_PREFIX) :].partition(":")[0]
    return agent_key(named) if named.strip() else MAIN_AGENT


def kind_of(key: str) -> str:
    """Return which of `session.resetByType` holds: `thread`, `group` or `dm`."""
    lowered = key.lower()
    if ":thread:" in lowered or ":topic:" in lowered:
        return "thread"
    return "group" if ":group:" in lowered or ":channel:" in lowered else "dm"
