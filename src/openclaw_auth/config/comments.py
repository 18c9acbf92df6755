"""The comments of a config text: which there are, and where those go whose value goes."""

from __future__ import annotations

from openclaw_auth.config.json5_tokens import tokens
from openclaw_auth.config.json5_tree import OBJECT, parse_tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.config.json5_tree import Node
    from openclaw_auth.config.keypath import Path


def comments(text: str, without: tuple[int, int] = (0, 0)) -> list[str]:
    """Return the comments of a JSON5 text in order, except those that begin inside a span."""
    first, last = without
    return [
        text[start:end]
        for kind, start, end in tokens(text)
        if kind == "comment" and not first <= start < last
    ]


def keep_comments(before: str, after: str, place: Path) -> str:
    """Return the text after an edit with the comments that it lost, at the head of an object.

    Args:
        before: the text before the edit.
        after: and after it.
        place: of the object; the nearest one above it where there is none.
    """
    lost = comments(before)
    for there in comments(after):
        if there in lost:
            lost.remove(there)
    if not lost:
        return after
    node = _nearest(parse_tree(after), place)
    inside = node.start + 1
    eol = "\r\n" if "\r\n" in after else "\n"
    first = node.entries[0].start if node.entries else node.end - 1
    gap = after[inside:first]
    if "\n" not in gap:  # all on one line: what follows begins a new one
        return after[:inside] + "".join(f" {one}{eol}" for one in lost) + after[inside:]
    last = gap[gap.rindex("\n") + 1 :]
    indent = "  " if last.strip() else last
    return after[:inside] + "".join(f"{eol}{indent}{one}" for one in lost) + after[inside:]


def _nearest(root: Node, place: Path) -> Node:
    found = node = root
    for part in place:
        if isinstance(part, int):
            inner = node.entries[part].node if part < len(node.entries) else None
        else:
            inner = next((e.node for e in reversed(node.entries) if e.key == part), None)
        if inner is None:
            break
        node = inner
        found = node if node.kind == OBJECT else found
    return found
