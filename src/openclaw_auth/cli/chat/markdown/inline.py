"""Bold, italic, code, links and entities within one line of Markdown, decided as early as can be. Pure.

Where a mark opens something, text is held until the mark that closes it; one that nothing closes
within `LIMIT` characters, or before the line ends, is text like any other. So no mark is lost, and
how the text was cut up changes nothing.
"""

from __future__ import annotations

import re
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    # A text, and the letters of its styles (`wrap.paint`).
    Run: TypeAlias = tuple[str, str]

LIMIT = 400
_SPECIAL = re.compile(r"[`*_~\[!\\&]")
_MARKS = re.compile(r"`+|\*+|_+|~+")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z]{2,6}));")
_ENTITY_BEGUN = re.compile(r"&(?:#(?:\d{0,7}|[xX][0-9A-Fa-f]{0,6})|[A-Za-z]{0,6})\Z")
# The few that people write; the others stay as they are.
_ENTITIES = {
    "amp": "&",
    "lt": "<",
    "gt": ">",
    "quot": '"',
    "apos": "'",
    "nbsp": "\u00a0",
    "hellip": "…",
    "mdash": "—",
    "ndash": "–",
    "copy": "©",
}
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\(([^()\n]*)\)")
_STYLES = {
    "**": "b",
    "__": "b",
    "*": "i",
    "_": "i",
    "***": "bi",
    "___": "bi",
    "~~": "s",
}
_WORD = re.compile(r"\w")
_UNDECIDED: tuple[int, list[Run]] = (-1, [])


class Inline:
    """The text of one line, fed in pieces.

    Args:
        styles: of everything in it, e.g. `b` in a heading.
    """

    def __init__(self, styles: str = "") -> None:
        self._styles = styles
        self._rest = ""
        self._before = " "

    def feed(self, text: str) -> list[Run]:
        """Return what is decided now."""
        self._rest += text
        return self._take(final=False)

    def finish(self) -> list[Run]:
        """Return what is left: the line ends here."""
        return self._take(final=True)

    def _take(self, *, final: bool) -> list[Run]:
        runs: list[Run] = []
        text, at = self._rest, 0
        while at < len(text):
            special = _SPECIAL.search(text, at)
            if special is None:
                runs.append((text[at:], self._styles))
                at = len(text)
                break
            if special.start() > at:
                runs.append((text[at : special.start()], self._styles))
                at = special.start()
            before = text[at - 1] if at else self._before
            length, found = _decide(text, at, before, self._styles, final=final)
            if length < 0:
                break
            runs += found
            at += length
        if at:
            self._before = text[at - 1]
        self._rest = text[at:]
        return runs


def spans(text: str, styles: str = "") -> list[Run]:
    """Return a whole line's runs."""
    line = Inline(styles)
    return [*line.feed(text), *line.finish()]


def _decide(text: str, at: int, before: str, styles: str, *, final: bool) -> tuple[int, list[Run]]:
    """Return how much of the text a mark takes and what it becomes; -1 while that is open."""
    char = text[at]
    if char == "\\":
        return _escaped(text, at, styles, final=final)
    if char in "[!":
        return _link(text, at, styles, final=final)
    if char == "&":
        return _entity(text, at, styles, final=final)
    marks = _MARKS.match(text, at)
    assert marks is not None
    mark, end = marks.group(), marks.end()
    if end == len(text) and not final:
        return _UNDECIDED
    closing = _closing(mark, text[end : end + 1], before)
    if closing is None:
        return len(mark), [(mark, styles)]
    closed = closing.search(text, end, at + LIMIT)
    # What follows the closing mark belongs to the question.
    if closed is not None and (closed.end() < len(text) or final):
        content = text[end : closed.start()]
        return closed.end() - at, _content(mark, content, styles)
    if final or len(text) - at > LIMIT:
        return len(mark), [(mark, styles)]
    return _UNDECIDED


def _closing(mark: str, after: str, before: str) -> re.Pattern[str] | None:
    """Return what would close a mark, None where it opens nothing."""
    if mark[0] == "`":
        return re.compile(f"(?<!`){mark}(?!`)")
    if mark not in _STYLES or not after or after.isspace():
        return None
    inside_word = mark[0] == "_" and _WORD.match(before)
    if inside_word:
        return None
    char = re.escape(mark[0])
    beyond = r"\w" if mark[0] == "_" else ""
    return re.compile(rf"(?<=[^\s{char}]){re.escape(mark)}(?![{char}{beyond}])")


def _content(mark: str, content: str, styles: str) -> list[Run]:
    if mark[0] == "`":
        padded = content.startswith(" ") and content.endswith(" ") and content.strip()
        return [(content[1:-1] if padded else content, styles + "c")]
    return spans(content, styles + _STYLES[mark])


def _escaped(text: str, at: int, styles: str, *, final: bool) -> tuple[int, list[Run]]:
    after = text[at + 1 : at + 2]
    if not after and not final:
        return _UNDECIDED
    if after in _PUNCTUATION:
        return 2, [(after, styles)]
    return 1, [("\\", styles)]


def _entity(text: str, at: int, styles: str, *, final: bool) -> tuple[int, list[Run]]:
    found = _ENTITY.match(text, at)
    if found is None:
        if not final and _ENTITY_BEGUN.match(text, at):
            return _UNDECIDED
        return 1, [("&", styles)]
    decimal, hexadecimal, name = found.groups()
    if name is not None:
        shown = _ENTITIES.get(name.lower(), found.group())
    else:
        point = int(decimal) if decimal else int(hexadecimal, 16)
        char = chr(point) if 0 < point <= sys.maxunicode else ""
        shown = char if char.isprintable() and char else found.group()
    return len(found.group()), [(shown, styles)]


def _link(text: str, at: int, styles: str, *, final: bool) -> tuple[int, list[Run]]:
    link = _LINK.match(text, at, at + LIMIT)
    if link is not None:
        words, target = link.groups()
        shown = [*spans(words, styles + "u"), (f" ({target})", styles + "d")]
        return link.end() - at, shown if words != target else [(target, styles + "u")]
    if final or len(text) - at > LIMIT or _is_no_link(text, at):
        return 1, [(text[at], styles)]
    return _UNDECIDED


def _is_no_link(text: str, at: int) -> bool:
    """Whether more text cannot make a link of it."""
    start = at + (text[at] == "!")
    if start < len(text) and text[start] != "[":
        return True
    close = re.compile(r"[\[\]]").search(text, start + 1)
    if close is None:
        return False
    after = text[close.end() : close.end() + 1]
    return close.group() == "[" or bool(after and after != "(")
