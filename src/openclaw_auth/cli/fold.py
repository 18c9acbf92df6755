"""Sentences broken into lines that fit a terminal. Pure.

A terminal breaks in the middle of a word and begins the next line at its edge. Commands are never
folded: a command in two lines cannot be pasted.
"""

from __future__ import annotations

import re

from openclaw_auth.cli.style import cells

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# In Chinese a line may break between any two characters, except before these and after those.
_NOT_FIRST = "，。：；、？！）”》…>)],.;:!?"
_NOT_LAST = "（“《<(["
_PIECE = re.compile(
    r"\s*(?:[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]|[^\s\u2e80-\u9fff\uff00-\uffef]+)"
)
_LEAST = 20


def fold(text: str, width: int, first: str = "", rest: str = "") -> str:
    """Return the text in lines of at most `width` columns.

    A word that is longer than a line keeps to a line of its own.

    Args:
        text: a sentence; its own line breaks stay.
        width: columns; below 20 nothing is folded.
        first: what the first line begins with.
        rest: what all others begin with.
    """
    if width < _LEAST:
        return first + text
    lines: list[str] = []
    for line in text.split("\n"):
        item = "  " if line.startswith("- ") else ""
        lines += _folded(line, width, rest if lines else first, rest + item)
    return "\n".join(lines)


def _folded(text: str, width: int, first: str, rest: str) -> Iterator[str]:
    line, start = first, len(first)
    for piece in _pieces(text):
        if len(line) > start and cells(line + piece) > width:
            yield line
            line, start = rest + piece.lstrip(), len(rest)
        else:
            line += piece
    yield line


def _pieces(text: str) -> Iterator[str]:
    """Yield what may not be broken, each with the blanks before it."""
    piece = ""
    for part in _PIECE.findall(text):
        opened = piece and piece[-1] in _NOT_LAST and not part[0].isspace()
        glued = part[0] in _NOT_FIRST or opened
        if piece and not glued:
            yield piece
            piece = part
        else:
            piece += part
    yield piece
