"""JSON5 text to values. Strict JSON, which most files are, goes through the C parser of `json`."""

from __future__ import annotations

import json

MAX_DEPTH = 100


def parse(text: str) -> object:
    """Return the value of a JSON5 text. A byte order mark is skipped, the last of equal keys wins.

    Raises:
        Json5Error: not JSON5, or nested deeper than 100 levels.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        pass
    else:
        # Fewer brackets than levels: then no walk over the result can exhaust the stack.
        if text.count("{") + text.count("[") <= MAX_DEPTH or not _deeper_than(value, MAX_DEPTH):
            return value
    from openclaw_auth.config.json5_tree import parse_tree

    return parse_tree(text).value


def _deeper_than(value: object, levels: int) -> bool:
    layer = [value]
    while layer:
        containers = [item for item in layer if isinstance(item, dict | list)]
        if containers and levels == 0:
            return True
        levels -= 1
        layer = [
            inner
            for item in containers
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
    return False
