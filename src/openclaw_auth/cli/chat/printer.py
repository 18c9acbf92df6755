"""What a chat shows on a terminal: answers as styled Markdown, everything else as it is said."""

from __future__ import annotations

from openclaw_auth.cli.chat.markdown.stream import MarkdownStream
from openclaw_auth.cli.chat.message import Printer
from openclaw_auth.cli.context import harmless, width
from openclaw_auth.cli.fold import fold
from openclaw_auth.cli.style import paint
from openclaw_auth.codes import Reason
from openclaw_auth.gateway.chat.talked import Answered, Delta, Queued, Told
from openclaw_auth.wording import lines_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from openclaw_auth.cli.context import Context
    from openclaw_auth.gateway.chat.talked import Talked
    from openclaw_auth.sessions.commands.reply import Line

_WAITING = "…"
_ERASE_LINE = "\r\x1b[K"


def printer_for(ctx: Context) -> Printer | MarkdownPrinter:
    """Return what shows an answer here: Markdown in styles on a terminal, else as it comes."""
    return MarkdownPrinter(ctx) if ctx.stdout.isatty() else Printer(ctx)


class MarkdownPrinter:
    """Shows what comes of one message on a terminal.

    Args:
        ctx: where to.
    """

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        environ = dict(ctx.ports.environ)
        self._unicode = "utf" in (ctx.stdout.encoding or "").lower()
        self._markdown = MarkdownStream(
            lambda: width(environ), color=ctx.color, unicode=self._unicode
        )
        self._can_erase = ctx.color
        self._waits = False
        self._open = False

    def wait(self) -> None:
        """Show that something is under way, until the first thing comes."""
        if self._can_erase and self._unicode:
            self._write(paint(_WAITING, "dim", color=True))
            self._waits = True

    def __call__(self, talked: Talked) -> None:
        """Show one piece."""
        ctx = self._ctx
        if isinstance(talked, Delta):
            # No escape of a model's reaches the terminal, not even a colour.
            text = talked.text.replace("\r", "").replace("\x1b", "\\x1b")
            self._show(self._markdown.feed(harmless(text)))
            self._open = True
        elif isinstance(talked, Told):
            self._end_wait()
            (ctx.err if talked.failed else ctx.out)(self._folded(talked.lines))
        elif isinstance(talked, Queued):
            self._end_wait()
            ctx.err(self._dim(ctx.say(Reason("chat_waiting"))))
        elif isinstance(talked, Answered):
            self.end_line()
            if talked.footer:
                ctx.err(self._dim(self._folded(talked.footer)))

    def end_line(self) -> None:
        """Show what is left of an answer."""
        self._end_wait()
        if self._open:
            self._show(self._markdown.end())
            self._open = False

    def _show(self, text: str) -> None:
        if text:
            self._end_wait()
            self._write(text)

    def _end_wait(self) -> None:
        if self._waits:
            self._waits = False
            self._write(_ERASE_LINE)

    def _write(self, text: str) -> None:
        self._ctx.stdout.write(text)
        self._ctx.stdout.flush()

    def _folded(self, lines: Iterable[Line]) -> str:
        """Return lines that fit the terminal; a command stays whole, to be pasted."""
        text = lines_text(lines, self._ctx.ports.now_ms(), self._ctx.lang)
        columns, shown = width(dict(self._ctx.ports.environ)), []
        for line in text.split("\n"):
            words = line.lstrip(" ")
            indent = line[: len(line) - len(words)]
            whole = words.startswith("openclaw ")
            shown.append(line if whole else fold(words, columns, indent, f"{indent}  "))
        return "\n".join(shown)

    def _dim(self, text: str) -> str:
        lines = text.split("\n")
        return "\n".join(paint(line, "dim", color=self._ctx.color) for line in lines)
