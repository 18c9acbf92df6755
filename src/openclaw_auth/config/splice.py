"""Changes to a JSON5 text as splices: which characters go, and what comes in their place.

Each function looks at one container and touches nothing but the member it is about, the commas
and the white space around it. Comments stay, except those inside a value that goes.
"""

from __future__ import annotations

import re

from openclaw_auth.config.json5_tokens import BLANKS, LINE_ENDS, tokens
from openclaw_auth.config.render import render, render_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from openclaw_auth.config.json5_tree import Entry, Node
    from openclaw_auth.config.render import Style

    # start, end, replacement
    Splice: TypeAlias = tuple[int, int, str]


def apply_splices(text: str, splices: list[Splice]) -> str:
    """Return the text with the splices made; they do not overlap."""
    for start, end, replacement in sorted(splices, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


def replace_value(
    text: str, entry: Entry | None, node: Node, value: object, style: Style
) -> list[Splice]:
    """Put another value in the place of one; `entry` is None for the document's own value."""
    if isinstance(node.value, str):
        style.string_quote = text[node.start]
    indent = None
    if entry is None or _starts_line(text, entry.start):
        indent = _indent(text, node.start if entry is None else entry.start)
    return [(node.start, node.end, render(value, style, indent))]


def insert(
    text: str, container: Node, key: str | None, value: object, style: Style, *, on_lines: bool
) -> list[Splice]:
    """Add a member after the last one of a container, or an item to an array (key None).

    Args:
        text: the document.
        container: an object or an array.
        key: name of the new member.
        value: its value.
        style: how the neighbours are written.
        on_lines: whether an empty container opens up over several lines.
    """
    name = "" if key is None else render_key(key, style) + style.colon
    if not container.entries:
        return _insert_first(text, container, name, value, style, on_lines=on_lines)
    last = container.entries[-1]
    with_comma = last.comma >= 0
    after = last.comma + 1 if with_comma else last.node.end
    if not _starts_line(text, last.start):
        new = name + render(value, style)
        if with_comma:
            return [(after, after, f"{style.gap}{new},")]
        return [(after, after, f",{style.gap}{new}")]
    indent = _indent(text, last.start)
    new = style.eol + indent + name + render(value, style, indent)
    point = _after_same_line_comments(text, after)
    if with_comma:
        return [(point, point, new + ",")]
    if point == after:
        return [(after, after, "," + new)]
    return [(after, after, ","), (point, point, new)]


def _insert_first(
    text: str, container: Node, name: str, value: object, style: Style, *, on_lines: bool
) -> list[Splice]:
    inside, closing = container.start + 1, container.end - 1
    base = _indent(text, container.start)
    deeper = base + style.unit
    tail = "," if style.trailing_comma else ""
    if not text[inside:closing].strip(_BLANK_SET):
        if on_lines:
            new = f"{style.eol}{deeper}{name}{render(value, style, deeper)}{tail}{style.eol}{base}"
        else:
            pad = style.pad if container.kind == "object" else ""
            new = f"{pad}{name}{render(value, style)}{pad}"
        return [(inside, closing, new)]
    if _starts_line(text, closing):
        start = _line_start(text, closing)
        return [(start, start, f"{deeper}{name}{render(value, style, deeper)}{tail}{style.eol}")]
    return [(closing, closing, f" {name}{render(value, style)} ")]


def remove(text: str, container: Node, index: int) -> list[Splice]:
    """Take out one member with its comma; a line that held nothing else goes as a whole."""
    entry = container.entries[index]
    start, end = entry.start, entry.node.end
    last = index == len(container.entries) - 1
    if len(container.entries) == 1:
        stop = entry.comma + 1 if entry.comma >= 0 else end
        around = (
            text[container.start + 1 : start]
            + text[end:stop].rstrip(",")
            + text[stop : container.end - 1]
        )
        if not around.strip(_BLANK_SET):
            return [(container.start + 1, container.end - 1, "")]
    splices: list[Splice] = []
    if entry.comma >= 0:
        if text[end : entry.comma].strip(_BLANK_SET):
            splices.append((entry.comma, entry.comma + 1, ""))  # a comment stands before the comma
        else:
            end = entry.comma + 1
    elif last and index > 0:
        comma = container.entries[index - 1].comma
        splices.append((comma, comma + 1, ""))
    rest = re.compile(r"[ \t]*(?:\r\n|\n|\r)").match(text, end)
    if rest and _starts_line(text, start):
        return [*splices, (_line_start(text, start), rest.end(), "")]
    if last:
        while start > 0 and text[start - 1] in " \t" and not _starts_line(text, start):
            start -= 1
    if not last or _starts_line(text, start):
        while end < len(text) and text[end] in " \t":
            end += 1
    return [*splices, (start, end, "")]


_BLANK_SET = "".join(
    chr(code) for code in (*range(0x2000, 0x200B), *map(ord, BLANKS.replace("\u2000-\u200a", "")))
)


def _line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def _starts_line(text: str, offset: int) -> bool:
    """Whether only white space stands before, on a line that is not the document's first."""
    start = _line_start(text, offset)
    return start > 0 and not text[start:offset].strip(" \t")


def _indent(text: str, offset: int) -> str:
    start = _line_start(text, offset)
    found = re.compile(r"[ \t]*").match(text, start)
    assert found is not None
    return found.group()


def _after_same_line_comments(text: str, offset: int) -> int:
    """Where the comments that follow on the same line end; they belong to what stands before."""
    point = offset
    for kind, start, end in tokens(text, offset):
        if kind == "comment":
            point = end
        elif kind != "space" or set(text[start:end]) & set(LINE_ENDS):
            break
    return point
