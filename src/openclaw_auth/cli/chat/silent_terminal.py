"""A terminal that shows nothing of what is typed while an answer comes.

What is typed or pasted meanwhile is kept for the next line. Ctrl-C still interrupts.
"""

from __future__ import annotations

from contextlib import contextmanager

from openclaw_auth.cli.terminal import PASTE_OFF, PASTE_ON

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO


@contextmanager
def silent(fd: int, screen: TextIO, term: str) -> Iterator[Callable[[], None]]:
    """Turn the echo off for as long as this lasts, and put everything back afterwards.

    Yields what is to be called before every answer: editors of lines leave a terminal that takes
    a paste for typing, line by line.

    Args:
        fd: of the terminal that is typed at; without one nothing is done.
        screen: of the same terminal.
        term: what kind it is; a dumb one is asked for nothing.
    """
    import termios

    asks = screen.isatty() and term not in ("", "dumb")

    def keep_silent() -> None:
        screen.write(PASTE_ON)
        screen.flush()

    try:
        before = termios.tcgetattr(fd)
    except (termios.error, OSError):
        yield lambda: None
        return
    quiet = [*before]
    # Not by lines either: they would be cut where the terminal's own limit is.
    quiet[3] = quiet[3] & ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(fd, termios.TCSADRAIN, quiet)
    try:
        yield keep_silent if asks else lambda: None
    finally:
        if asks:
            screen.write(PASTE_OFF)
            screen.flush()
        termios.tcsetattr(fd, termios.TCSADRAIN, before)
