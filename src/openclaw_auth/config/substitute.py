"""`${NAME}` in config strings: upper case, digits and `_`; `$${NAME}` is the literal text.

Other spellings (`$NAME`, `${name}`) are left alone, as OpenClaw 2026.2 leaves them.
"""

from __future__ import annotations

from openclaw_auth.config.keypath import show_path
from openclaw_auth.config.problem import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from openclaw_auth.config.keypath import Path

_REFERENCE = r"\$?\$\{([A-Z_][A-Z0-9_]*)\}"


def substitute(
    data: object, lookup: Callable[[str], str | None], path: Path = ()
) -> tuple[object, list[Problem]]:
    """Return the data with every variable filled in, and what could not be.

    Args:
        data: JSON data; it is not changed, untouched parts are shared with the result.
        lookup: value of a variable, None when it is not set; a blank one counts as missing.
        path: where the data stands in the config, for the problems.
    """
    problems: list[Problem] = []
    return _filled(data, lookup, path, problems), problems


def _filled(
    data: object, lookup: Callable[[str], str | None], path: Path, problems: list[Problem]
) -> object:
    if isinstance(data, str):
        return _string(data, lookup, path, problems) if "${" in data else data
    if isinstance(data, dict):
        filled = {k: _filled(v, lookup, (*path, k), problems) for k, v in data.items()}
        return filled if any(filled[k] is not v for k, v in data.items()) else data
    if isinstance(data, list):
        items = [_filled(v, lookup, (*path, i), problems) for i, v in enumerate(data)]
        return items if any(a is not b for a, b in zip(items, data, strict=True)) else data
    return data


def _string(
    text: str, lookup: Callable[[str], str | None], path: Path, problems: list[Problem]
) -> str:
    import re

    def value(found: re.Match[str]) -> str:
        whole = found.group()
        if whole.startswith("$$"):
            return whole[1:]
        name = found.group(1)
        known = lookup(name)
        if known:
            return known
        problems.append(Problem("config_missing_variable", show_path(path), name=name))
        return whole

    return re.sub(_REFERENCE, value, text)
