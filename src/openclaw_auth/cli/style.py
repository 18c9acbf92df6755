"""Colour and width of terminal text. Colour only where the context wants it."""

from __future__ import annotations

from unicodedata import east_asian_width

_CODES = {
    "plain": "0",
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "cyan": "36",
}


def paint(text: str, style: str, *, color: bool) -> str:
    """Return the text in a style: plain, bold, dim, red, green, yellow, cyan."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if color else text


def cells(text: str) -> int:
    """Return how many terminal columns a text takes: wide characters take two."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def pad(text: str, width: int) -> str:
    """Return the text filled with spaces to a number of columns."""
    return text + " " * max(0, width - cells(text))
