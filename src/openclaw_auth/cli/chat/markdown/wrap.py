"""Words put into lines of a terminal one after the other, with their styles. Pure."""

from __future__ import annotations

import re

from openclaw_auth.cli.style import cells

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from openclaw_auth.cli.chat.markdown.inline import Run

# SGR codes (ECMA-48): bold, italic, underlined, struck through, dim, code in cyan.
_CODES = {"b": "1", "i": "3", "u": "4", "s": "9", "d": "2", "c": "36"}
_STYLE = re.compile("\x1b\\[[0-9;]*m")
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"\s+|[{_WIDE}]|[^\s{_WIDE}]+")
_IS_WIDE = re.compile(f"[{_WIDE}]")
# A line may break between two wide characters, except before these and after those.
_NOT_FIRST = frozenset("，。：；、？！）”’》」』】…～,.;:?!)]}")
_NOT_LAST = frozenset("（“‘《「『【([{")


def paint(text: str, styles: str) -> str:
    """Return the text in its styles; nothing around it without any."""
    if not styles:
        return text
    codes = ";".join(dict.fromkeys(_CODES[letter] for letter in styles))
    return f"\x1b[{codes}m{text}\x1b[0m"


def unpainted(text: str) -> str:
    """Return the text without its styles."""
    return _STYLE.sub("", text)


class Wrapper:
    """One paragraph after the other; a word comes out as soon as it is over.

    Args:
        width: columns.
        first: what the first line begins with.
        rest: what all others begin with.
        breaks_words: whether a word that is longer than a line is cut; a terminal would break it
            by itself, a column of a table would not.
    """

    def __init__(
        self, width: int, first: str = "", rest: str = "", *, breaks_words: bool = False
    ) -> None:
        self._width = max(width, 1)
        self._rest = rest
        self._start = cells(unpainted(rest))
        self._column = cells(unpainted(first))
        self._first = first
        self._breaks_words = breaks_words
        self._spaces = ""
        self._word: list[Run] = []
        self._word_cells = 0
        self._last = ""
        self._is_empty = True

    def feed(self, runs: Iterable[Run]) -> str:
        """Return what can be shown now."""
        shown = []
        for text, styles in runs:
            for token in _TOKEN.findall(text):
                if token.isspace():
                    shown.append(self._flush())
                    self._spaces += token
                    continue
                if self._may_break_before(token[0]):
                    shown.append(self._flush())
                self._add(token, styles)
        return "".join(shown)

    def end(self) -> str:
        """Return what is left and end the line."""
        shown = self._flush()
        return (self._first if self._is_empty else "") + shown + "\n"

    def _add(self, token: str, styles: str) -> None:
        self._word_cells += cells(token)
        self._last = token[-1]
        if self._word and self._word[-1][1] == styles:
            token = self._word.pop()[0] + token
        self._word.append((token, styles))

    def _may_break_before(self, char: str) -> bool:
        if not self._word or char in _NOT_FIRST or self._last in _NOT_LAST:
            return False
        return bool(_IS_WIDE.match(char) or _IS_WIDE.match(self._last))

    def _flush(self) -> str:
        if not self._word:
            return ""
        word, width = self._word, self._word_cells
        self._word, self._word_cells, self._last = [], 0, ""
        before = self._first if self._is_empty else ""
        gap, self._spaces = self._spaces, ""
        fits = self._column + len(gap) + width <= self._width
        if not fits and not self._is_empty and self._column > self._start:
            before, gap = f"\n{self._rest}", ""
            self._column = self._start
        self._is_empty = False
        self._column += len(gap)
        if self._breaks_words and self._column + width > self._width:
            return before + gap + "".join(self._cut(word))
        self._column += width
        if self._column > self._width:  # the terminal goes on by itself
            self._column %= self._width
        return before + gap + "".join(paint(text, styles) for text, styles in word)

    def _cut(self, word: list[Run]) -> Iterator[str]:
        for text, styles in word:
            for char in text:
                width = cells(char)
                if self._column + width > self._width and self._column > self._start:
                    yield f"\n{self._rest}"
                    self._column = self._start
                yield paint(char, styles)
                self._column += width
