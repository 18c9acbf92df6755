"""How a wizard asks: on the terminal; a test passes an `Asking` of its own."""

from __future__ import annotations

import contextlib

from openclaw_auth.cli.fold import fold
from openclaw_auth.codes import Reason
from openclaw_auth.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType
    from typing import Any, Protocol, Self, TypeAlias

    from openclaw_auth.cli.context import Context
    from openclaw_auth.cli.onboard.scene import Scene

    # What is wrong with an answer; None when it is fine.
    Wrong: TypeAlias = Callable[[str], Reason | None]

    class Asking(Protocol):
        """Who answers. Every method raises Cancelled when the user gives up."""

        def line(self, title: str, wrong: Wrong) -> str:
            """Ask for a visible line, stripped."""

        def secret(self, title: str, check: Callable[[str], Sequence[str]]) -> str:
            """Ask for a secret; `check` returns what is wrong with it, as lines."""

        def confirm(self, question: str, *, on_enter: bool) -> bool:
            """Ask for yes or no."""

        def say(self, text: str, indent: str = "") -> None:
            """Say something, folded to the screen; lines but the first two cells further in."""

        def show(self, text: str) -> None:
            """Show lines that are folded already or must not be: commands, paths."""


class TerminalAsking:
    """Asks on the terminal that the command runs on; a context manager.

    As long as it is entered the terminal echoes nothing: what is pasted while a provider is asked
    may be a key.

    Args:
        ctx: of the command.
        quiet_stdout: whether what is said goes to stderr, for one document on stdout.
    """

    def __init__(self, ctx: Context, *, quiet_stdout: bool = False) -> None:
        from openclaw_auth.cli.terminal import open_terminal

        terminal = open_terminal(ctx.ports.environ)
        if terminal is None:
            raise UsageError("onboard_no_terminal")
        self._ctx = ctx
        self._terminal = terminal
        self._quiet_stdout = quiet_stdout
        self._silence = Silence()

    def __enter__(self) -> Self:
        self._silence.begin()
        return self

    def __exit__(self, *_: object) -> None:
        self._silence.end()

    def line(self, title: str, wrong: Wrong) -> str:
        """Ask for a visible line."""
        from openclaw_auth.cli.prompt import ask_line

        def check(text: str) -> list[str]:
            reason = wrong(text)
            return [] if reason is None else _lines(reason, self._ctx)

        self._flush()
        with self._terminal:
            return ask_line(self._terminal, title, check)

    def secret(self, title: str, check: Callable[[str], Sequence[str]]) -> str:
        """Ask for a secret, shown as bullets."""
        from openclaw_auth.cli.prompt import ask_secret

        self._flush()
        with self._terminal:
            return ask_secret(self._terminal, title, check)

    def confirm(self, question: str, *, on_enter: bool) -> bool:
        """Ask for yes or no."""
        from openclaw_auth.cli.prompt import confirm

        self._flush()
        with self._terminal:
            return confirm(self._terminal, question, on_enter=on_enter)

    def say(self, text: str, indent: str = "") -> None:
        """Say something in lines that fit; `indent` is before each, and hangs by two cells."""
        rest = f"{indent}  " if indent else ""
        self.show(fold(text, self._terminal.width, indent, rest))

    def show(self, text: str) -> None:
        """Show lines as they are."""
        (self._ctx.err if self._quiet_stdout else self._ctx.out)(text)

    def _flush(self) -> None:
        self._ctx.stdout.flush()
        self._ctx.stderr.flush()


class Silence:
    """A terminal on stdin that echoes nothing between `begin` and `end`, whatever ends us."""

    def __init__(self) -> None:
        self._before: list[Any] | None = None
        self._handlers: dict[int, Any] = {}

    def begin(self) -> None:
        """Turn the echo off."""
        import signal
        import termios

        try:
            self._before = termios.tcgetattr(0)
            silent = [*self._before]
            silent[3] = silent[3] & ~termios.ECHO
            for number in (signal.SIGTERM, signal.SIGHUP):
                self._handlers[number] = signal.signal(number, _leave)
            termios.tcsetattr(0, termios.TCSADRAIN, silent)
        except termios.error:
            return  # the terminal is gone; the first question will say so

    def end(self) -> None:
        """Leave the terminal as it was."""
        import signal
        import termios

        if self._before is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(0, termios.TCSADRAIN, self._before)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)


def _leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


class Wizard:
    """One run of questions: who answers, what is known of this host, in whose language."""

    __slots__ = ("asking", "ctx", "scene")

    def __init__(self, scene: Scene, asking: Asking, ctx: Context) -> None:
        self.scene = scene
        self.asking = asking
        self.ctx = ctx

    def words(self, reason: Reason) -> str:
        """Return a reason in the user's language."""
        return self.ctx.say(reason)

    def say(self, reason: Reason) -> None:
        """Say a reason, and what mends it in a line of its own: commands are not folded."""
        self.asking.say(self.ctx.say(reason))
        mend = self.ctx.remedy(reason)
        if mend:
            self.asking.show(f"  {mend}")

    def line(self, title: Reason, wrong: Wrong) -> str:
        """Ask for a visible line."""
        return self.asking.line(self.ctx.say(title), wrong)

    def secret(self, title: Reason, check: Callable[[str], Sequence[Reason]]) -> str:
        """Ask for a secret until `check` finds nothing wrong with it."""

        def lines(text: str) -> list[str]:
            return [self.ctx.say(reason) for reason in check(text)]

        return self.asking.secret(self.ctx.say(title), lines)

    def confirm(self, question: Reason) -> bool:
        """Ask for yes or no; Enter is yes."""
        return self.asking.confirm(self.ctx.say(question), on_enter=True)

    def number(self, title: Reason, options: Sequence[str], *, on_enter: int = 0) -> int:
        """Ask for one of a few numbered options; returns its index. Enter takes `on_enter`."""
        for number, option in enumerate(options, 1):
            self.asking.say(f"{number}) {option}", "  ")

        def wrong(text: str) -> Reason | None:
            fine = not text or (text.isdecimal() and 1 <= int(text[:4]) <= len(options))
            return None if fine else Reason("onboard_number", {"most": len(options)})

        text = self.asking.line(f"{self.words(title)} [{on_enter + 1}]", wrong)
        return int(text) - 1 if text else on_enter

    def text(self, title: Reason, default: str, wrong: Wrong | None = None) -> str:
        """Ask for a text that has a default, which Enter takes; only others are judged."""

        def check(text: str) -> Reason | None:
            return None if not text or wrong is None else wrong(text)

        shown = f" [{default}]" if default else ""
        return self.asking.line(f"{self.words(title)}{shown}", check) or default


def _lines(reason: Reason, ctx: Context) -> list[str]:
    mend = ctx.remedy(reason)
    return [ctx.say(reason), *([f"  {mend}"] if mend else [])]
