"""A Markdown table whose columns line up, whatever the script; cells are folded, never cut. Pure."""

from __future__ import annotations

import re

from openclaw_auth.cli.chat.markdown.inline import spans
from openclaw_auth.cli.chat.markdown.wrap import Wrapper, paint, unpainted
from openclaw_auth.cli.style import cells

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_DELIMITER = re.compile(r"\s*:?-+:?\s*")
_CELL = re.compile(r"((?:\\.|`[^`]*`|[^|\\`]|[\\`])*)(?:\||$)")
_LEAST = 6


def is_table(lines: Sequence[str]) -> bool:
    """Return whether lines that begin with a bar are a table: the second one rules it off."""
    return len(lines) > 1 and all(map(_DELIMITER.fullmatch, split_row(lines[1])))


def split_row(line: str) -> list[str]:
    """Return the cells of a row, trimmed. A bar in code or behind a backslash is text."""
    text = line.strip().removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    found, at = [], 0
    while at <= len(text):
        cell = _CELL.match(text, at)
        assert cell is not None
        found.append(cell.group(1).strip())
        at = max(cell.end(), at + 1)
        if cell.end() == len(text) and not cell.group().endswith("|"):
            break
    return found


def table_text(lines: Sequence[str], width: int, *, color: bool, rule: str, bar: str) -> str:
    """Return the table for a terminal, with a final line break.

    Args:
        lines: as written; the second one says how columns are aligned.
        width: columns of the terminal. Where even narrow columns do not fit, every row becomes
            a block of its own, a line for each cell.
        color: whether marks become styles; else they stay as written.
        rule: what lines across are made of.
        bar: what stands between cells.
    """
    header, delimiters, *body = [split_row(line) for line in lines]
    count = max(len(row) for row in (header, *body))
    rows = [[*row, *[""] * (count - len(row))] for row in (header, *body)]
    painted = [
        [_styled(cell, "b" if color and not number else "", color=color) for cell in row]
        for number, row in enumerate(rows)
    ]
    natural = [max(cells(unpainted(row[i])) for row in painted) for i in range(count)]
    widths = _fitted(natural, width - 3 * (count - 1))
    if widths is None:
        return _stacked(painted, width)
    sides = [_side(delimiters[i] if i < len(delimiters) else "") for i in range(count)]
    gap = f" {paint(bar, 'd' if color else '')} "
    shown = []
    for number, row in enumerate(rows):
        style = "b" if color and not number else ""
        folded = [_folded(cell, w, style, color=color) for cell, w in zip(row, widths, strict=True)]
        for line in range(max(map(len, folded))):
            parts = [
                _aligned(cell[line] if line < len(cell) else "", w, side)
                for cell, w, side in zip(folded, widths, sides, strict=True)
            ]
            shown.append(gap.join(parts).rstrip())
        if not number:
            joint = f"{rule}{'┼' if rule == '─' else '+'}{rule}"
            shown.append(paint(joint.join(rule * w for w in widths), "d" if color else ""))
    return "\n".join(shown) + "\n"


def _styled(cell: str, styles: str, *, color: bool) -> str:
    runs = spans(cell, styles) if color else [(cell, "")]
    return "".join(paint(text, style) for text, style in runs)


def _folded(cell: str, width: int, styles: str, *, color: bool) -> list[str]:
    wrapper = Wrapper(width, breaks_words=True)
    runs = spans(cell, styles) if color else [(cell, "")]
    return (wrapper.feed(runs) + wrapper.end()).removesuffix("\n").split("\n")


def _fitted(natural: Sequence[int], room: int) -> list[int] | None:
    """Return widths that fit by narrowing the widest columns; None where that is hopeless."""
    widths = [max(1, width) for width in natural]
    if sum(min(width, _LEAST) for width in widths) > room:
        return None
    while (excess := sum(widths) - room) > 0:
        widest = max(range(len(widths)), key=widths.__getitem__)
        second = max((w for i, w in enumerate(widths) if i != widest), default=_LEAST)
        least = max(_LEAST, min(second, widths[widest] - 1))
        widths[widest] = max(widths[widest] - excess, least)
    return widths


def _side(delimiter: str) -> str:
    text = delimiter.strip()
    if not text.endswith(":"):
        return "left"
    return "middle" if text.startswith(":") else "right"


def _aligned(text: str, width: int, side: str) -> str:
    room = max(0, width - cells(unpainted(text)))
    before = {"left": 0, "right": room, "middle": room // 2}[side]
    return " " * before + text + " " * (room - before)


def _stacked(rows: Sequence[Sequence[str]], width: int) -> str:
    header, *body = rows
    shown = []
    for row in body or [[""] * len(header)]:
        for name, cell in zip(header, row, strict=True):
            wrapper = Wrapper(width, "", "  ")
            shown.append(wrapper.feed([(f"{unpainted(name)}: {unpainted(cell)}", "")]))
            shown.append(wrapper.end())
        shown.append("\n")
    return "".join(shown)
