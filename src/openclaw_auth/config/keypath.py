"""Places inside a config: `agents.list[0].model` as text and as a tuple, and reading by them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Path: TypeAlias = tuple[str | int, ...]

ABSENT: object = object()


def show_path(path: Path) -> str:
    """Return a place as people write it: `models.providers["my.host"].models[0]`."""
    shown = ""
    for part in path:
        if isinstance(part, int):
            shown += f"[{part}]"
        elif part and not set(part) & set(".[]\"'\\"):
            shown += f".{part}" if shown else part
        else:
            import json

            shown += f"[{json.dumps(part, ensure_ascii=False)}]"
    return shown


def read_path(text: str) -> Path:
    """Return the place that a text means; keys with dots in brackets and quotes, or after a backslash.

    Raises:
        ValueError: an empty part or an open bracket.
    """
    import json
    import re

    parts: list[str | int] = []
    offset = 0
    step = re.compile(
        r"\[(\d+)\]|\[\"((?:[^\"\\]|\\.)*)\"\]|\['([^']*)'\]|(\.?)((?:[^.\[\]\\]|\\.)+)"
    )
    while offset < len(text):
        found = step.match(text, offset)
        if found is None or (found.group(5) is not None and bool(found.group(4)) != bool(parts)):
            raise ValueError(text)
        index, double, single, _, plain = found.groups()
        if index is not None:
            parts.append(int(index))
        elif double is not None:
            parts.append(json.loads(f'"{double}"'))
        elif single is not None:
            parts.append(single)
        else:
            parts.append(re.sub(r"\\(.)", r"\1", plain))
        offset = found.end()
    if not parts:
        raise ValueError(text)
    return tuple(parts)


def value_at(data: object, path: Path) -> object:
    """Return what stands at a place, `ABSENT` when nothing does."""
    for part in path:
        in_object = isinstance(data, dict) and isinstance(part, str) and part in data
        in_array = isinstance(data, list) and isinstance(part, int) and 0 <= part < len(data)
        if not (in_object or in_array):
            return ABSENT
        data = data[part]  # type: ignore[index] # just established
    return data


def same(left: object, right: object) -> bool:
    """Return whether two values are the same JSON: `true` is not `1`, NaN is NaN."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return left == right or (left != left and right != right)  # noqa: PLR0124 # NaN only
