"""Plain tables whose columns line up, whatever the script. Pure."""

from __future__ import annotations

from openclaw_auth.cli.style import cells, pad

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = "  "
_SMALLEST = 8


def table(rows: Sequence[Sequence[str]], headers: Sequence[str], width: int | None = 80) -> str:
    """Return a table as text without a final newline; the header alone when there are no rows.

    Args:
        rows: one text for each header.
        headers: what the columns hold.
        width: terminal columns to stay within by shortening the widest column, the first one
            last; None shortens nothing (a pipe wants whole values).
    """
    lines = [list(headers), *(list(row) for row in rows)]
    widths = [max(cells(line[i]) for line in lines) for i in range(len(headers))]
    if width is not None:
        widths = _fitted(widths, width)
    return "\n".join(
        _GAP.join(pad(shorten(text, w), w) for text, w in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def shorten(text: str, width: int) -> str:
    """Return the text cut to a number of columns, `…` where something went."""
    if cells(text) <= width:
        return text
    kept = ""
    for char in text:
        if cells(kept + char) > width - 1:
            break
        kept += char
    return kept + "…"


def _fitted(widths: list[int], width: int) -> list[int]:
    fitted = list(widths)
    excess = sum(fitted) + len(_GAP) * (len(fitted) - 1) - width
    while excess > 0:
        # What a row is about stands first, and stays whole while anything else can give way.
        others = range(1, len(fitted)) if max(fitted[1:], default=0) > _SMALLEST else range(1)
        widest = max(others, key=fitted.__getitem__)
        if fitted[widest] <= _SMALLEST:
            break
        fitted[widest] -= 1
        excess -= 1
    return fitted
