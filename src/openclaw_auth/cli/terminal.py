"""A terminal in raw mode, for as long as something is asked. Put back as it was, always."""

from __future__ import annotations

import os

from openclaw_auth.cli.line_editor import Keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import FrameType, TracebackType
    from typing import Any, Self

    from openclaw_auth.cli.line_editor import Event

PASTE_ON = "\x1b[?2004h"
PASTE_OFF = "\x1b[?2004l"
_READ = 64 * 1024
_ESCAPE_S = 0.05
_PASTE_GAP_S = 0.05
_MOST_READS = 256


class Terminal:
    """Reads keys and writes lines; a context manager.

    Args:
        read_fd, write_fd: of the terminal; owned by the caller.
        environ: TERM says whether bracketed paste is worth asking for, LANG what can be drawn.
    """

    def __init__(self, read_fd: int, write_fd: int, environ: Mapping[str, str]) -> None:
        self._read_fd = read_fd
        self._write_fd = write_fd
        self._brackets = environ.get("TERM", "") not in ("", "dumb")
        self._wake_fd: int | None = None
        self._keys = Keys()
        self._events: list[Event] = []
        self._before: list[Any] | None = None
        self._handlers: dict[int, Any] = {}
        spoken = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or ""
        self.unicode = "utf" in spoken.lower()

    @property
    def width(self) -> int:
        """Columns of the terminal; 80 when it does not say."""
        try:
            return os.get_terminal_size(self._write_fd).columns or 80
        except OSError:
            return 80

    def __enter__(self) -> Self:
        import termios

        self._before = termios.tcgetattr(self._read_fd)
        raw = [*self._before]
        raw[0] = raw[0] & ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON)
        raw[3] = raw[3] & ~(termios.ICANON | termios.ECHO | termios.ISIG | termios.IEXTEN)
        raw[6] = [*raw[6]]
        raw[6][termios.VMIN], raw[6][termios.VTIME] = 1, 0
        self._catch_signals()
        termios.tcsetattr(self._read_fd, termios.TCSADRAIN, raw)
        self.write(PASTE_ON if self._brackets else "")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        import signal
        import termios

        try:
            self.write(PASTE_OFF if self._brackets else "")
            self._swallow(_PASTE_GAP_S if kind is not None else 0)
            termios.tcsetattr(self._read_fd, termios.TCSAFLUSH, self._before or [])
        except (OSError, termios.error):
            pass  # the terminal is gone
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def write(self, text: str) -> None:
        """Show text at once."""
        data = text.encode("utf-8" if self.unicode else "ascii", "replace")
        while data:
            data = data[os.write(self._write_fd, data) :]

    def give_up_on(self, fd: int) -> None:
        """Let a question end as if cancelled as soon as this descriptor has something to read."""
        self._wake_fd = fd

    def next_event(self) -> Event:
        """Wait for the next key; `("cancel", "")` when the terminal is gone."""
        while not self._events:
            if self._keys.is_open and not self._readable(_ESCAPE_S):
                self._keys.drop_open_sequence()
            self._receive()
        return self._events.pop(0)

    @property
    def has_events(self) -> bool:
        """Whether keys are waiting already."""
        return bool(self._events)

    def more_within(self, seconds: float) -> bool:
        """Whether anything more comes within this time."""
        while not self._events and self._readable(seconds):
            self._receive()
        return bool(self._events)

    def _receive(self) -> None:
        if self._wake_fd is not None and self._is_woken(self._wake_fd):
            self._events.append(("cancel", ""))
            return
        try:
            data = os.read(self._read_fd, _READ)
        except OSError:
            data = b""
        self._events += self._keys.feed(data) if data else [("cancel", "")]

    def _is_woken(self, wake_fd: int) -> bool:
        import select

        return wake_fd in select.select([self._read_fd, wake_fd], [], [])[0]

    def _readable(self, seconds: float) -> bool:
        import select

        return bool(select.select([self._read_fd], [], [], seconds)[0])

    def _swallow(self, gap_s: float) -> None:
        """Drop what is still coming: the tail of a paste must not reach the shell's history."""
        for _ in range(_MOST_READS):
            if not self._readable(gap_s) or not os.read(self._read_fd, _READ):
                break

    def _catch_signals(self) -> None:
        """Let a signal that ends us pass through `__exit__` first."""
        import signal

        for number in (signal.SIGTERM, signal.SIGHUP):
            self._handlers[number] = signal.signal(number, _leave)


def _leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def open_terminal(environ: Mapping[str, str]) -> Terminal | None:
    """Return the terminal that the user sits at; None when stdin is no terminal.

    A program whose stdin is a pipe was given something there; asking beside it would surprise.
    """
    try:
        if not os.isatty(0):
            return None
        name = os.ttyname(0)
        fd = os.open(name, os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        return Terminal(0, 2, environ) if _is_terminal(0) and _is_terminal(2) else None
    return Terminal(fd, fd, environ)


def _is_terminal(fd: int) -> bool:
    try:
        return os.isatty(fd)
    except OSError:
        return False
