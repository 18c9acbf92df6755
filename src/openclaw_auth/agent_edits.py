"""Which config edits add, delete or isolate an agent, and what that comes to. Pure.

The shapes follow `openclaw agents` of OpenClaw 2026.2; unlike it, nothing here destroys files.
"""

from __future__ import annotations

import os

from openclaw_auth.config.edit import Edit
from openclaw_auth.config.view import MAIN_AGENT, ConfigView, agent_key
from openclaw_auth.errors import UnknownName, UsageError, did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


class NewAgent:
    """An agent to be.

    Attributes:
        id: what commands call it.
        name: as the user wrote it.
        workspace, agent_dir: absolute.
        model: its own default model as written, None for the usual one.
    """

    __slots__ = ("agent_dir", "id", "model", "name", "workspace")

    def __init__(
        self,
        id: str,  # noqa: A002 # the file format's word
        name: str,
        *,
        workspace: str,
        agent_dir: str,
        model: str | None = None,
    ) -> None:
        self.id = id
        self.name = name
        self.workspace = workspace
        self.agent_dir = agent_dir
        self.model = model

    def entry(self) -> dict[str, object]:
        """Return it as an entry of `agents.list`."""
        entry: dict[str, object] = {
            "id": self.id,
            "name": self.name,
            "workspace": self.workspace,
            "agentDir": self.agent_dir,
        }
        return entry | ({"model": self.model} if self.model else {})


def new_id(name: str, view: ConfigView) -> str:
    """Return the id of a new agent: its name in lower case, other characters as `-`.

    Raises:
        UsageError: no id can be made of the name, it is reserved, or it is taken.
    """
    if not any(c.isascii() and c.isalnum() for c in name):
        raise UsageError("agent_name_unusable", name=name)
    agent_id = agent_key(name)
    if agent_id == MAIN_AGENT:
        raise UsageError("agent_reserved", agent=MAIN_AGENT)
    if view.agent(agent_id) is not None:
        raise UsageError("agent_exists", agent=agent_id)
    return agent_id


def add(agent: NewAgent, view: ConfigView) -> list[Edit]:
    """Return the edits that add an agent.

    The first one brings `main` along: a list without it would make the new agent the default.
    """
    path = ("agents", "list")
    listed = [] if view.agents() else [Edit("append", path, {"id": MAIN_AGENT})]
    return [*listed, Edit("append", path, agent.entry())]


def known_id(name: str, view: ConfigView) -> str:
    """Return the id of an agent that may be deleted or isolated.

    Raises:
        UsageError: it is `main`, which always exists and inherits from nobody.
        UnknownName: there is no such agent; params agent, nearest.
    """
    if name.strip().lower() == MAIN_AGENT:
        raise UsageError("agent_main_stays", agent=MAIN_AGENT)
    agent_id = agent_key(name)
    if agent_id != MAIN_AGENT and view.agent(agent_id) is not None:
        return agent_id
    from difflib import get_close_matches

    near = get_close_matches(agent_id, view.agent_ids(), n=1)
    raise UnknownName("agent_not_found", agent=name, nearest=did_you_mean(near))


class Deletion:
    """The edits that delete an agent, and what goes besides its entry."""

    __slots__ = ("edits", "removed_allow", "removed_bindings")

    def __init__(self, edits: list[Edit], removed_bindings: int, removed_allow: int) -> None:
        self.edits = edits
        self.removed_bindings = removed_bindings
        self.removed_allow = removed_allow


def delete(agent_id: str, view: ConfigView) -> Deletion:
    """Return what deletes an agent: its entry, its bindings, and its place among those who talk.

    Later entries go first, so that the indexes of earlier ones hold.
    """
    entries = _indexes(view, ("agents", "list"), lambda e: _id_of(e) == agent_id)
    bindings = _indexes(view, ("bindings",), lambda b: _bound_to(b) == agent_id)
    allowed = _indexes(view, ("tools", "agentToAgent", "allow"), lambda a: _same(a, agent_id))
    edits = [Edit("unset", path) for path in (*entries, *bindings, *allowed)]
    return Deletion(edits, len(bindings), len(allowed))


def isolate(agent_id: str, view: ConfigView) -> list[Edit]:
    """Return the edit that ends an agent's reading through to main."""
    paths = _indexes(view, ("agents", "list"), lambda e: _id_of(e) == agent_id)
    return [Edit("set", (*path, "isolate"), True) for path in paths]


def set_default(agent_id: str, view: ConfigView) -> list[Edit]:
    """Return the edits that make an agent the default one; none when it is already.

    Args:
        agent_id: listed, or `main`.
        view: of the config.
    """
    if view.default_agent_id() == agent_id:
        return []
    path = ("agents", "list")
    marked = _indexes(view, path, lambda e: isinstance(e, dict) and "default" in e)
    edits = [Edit("unset", (*place, "default")) for place in marked]
    own = _indexes(view, path, lambda e: _id_of(e) == agent_id)
    if not own:
        return [*edits, Edit("append", path, {"id": agent_id, "default": True})]
    return [*edits, Edit("set", (*own[-1], "default"), True)]


def listed_id(name: str, view: ConfigView) -> str:
    """Return the id of an agent that there is, `main` included.

    Raises:
        UnknownName: there is no such agent; params agent, nearest.
    """
    return MAIN_AGENT if name.strip().lower() == MAIN_AGENT else known_id(name, view)


def bindings_of(agent_id: str, view: ConfigView) -> int:
    """Return how many channel bindings lead to an agent."""
    return len(_indexes(view, ("bindings",), lambda b: _bound_to(b) == agent_id))


def workspace_of(agent_id: str, view: ConfigView, state_dir: str) -> str:
    """Return an agent's workspace as written, else the usual one.

    Usual is `workspace` below the state directory for the default agent, `workspace-<id>` for
    the others (recalled from OpenClaw 2026.2).
    """
    entry = view.agent(agent_id)
    if entry is not None and entry.workspace:
        return entry.workspace
    if agent_id == view.default_agent_id():
        common = view.section("agents", "defaults").get("workspace")
        if isinstance(common, str) and common.strip():
            return common
        return os.path.join(state_dir, "workspace")
    return os.path.join(state_dir, f"workspace-{agent_id}")


def shared_with(directory: str, other_dirs: Iterable[str]) -> bool:
    """Return whether another agent keeps its store in or below a directory."""
    inside = directory.rstrip("/") + "/"
    return any((other.rstrip("/") + "/").startswith(inside) for other in other_dirs)


def _indexes(
    view: ConfigView, path: tuple[str, ...], wanted: Callable[[object], bool]
) -> list[tuple[str | int, ...]]:
    """Return the places of the matching items of a list, the last first."""
    *parents, name = path
    items = view.section(*parents).get(name)
    listed: Sequence[object] = items if isinstance(items, list) else ()
    return [(*path, i) for i in reversed(range(len(listed))) if wanted(listed[i])]


def _id_of(entry: object) -> str | None:
    name = entry.get("id") if isinstance(entry, dict) else None
    return agent_key(name) if isinstance(name, str) else None


def _bound_to(binding: object) -> str | None:
    name = binding.get("agentId") if isinstance(binding, dict) else None
    return agent_key(name) if isinstance(name, str) else None


def _same(name: object, agent_id: str) -> bool:
    return isinstance(name, str) and agent_key(name) == agent_id and name.strip() != ""
