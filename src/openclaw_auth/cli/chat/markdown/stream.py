"""A whole answer in Markdown, piece by piece. Pure.

Text is shown word by word; only what cannot be decided yet is held: a word, a mark that opens
something, the first characters of a line, a table. Nothing that was shown is ever touched again,
so nothing flickers and what scrolled away stays right.
"""

from __future__ import annotations

from openclaw_auth.cli.chat.markdown.blocks import block_of, closes
from openclaw_auth.cli.chat.markdown.inline import Inline
from openclaw_auth.cli.chat.markdown.table import is_table, table_text
from openclaw_auth.cli.chat.markdown.wrap import Wrapper, paint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from openclaw_auth.cli.chat.markdown.blocks import Block

_RULE_WIDTH = 40


class MarkdownStream:
    """Pieces of text in, text for a terminal out.

    Args:
        width: of the terminal, asked for at every line, since people resize windows.
        color: whether marks become styles. Without, they stay as they were written, and only
            lines and tables are fitted to the width.
        unicode: whether the terminal shows more than ASCII.
    """

    def __init__(self, width: Callable[[], int], *, color: bool, unicode: bool = True) -> None:
        self._width = width
        self._color = color
        self._rule, self._bar, self._bullet = ("─", "│", "•") if unicode else ("-", "|", "*")
        self._rest = ""
        self._fence = ""
        self._in_code_line = False
        self._table: list[str] = []
        self._inline: Inline | None = None
        self._wrapper: Wrapper | None = None

    def feed(self, text: str) -> str:
        """Return what can be shown now. The text holds nothing that a terminal would obey."""
        self._rest += text
        shown = []
        while self._rest:
            line, newline, after = self._rest.partition("\n")
            step = self._take(line, whole=bool(newline))
            if step is None:
                break
            self._rest = after
            shown.append(step)
        return "".join(shown)

    def end(self) -> str:
        """Return what is left; the last line ends with a line break."""
        line, self._rest = self._rest, ""
        open_line = line or self._wrapper is not None or self._in_code_line
        shown = (self._take(line, whole=True) or "") if open_line else ""
        return shown + self._end_table()

    def _take(self, line: str, *, whole: bool) -> str | None:
        """Take what is there of a line; None when nothing can be done with it yet."""
        if self._wrapper is not None:
            return self._go_on(line, whole=whole)
        if self._fence:
            return self._code(line, whole=whole)
        block = block_of(line, whole=whole)
        if block is None:
            return None
        if block.kind == "table":
            if not whole:
                return None
            self._table.append(line)
            return ""
        return self._end_table() + self._begin(block, line, whole=whole)

    def _begin(self, block: Block, line: str, *, whole: bool) -> str:
        if block.kind == "blank":
            return "\n"
        if block.kind == "fence":
            self._fence = block.mark
            return self._fence_line(line, block.info)
        if block.kind == "rule" and self._color:
            return paint(self._rule * min(self._width(), _RULE_WIDTH), "d") + "\n"
        self._open(block)
        return self._go_on(line[block.length :] if block.kind != "rule" else line, whole=whole)

    def _open(self, block: Block) -> None:
        """Open a paragraph: what its lines begin with, and the style of its words."""
        first = rest = block.indent
        styles = ""
        if block.kind == "item":
            bullet = self._bullet if self._color and block.mark in "-+*" else block.mark
            first, rest = f"{first}{bullet} ", f"{rest}{' ' * (len(block.mark) + 1)}"
        elif block.kind == "quote":
            mark = paint(self._bar, "d") if self._color else ">"
            first = rest = f"{mark} " * len(block.mark)
        elif block.kind == "heading" and self._color:
            styles = "bu" if len(block.mark) == 1 else "b"
        elif block.kind == "heading":
            first = f"{block.mark} "
        self._wrapper = Wrapper(self._width(), first, rest)
        self._inline = Inline(styles) if self._color else None

    def _go_on(self, text: str, *, whole: bool) -> str:
        assert self._wrapper is not None
        wrapper, inline = self._wrapper, self._inline
        runs = inline.feed(text) if inline is not None else [(text, "")]
        if inline is not None and whole:
            runs += inline.finish()
        shown = wrapper.feed(runs)
        if whole:
            shown += wrapper.end()
            self._wrapper = self._inline = None
        return shown

    def _code(self, line: str, *, whole: bool) -> str | None:
        if not self._in_code_line:
            ends = closes(line, self._fence, whole=whole)
            if ends is None:
                return None
            if ends:
                self._fence = ""
                return self._fence_line(line, "")
        self._in_code_line = not whole
        return paint(line, "c" if self._color and line else "") + ("\n" if whole else "")

    def _fence_line(self, line: str, info: str) -> str:
        if not self._color:
            return f"{line}\n"
        label = f"{self._rule * 2} {info} " if info else ""
        return paint(label + self._rule * max(2, _RULE_WIDTH - len(label)), "d") + "\n"

    def _end_table(self) -> str:
        lines, self._table = self._table, []
        if not lines:
            return ""
        if not is_table(lines):
            return "".join(f"{line}\n" for line in lines)
        bar, rule = self._bar, self._rule
        return table_text(lines, self._width(), color=self._color, rule=rule, bar=bar)
