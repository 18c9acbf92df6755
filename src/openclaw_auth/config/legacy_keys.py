"""What OpenClaw's older versions wrote into the config, as edits to its present form. Pure.

`agent.*` became `agents.defaults.*`, its lists of allowed models and aliases became
`agents.defaults.models`, its fallbacks moved below the model, `routing.agents` became
`agents.list`. Nothing that is there in the new place is overwritten: where old and new disagree,
nobody but the user knows which one was meant.
"""

from __future__ import annotations

from openclaw_auth.config.edit import Edit, edit_data
from openclaw_auth.config.keypath import ABSENT, same, show_path, value_at
from openclaw_auth.config.schema_reference import AGENT_DEFAULTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from openclaw_auth.config.keypath import Path

DEFAULTS: Path = ("agents", "defaults")
LIST: Path = ("agents", "list")
_MODELS: Path = (*DEFAULTS, "models")
_LISTS = ("allowedModels", "modelAliases", "modelFallbacks", "imageModelFallbacks")
_SLOTS = {"modelFallbacks": "model", "imageModelFallbacks": "imageModel"}


class Migration:
    """One old section and how it becomes what it is now.

    Attributes:
        holder: `agent`, `agents.defaults` or `routing`.
        keys: the old places in it, as shown.
        target: where they belong.
        edits: what moves them, comments included; empty when something stands in the way.
        conflict: the new place that says something else, or the old one that has none; "" if none.
    """

    __slots__ = ("conflict", "edits", "holder", "keys", "target")

    def __init__(
        self, holder: str, keys: list[str], target: str, edits: tuple[Edit, ...], conflict: str = ""
    ) -> None:
        self.holder = holder
        self.keys = keys
        self.target = target
        self.edits = edits
        self.conflict = conflict


class _Conflict(Exception):
    """Old and new place do not agree; `place` names the one to look at."""

    def __init__(self, place: Path) -> None:
        super().__init__(show_path(place))
        self.place = place


def migrations(data: object) -> list[Migration]:
    """Return the old sections of a config, each with its edits. Variables stay as written."""
    found = []
    for holder in (("agent",), DEFAULTS, ("routing",)):
        section = value_at(data, holder)
        if not isinstance(section, dict):
            continue
        old = [k for k in section if k in _LISTS] if holder == DEFAULTS else list(section)
        if not old:
            continue
        target = LIST if holder == ("routing",) else DEFAULTS
        keys = [show_path((*holder, key)) for key in old]
        move = _Move(data, holder)
        conflict = ""
        edits: tuple[Edit, ...] = ()
        try:
            (move.routing if holder == ("routing",) else move.defaults)(section, old)
        except _Conflict as conflicting:
            conflict = show_path(conflicting.place)
        else:
            edits = tuple(move.edits)
        found.append(Migration(show_path(holder), keys, show_path(target), edits, conflict))
    return found


class _Move:
    """Collects the edits of one section, each made on the data that the last one left."""

    def __init__(self, data: object, holder: Path) -> None:
        self.data = data
        self.holder = holder
        self.edits: list[Edit] = []

    def defaults(self, section: dict[str, object], old: list[str]) -> None:
        """Move a section of defaults. Raises _Conflict."""
        for key in sorted(old, key=_LISTS.index if self.holder == DEFAULTS else _first_plain):
            value = section[key]
            if key in ("model", "imageModel"):
                self._model(key, value)
            elif key in _SLOTS:
                self._fallbacks(_SLOTS[key], value, key)
            elif key == "allowedModels":
                for ref in _texts(value, (*self.holder, key)):
                    self._allow(ref)
            elif key == "modelAliases":
                self._aliases(value)
            elif key in AGENT_DEFAULTS:
                self._fill((*DEFAULTS, key), value)
            else:
                raise _Conflict((*self.holder, key))
            self._out((*self.holder, key), DEFAULTS)
        self._keep_allowed()
        if self.holder != DEFAULTS:
            self._out(self.holder, DEFAULTS)

    def routing(self, section: dict[str, object], old: list[str]) -> None:
        """Move `routing.agents` and `routing.defaultAgentId`. Raises _Conflict."""
        listed = section.get("agents", {})
        if not isinstance(listed, dict):
            raise _Conflict((*self.holder, "agents"))
        for agent_id, entry in listed.items():
            if not isinstance(entry, dict):
                raise _Conflict((*self.holder, "agents", agent_id))
            for key, value in {"id": agent_id, **entry}.items():
                self._fill((*LIST, self._index(agent_id), key), value)
        chosen = section.get("defaultAgentId")
        if isinstance(chosen, str):
            index = self._index(chosen)
            self._fill((*LIST, index, "id"), chosen)
            self._fill((*LIST, index, "default"), value=True)
        for key in old:
            if key not in ("agents", "defaultAgentId"):
                raise _Conflict((*self.holder, key))
            self._out((*self.holder, key), ("agents",))
        self._out(self.holder, ("agents",))

    def _index(self, agent_id: str) -> int:
        listed = value_at(self.data, LIST)
        entries = listed if isinstance(listed, list) else []
        ids = [entry.get("id") if isinstance(entry, dict) else None for entry in entries]
        return ids.index(agent_id) if agent_id in ids else len(ids)

    def _model(self, key: str, value: object) -> None:
        """A model was a text once; now it is an object, and so is one that got fallbacks."""
        wanted = {"primary": value} if isinstance(value, str) else value
        if not isinstance(wanted, dict):
            raise _Conflict((*self.holder, key))
        self._as_object(key)
        for name, part in wanted.items():
            self._fill((*DEFAULTS, key, name), part)

    def _fallbacks(self, slot: str, value: object, key: str) -> None:
        refs = list(_texts(value, (*self.holder, key)))
        self._as_object(slot)
        self._fill((*DEFAULTS, slot, "fallbacks"), refs)

    def _as_object(self, slot: str) -> None:
        there = value_at(self.data, (*DEFAULTS, slot))
        if isinstance(there, str):
            self._edit(Edit("set", (*DEFAULTS, slot), {"primary": there}))

    def _allow(self, ref: str) -> None:
        if value_at(self.data, (*_MODELS, ref)) is ABSENT:
            self._edit(Edit("set", (*_MODELS, ref), {}))

    def _aliases(self, value: object) -> None:
        if not isinstance(value, dict):
            raise _Conflict((*self.holder, "modelAliases"))
        for alias, ref in value.items():
            if not isinstance(ref, str):
                raise _Conflict((*self.holder, "modelAliases", alias))
            self._fill((*_MODELS, ref, "alias"), alias)

    def _keep_allowed(self) -> None:
        """What is in use stays allowed: entries of `models` are an allowlist, aliases were none."""
        models = value_at(self.data, _MODELS)
        if not isinstance(models, dict) or not models:
            return
        for slot in ("model", "imageModel"):
            chosen = value_at(self.data, (*DEFAULTS, slot))
            said = {"primary": chosen} if isinstance(chosen, str) else chosen
            if isinstance(said, dict):
                fallbacks = said.get("fallbacks")
                refs = [said.get("primary"), *(fallbacks if isinstance(fallbacks, list) else [])]
                for ref in refs:
                    if isinstance(ref, str) and "/" in ref:
                        self._allow(ref)

    def _fill(self, path: Path, value: object) -> None:
        there = value_at(self.data, path)
        if there is ABSENT:
            self._edit(Edit("set", path, value))
        elif not same(there, value):
            raise _Conflict(path)

    def _out(self, path: Path, comments_to: Path) -> None:
        self._edit(Edit("unset", path, comments_to=comments_to))

    def _edit(self, edit: Edit) -> None:
        try:
            self.data = edit_data(self.data, edit)
        except TypeError:
            raise _Conflict(edit.path) from None
        self.edits.append(edit)


def _first_plain(key: str) -> int:
    """Plain keys first, then what goes into them."""
    return 1 + _LISTS.index(key) if key in _LISTS else 0


def _texts(value: object, place: Path) -> Iterator[str]:
    if not isinstance(value, list):
        raise _Conflict(place)
    for one in value:
        if not isinstance(one, str):
            raise _Conflict(place)
        yield one
