"""Agents: which there are, and where each keeps its store."""

from __future__ import annotations

from openclaw_auth.config.view import DEFAULT_MODEL, MAIN_AGENT
from openclaw_auth.errors import UnknownName, did_you_mean
from openclaw_auth.providers.model_ref import parse_ref, try_parse_ref

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.config.paths import Paths
    from openclaw_auth.config.view import ConfigView
    from openclaw_auth.providers.model_ref import ModelRef


class Agent:
    """One agent.

    Attributes:
        id: lower-case name.
        dir: absolute directory of its store.
        isolated: it does not read through to main's profiles.
    """

    __slots__ = ("dir", "id", "isolated")

    def __init__(self, id: str, dir: str, *, isolated: bool = False) -> None:  # noqa: A002
        self.id = id
        self.dir = dir
        self.isolated = isolated


def main_agent(view: ConfigView, paths: Paths) -> Agent:
    """Return the agent whose profiles the others read through to.

    OPENCLAW_AGENT_DIR replaces its directory (behaviour of OpenClaw 2026.2, "Places").
    """
    return Agent(MAIN_AGENT, paths.agent_dir_override or _configured_dir(view, paths, MAIN_AGENT))


def every_agent(view: ConfigView, paths: Paths) -> list[Agent]:
    """Return all agents, main first."""
    ids = [MAIN_AGENT, *(i for i in view.agent_ids() if i != MAIN_AGENT)]
    return [_agent(view, paths, i) for i in ids]


def find_agent(view: ConfigView, paths: Paths, wanted: str | None) -> Agent:
    """Return the agent that a command means (ruling 10).

    `--agent` beats OPENCLAW_AGENT_DIR, which beats the configured default agent.

    Raises:
        UnknownName: no such agent; params agent, nearest.
    """
    if wanted is None:
        if paths.agent_dir_override:
            return main_agent(view, paths)
        return _agent(view, paths, view.default_agent_id())
    name = wanted.strip().lower()
    known = view.agent_ids()
    if name not in known:
        from difflib import get_close_matches

        near = get_close_matches(name, known, n=1)
        raise UnknownName("unknown_agent", agent=wanted, nearest=did_you_mean(near))
    return Agent(name, _configured_dir(view, paths, name), isolated=view.is_isolated(name))


def agent_option(view: ConfigView, paths: Paths, agent: Agent) -> str:
    """Return ` --agent x` as a command needs it to mean this agent; empty when it would anyway."""
    usual = find_agent(view, paths, None)
    if agent.dir == usual.dir or agent.id not in view.agent_ids():
        return ""
    return f" --agent {agent.id}"


def _agent(view: ConfigView, paths: Paths, agent_id: str) -> Agent:
    if agent_id == MAIN_AGENT:
        return main_agent(view, paths)
    return Agent(
        agent_id, _configured_dir(view, paths, agent_id), isolated=view.is_isolated(agent_id)
    )


def _configured_dir(view: ConfigView, paths: Paths, agent_id: str) -> str:
    return paths.agent_dir(agent_id, view.agent_dir(agent_id))


class ModelChoice:
    """Which models an agent uses, as written.

    Attributes:
        primary, fallbacks: for text.
        own_primary, own_fallbacks: whether they are the agent's own, not the defaults'.
    """

    __slots__ = ("fallbacks", "own_fallbacks", "own_primary", "primary")

    def __init__(self, view: ConfigView, agent_id: str) -> None:
        entry = view.agent(agent_id)
        own_model = entry.model if entry else None
        own_fallbacks = entry.fallbacks if entry else None
        self.primary = own_model or view.default_model()
        self.fallbacks = view.fallbacks() if own_fallbacks is None else own_fallbacks
        self.own_primary = own_model is not None
        self.own_fallbacks = own_fallbacks is not None

    def refs(self, aliases: Mapping[str, str]) -> list[ModelRef]:
        """Return the models meant, the primary first, each once.

        A text that names no model is passed over, and the built-in default takes its place where
        it is the primary: one slip in the config must not take everything else along.
        """
        primary = try_parse_ref(self.primary, aliases) or parse_ref(DEFAULT_MODEL)
        others = (try_parse_ref(text, aliases) for text in self.fallbacks)
        return list(dict.fromkeys([primary, *(ref for ref in others if ref is not None)]))
