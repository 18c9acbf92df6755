"""Which file an edit belongs to, and where in that file it stands. Pure."""

from __future__ import annotations

from openclaw_auth.config.edit import Edit, edit_data
from openclaw_auth.config.include import defining_layers, layer_for
from openclaw_auth.config.keypath import ABSENT, value_at
from openclaw_auth.config.schema import OWN_FILE, target_file_for, validate_as_reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    # file, the edit as it stands in that file
    from typing import TypeAlias

    from openclaw_auth.config.keypath import Path
    from openclaw_auth.config.load import Config
    from openclaw_auth.config.paths import Paths
    from openclaw_auth.config.problem import Layer

    Placed: TypeAlias = tuple[str, Edit]


def place_edit(config: Config, paths: Paths, edit: Edit) -> list[Placed]:
    """Return the edits of single files that make one edit of the whole config.

    A value goes to the file that defines the place already, or to the nearest parent's; what
    OpenClaw 2026.2 would refuse goes to our own file. Taking out takes out wherever it stands.
    """
    layers = list(config.layers)
    own = next((layer for layer in layers if layer.file == paths.own_config_path), None)
    if edit.operation == "unset":
        return _wherever_it_stands(config, layers, own, edit)
    if own is not None and value_at(own.data, edit.path) is not ABSENT:
        return _in_own(config, own.data, paths, edit)
    if target_file_for(edit.path) == OWN_FILE or _refused_by_reference(config, edit):
        return _in_own(config, {} if own is None else own.data, paths, edit)
    main = [layer for layer in layers if layer is not own]
    if not main:
        return [(paths.config_path, edit)]
    return _in_layer(layer_for(main, edit.path), edit)


def _wherever_it_stands(
    config: Config, layers: list[Layer], own: Layer | None, edit: Edit
) -> list[Placed]:
    others = [layer for layer in layers if layer is not own]
    placed = [one for layer in defining_layers(others, edit.path) for one in _in_layer(layer, edit)]
    path = None if own is None else _path_by_id(config.raw, own.data, edit.path)
    if own is not None and path is not None:
        placed.append((own.file, Edit("unset", path)))
    return placed


def _path_by_id(whole: object, own: object, path: Path) -> Path | None:
    """Return where our own file says something of a place, None when it says nothing.

    It names only the entries of a list that it changes, so their indexes are its own.
    """
    found: Path = ()
    for part in path:
        whole = value_at(whole, (part,))
        identity = whole.get("id") if isinstance(whole, dict) and isinstance(part, int) else None
        index: str | int = part
        if isinstance(identity, str):
            items = value_at(own, found)
            listed = items if isinstance(items, list) else []
            ids = [item.get("id") if isinstance(item, dict) else None for item in listed]
            if identity not in ids:
                return None
            index = ids.index(identity)
        found = (*found, index)
    return None if value_at(own, found) is ABSENT else found


def _in_layer(layer: Layer, edit: Edit) -> list[Placed]:
    mount = layer.mount
    kept = edit.comments_to
    if kept is not None:
        kept = kept[len(mount) :] if kept[: len(mount)] == mount else ()
    path = edit.path[len(mount) :]
    return [(layer.file, Edit(edit.operation, path, edit.value, comments_to=kept))]


def _refused_by_reference(config: Config, edit: Edit) -> bool:
    before = validate_as_reference(config.main)
    try:
        after = validate_as_reference(edit_data(config.main, edit))
    except TypeError:
        return False
    return any(problem not in before for problem in after)


def _in_own(config: Config, own: object, paths: Paths, edit: Edit) -> list[Placed]:
    """Entries of lists are found by `id` in our own file, since it names only those it changes."""
    whole: object = config.raw
    path: Path = ()
    named: list[Placed] = []
    for part in edit.path:
        here = value_at(whole, (part,))
        identity = here.get("id") if isinstance(here, dict) and isinstance(part, int) else None
        if isinstance(identity, str):
            items = value_at(own, path)
            listed = items if isinstance(items, list) else []
            ids = [item.get("id") if isinstance(item, dict) else None for item in listed]
            if identity in ids:
                path = (*path, ids.index(identity))
            else:
                path = (*path, len(ids))
                named.append((paths.own_config_path, Edit("set", (*path, "id"), identity)))
        else:
            path = (*path, part)
        whole = here
    return [*named, (paths.own_config_path, Edit(edit.operation, path, edit.value))]
