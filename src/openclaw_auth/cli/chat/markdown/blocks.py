"""What a line of Markdown begins with: heading, list, quote, fence, table, or nothing. Pure."""

from __future__ import annotations

import re

# Until a line shows more than this, what it is stays open; bars and fences are read to their end.
_OPEN = re.compile(
    r"[ \t]*(?:#{0,6}|(?:>[ \t]*)*|[-+*_](?:[ \t]*[-*_])*|\d{1,9}[.)]?|`{1,2}|~{1,2}"
    r"|(?:`{3}|~{3}|\|).*)[ \t]*"
)
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*")
_ITEM = re.compile(r"([ \t]*)([-+*]|\d{1,9}[.)])[ \t]+(?=\S)")
_QUOTE = re.compile(r"[ \t]*((?:>[ \t]?)+)")
_FENCE = re.compile(r"([ \t]*)(`{3,}|~{3,})([^`]*)")
_INDENT = re.compile(r"[ \t]*")


class Block:
    """How a line begins.

    Attributes:
        kind: `heading`, `rule`, `item`, `quote`, `fence`, `table`, `blank` or `text`.
        length: of what stands for it.
        indent: blanks before it.
        mark: of it: the bullet or number, the `#` signs, the fence, `>` once for each depth.
        info: of a fence: the language.
    """

    __slots__ = ("indent", "info", "kind", "length", "mark")

    def __init__(
        self, kind: str, length: int = 0, indent: str = "", mark: str = "", info: str = ""
    ) -> None:
        self.kind = kind
        self.length = length
        self.indent = indent
        self.mark = mark
        self.info = info


def block_of(line: str, *, whole: bool) -> Block | None:
    """Return how a line begins; None while that is open.

    Args:
        line: what is there of it, without its line break.
        whole: whether that is all of it.
    """
    if not whole and _OPEN.fullmatch(line):
        return None
    if whole and not line.strip():
        return Block("blank", len(line))
    if whole and (fence := _FENCE.fullmatch(line)):
        return Block("fence", len(line), fence.group(1), fence.group(2), fence.group(3).strip())
    if whole and _RULE.fullmatch(line):
        return Block("rule", len(line))
    if line.lstrip().startswith("|"):
        return Block("table", len(line))
    if heading := _HEADING.match(line):
        return Block("heading", heading.end(), mark=heading.group(1))
    if item := _ITEM.match(line):
        return Block("item", item.end(), item.group(1).expandtabs(4), item.group(2))
    if quote := _QUOTE.match(line):
        return Block("quote", quote.end(), mark=">" * quote.group(1).count(">"))
    indent = _INDENT.match(line)
    assert indent is not None
    return Block("text", indent.end(), indent.group().expandtabs(4))


def closes(line: str, fence: str, *, whole: bool) -> bool | None:
    """Return whether a line ends a fence; None while that is open."""
    text = line.strip()
    only = text.strip(fence[0]) == ""
    if whole:
        return only and len(text) >= len(fence)
    return None if only else False
