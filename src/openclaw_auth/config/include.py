"""`$include`: a config made of several files, and which file says what.

`{"$include": "./a.json5"}` or a list of files stands for their content; relative to the file that
includes. Lists of files merge in order and the including object's own keys win. Objects merge,
arrays are joined, anything else is replaced: as OpenClaw 2026.2 merges.
"""

from __future__ import annotations

import os

from openclaw_auth.config.keypath import ABSENT, show_path, value_at
from openclaw_auth.config.problem import Layer, Problem, Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from openclaw_auth.config.keypath import Path

INCLUDE = "$include"
MAX_DEPTH = 10


def resolve_includes(
    data: object, file: str, read: Callable[[str], object]
) -> tuple[object, list[Layer], list[Problem]]:
    """Return the whole config, its layers (the strongest first), and what went wrong.

    Args:
        data: what `file` holds.
        file: absolute path, for relative includes.
        read: returns the parsed content of a file; raises `Unreadable`.
    """
    work = _Work(read)
    merged = work.resolve(data, (), (file,))
    return merged, [Layer(file, (), data), *work.layers], work.problems


def merge(below: object, above: object) -> object:
    """Return `above` laid over `below`: objects merge, arrays are joined, the rest is replaced."""
    if isinstance(below, list) and isinstance(above, list):
        return [*below, *above]
    if isinstance(below, dict) and isinstance(above, dict):
        merged = dict(below)
        for key, value in above.items():
            merged[key] = merge(below[key], value) if key in below else value
        return merged
    return above


class _Work:
    def __init__(self, read: Callable[[str], object]) -> None:
        self._read = read
        self.layers: list[Layer] = []
        self.problems: list[Problem] = []

    def resolve(self, data: object, place: Path, chain: tuple[str, ...]) -> object:
        if isinstance(data, list):
            return [self.resolve(item, (*place, i), chain) for i, item in enumerate(data)]
        if not isinstance(data, dict):
            return data
        own = {k: self.resolve(v, (*place, k), chain) for k, v in data.items() if k != INCLUDE}
        if INCLUDE not in data:
            return own
        names = data[INCLUDE]
        files = [names] if isinstance(names, str) else names
        if not isinstance(files, list) or not all(isinstance(name, str) for name in files):
            self._wrong("config_include_type", chain[-1], place)
            return own
        included: object = {}
        # Later files win, so their layers stand before those of earlier ones.
        stronger = self.layers
        found: list[Layer] = []
        for name in files:
            self.layers = []
            included = merge(included, self._file(name, place, chain))
            found = self.layers + found
        self.layers = stronger + found
        if own and not isinstance(included, dict):
            self._wrong("config_include_not_object", chain[-1], place)
            return own
        return merge(included, own) if own else included

    def _file(self, name: str, place: Path, chain: tuple[str, ...]) -> object:
        file = os.path.normpath(os.path.join(os.path.dirname(chain[-1]), name))
        if file in chain:
            self._wrong("config_include_cycle", chain[-1], place, chain=" -> ".join((*chain, file)))
            return {}
        if len(chain) > MAX_DEPTH:
            self._wrong("config_include_depth", chain[-1], place, limit=MAX_DEPTH, include=file)
            return {}
        try:
            data = self._read(file)
        except Unreadable as error:
            self.problems.append(error.problem)
            return {}
        if data is ABSENT:
            self._wrong("config_include_missing", chain[-1], place, include=file)
            return {}
        # Its own layer comes before those of the files that it includes.
        at = len(self.layers)
        content = self.resolve(data, place, (*chain, file))
        self.layers.insert(at, Layer(file, place, data))
        return content

    def _wrong(self, code: str, file: str, place: Path, **params: object) -> None:
        shown = show_path((*place, INCLUDE))
        self.problems.append(Problem(code, shown, file=file, **params))


def defining_layers(layers: list[Layer], path: Path) -> list[Layer]:
    """Return the layers that say something at a place, the strongest first."""
    return [
        layer
        for layer in layers
        if path[: len(layer.mount)] == layer.mount
        and value_at(layer.data, path[len(layer.mount) :]) is not ABSENT
    ]


def layer_for(layers: list[Layer], path: Path) -> Layer:
    """Return the layer that an edit of a place belongs to.

    That is the strongest which defines the place, or else the nearest of its parents; a parent
    that is only the seat of an `$include` counts for the included file.
    """
    for length in range(len(path), -1, -1):
        for layer in defining_layers(layers, path[:length]):
            found = value_at(layer.data, path[len(layer.mount) : length])
            if length == len(path) or not (isinstance(found, dict) and set(found) == {INCLUDE}):
                return layer
    return layers[0]
