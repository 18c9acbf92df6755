"""Edits of a config text that keep what they are not about, and prove it.

An edit sets, unsets or appends at one place. The new text must parse to the old data with that
edit made, every comment outside the values that went must still be there, and strict JSON must
stay strict JSON; otherwise nothing is returned but the snippet to paste by hand.
"""

from __future__ import annotations

import json

from openclaw_auth.config.comments import comments, keep_comments
from openclaw_auth.config.json5_parse import parse
from openclaw_auth.config.json5_tokens import Json5Error
from openclaw_auth.config.json5_tree import parse_tree
from openclaw_auth.config.keypath import ABSENT, same, show_path, value_at
from openclaw_auth.config.render import Style, render, style_around
from openclaw_auth.config.splice import apply_splices, insert, remove, replace_value
from openclaw_auth.errors import ConfigEditRefused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal, TypeAlias

    from openclaw_auth.config.json5_tree import Entry, Node
    from openclaw_auth.config.keypath import Path
    from openclaw_auth.config.splice import Splice

    Operation: TypeAlias = Literal["set", "unset", "append"]


class Edit:
    """One change: `set` or `append` a value at a place, or `unset` the place.

    `comments_to` is where the comments go that stood inside a value that goes: the object at that
    place, or the nearest one above it. None lets them go with the value.
    """

    __slots__ = ("comments_to", "operation", "path", "value")

    def __init__(
        self,
        operation: Operation,
        path: Path,
        value: object = None,
        *,
        comments_to: Path | None = None,
    ) -> None:
        self.operation = operation
        self.path = path
        self.value = value
        self.comments_to = comments_to

    def __repr__(self) -> str:
        return f"Edit({self.operation!r}, {show_path(self.path)!r})"  # the value may be a secret


def set_value(text: str, path: Path, value: object) -> str:
    """Return the text with `value` at `path`, missing parents created. See `edit_text`."""
    return edit_text(text, [Edit("set", path, value)])


def unset(text: str, path: Path) -> str:
    """Return the text without `path`; unchanged when nothing stands there. See `edit_text`."""
    return edit_text(text, [Edit("unset", path)])


def append(text: str, path: Path, value: object) -> str:
    """Return the text with `value` added to the array at `path`. See `edit_text`."""
    return edit_text(text, [Edit("append", path, value)])


def edit_text(text: str, edits: Sequence[Edit]) -> str:
    """Return the text with the edits made; an empty text becomes two-space JSON.

    Raises:
        Json5Error: the text is not JSON5.
        ConfigEditRefused: it cannot be proved that nothing else changes, or a parent of the
            place is not an object or array; params `path` and `snippet`.
    """
    if not text.strip().lstrip("\ufeff"):
        text = "{}\n"
    for edit in edits:
        text = _one(text, edit)
    return text


def edit_data(data: object, edit: Edit) -> object:
    """Return the data with the edit made; containers that change are copied.

    Raises:
        TypeError: a parent of the place is a scalar, or an index is beyond the end.
    """
    return _edited(data, edit.path, edit)


def snippet(edit: Edit) -> str:
    """Return what a person pastes to make the edit by hand; secrets are left for them to fill in."""
    from openclaw_auth.config.secret_keys import without_secrets

    if edit.operation == "unset":
        return show_path(edit.path)
    value: object = [edit.value] if edit.operation == "append" else edit.value
    for part in reversed(edit.path):
        value = [value] if isinstance(part, int) else {part: value}
    return render(without_secrets(value), Style(key_quote=""), "")


def _edited(data: object, path: Path, edit: Edit) -> object:
    if not path:
        if edit.operation == "append":
            if data is ABSENT:
                return [edit.value]
            if not isinstance(data, list):
                raise TypeError
            return [*data, edit.value]
        return edit.value
    part, rest = path[0], path[1:]
    if data is ABSENT:
        if edit.operation == "unset":
            return ABSENT
        data = {} if isinstance(part, str) else []
    if isinstance(part, str) and isinstance(data, dict):
        copied = dict(data)
        if edit.operation == "unset" and not rest:
            copied.pop(part, None)
            return copied
        inner = _edited(data.get(part, ABSENT), rest, edit)
        if inner is not ABSENT:
            copied[part] = inner
        return copied
    if isinstance(part, int) and isinstance(data, list):
        return _edited_item(data, part, rest, edit)
    if edit.operation == "unset":
        return data
    raise TypeError


def _edited_item(data: list[object], index: int, rest: Path, edit: Edit) -> list[object]:
    items = list(data)
    if edit.operation == "unset" and not rest:
        if 0 <= index < len(items):
            del items[index]
        return items
    if index > len(items) or index < 0:
        if edit.operation == "unset":
            return items
        raise TypeError
    inner = _edited(items[index] if index < len(items) else ABSENT, rest, edit)
    if inner is not ABSENT:
        items[index : index + 1] = [inner]
    return items


def _one(text: str, edit: Edit) -> str:
    data, before = parse(text), text
    try:
        wanted = edit_data(data, edit)
    except TypeError:
        raise ConfigEditRefused(
            "config_edit_no_container", path=show_path(edit.path), snippet=snippet(edit)
        ) from None
    for path, value in _differences(data, wanted, ()):
        text = _step(text, path, value, edit)
    if edit.comments_to is not None:
        text = keep_comments(before, text, edit.comments_to)
    try:
        proved = same(parse(text), wanted)
    except Json5Error:
        proved = False
    if not proved:
        raise _refused(edit)
    return text


def _refused(edit: Edit) -> ConfigEditRefused:
    return ConfigEditRefused(
        "config_edit_unproved", path=show_path(edit.path), snippet=snippet(edit)
    )


def _differences(old: object, new: object, path: Path) -> Iterator[tuple[Path, object]]:
    """Yield the smallest steps from old to new: a place and its value, ABSENT to take it out."""
    if same(old, new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key, value in new.items():
            yield from _differences(old.get(key, ABSENT), value, (*path, key))
        yield from (((*path, key), ABSENT) for key in old if key not in new)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _list_differences(old, new, path)
    else:
        yield path, new


def _list_differences(
    old: list[object], new: list[object], path: Path
) -> Iterator[tuple[Path, object]]:
    kept: list[int] = []
    for value in new:
        start = kept[-1] + 1 if kept else 0
        found = next((i for i in range(start, len(old)) if same(old[i], value)), None)
        if found is None:
            break
        kept.append(found)
    if len(kept) == len(new):
        yield from (((*path, i), ABSENT) for i in reversed(range(len(old))) if i not in kept)
    elif len(new) >= len(old):
        for index, value in enumerate(new):
            yield from _differences(
                old[index] if index < len(old) else ABSENT, value, (*path, index)
            )
    else:
        yield path, new


def _step(text: str, path: Path, value: object, edit: Edit) -> str:
    """Make one step and prove that no comment outside the value that goes is lost."""
    chain, entries = _walk(parse_tree(text), path)
    strict = _is_strict(text)
    gone = (0, 0)
    if len(chain) > len(path):  # the place exists
        gone = (chain[-1].start, chain[-1].end)
        if value is ABSENT:
            entry = entries[-1]
            gone = (entry.start, entry.node.end)
            splices = remove(text, chain[-2], chain[-2].entries.index(entry))
        else:
            entry_or_root = entries[-1] if entries else None
            style = style_around(text, chain[:-1] or chain)
            splices = replace_value(text, entry_or_root, chain[-1], value, style)
    else:
        splices = _insertion(text, chain, entries, path, value)
    new = apply_splices(text, splices)
    if comments(new) != comments(text, gone) or (strict and not _is_strict(new)):
        raise _refused(edit)
    return _without_doubles(new, path, value, edit)


def _without_doubles(text: str, path: Path, value: object, edit: Edit) -> str:
    """Take out earlier members of the same key, which would come to light when the last one goes."""
    if value is ABSENT and isinstance(path[-1], str) and value_at(parse(text), path) is not ABSENT:
        return _step(text, path, ABSENT, edit)
    return text


def _insertion(
    text: str, chain: list[Node], entries: list[Entry], path: Path, value: object
) -> list[Splice]:
    container = chain[-1]
    depth = len(chain) - 1
    for part in reversed(path[depth + 1 :]):
        value = [value] if isinstance(part, int) else {part: value}
    key = path[depth]
    on_lines = not entries or text[: entries[-1].start].rstrip(" \t").endswith(("\n", "\r"))
    style = style_around(text, chain)
    name = key if isinstance(key, str) else None
    return insert(text, container, name, value, style, on_lines=on_lines)


def _walk(root: Node, path: Path) -> tuple[list[Node], list[Entry]]:
    """Return the nodes from the root along the path as far as it exists, and their entries."""
    chain = [root]
    entries: list[Entry] = []
    for part in path:
        members = chain[-1].entries
        if isinstance(part, int):
            found = members[part] if chain[-1].kind == "array" and part < len(members) else None
        else:
            found = next((entry for entry in reversed(members) if entry.key == part), None)
        if found is None:
            break
        entries.append(found)
        chain.append(found.node)
    return chain, entries


def _is_strict(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
