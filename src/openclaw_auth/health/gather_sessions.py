"""What the sessions of each agent are pinned to, for `doctor`. Reads only."""

from __future__ import annotations

import os

from openclaw_auth.config.json5_parse import parse
from openclaw_auth.health.evidence import PinFact
from openclaw_auth.sessions.keys import agent_of
from openclaw_auth.sessions.pins import read_choices, sessions_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openclaw_auth.agents import Agent
    from openclaw_auth.settings import Settings


def pins_of(agent: Agent, settings: Settings) -> Iterator[PinFact]:
    """Yield the profiles that an agent's sessions are pinned to, each with the sessions."""
    path = sessions_path(settings.view, settings.paths, agent.id)
    pinned: dict[str, list[str]] = {}
    for key, choice in read_choices(path).items():
        # One file may hold the sessions of several agents; what no agent's is, is the default's.
        owner = agent_of(key) or settings.view.default_agent_id()
        if choice.pin is not None and owner == agent.id:
            pinned.setdefault(choice.pin.profile_id, []).append(key)
    for profile_id, keys in pinned.items():
        yield PinFact(agent, path, profile_id, keys)


def broken_sessions(agents: Sequence[Agent], settings: Settings) -> list[str]:
    """Return the files of sessions that are there and make no sense."""
    paths = [sessions_path(settings.view, settings.paths, agent.id) for agent in agents]
    return [path for path in dict.fromkeys(paths) if os.path.isfile(path) and _is_broken(path)]


def _is_broken(path: str) -> bool:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            text = file.read()
        return bool(text.strip()) and not isinstance(parse(text), dict)
    except OSError:  # not ours to read, which is no damage
        return False
    except ValueError:
        return True
