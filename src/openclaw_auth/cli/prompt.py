"""Asking on a terminal: a visible line, yes or no, and a secret that is never shown (ruling 20)."""

from __future__ import annotations

from openclaw_auth.cli.fold import fold
from openclaw_auth.cli.line_editor import Field, window
from openclaw_auth.cli.style import cells
from openclaw_auth.errors import Cancelled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from openclaw_auth.cli.terminal import Terminal

    # What is wrong with an answer, as lines to show; empty when it is fine.
    Check: TypeAlias = Callable[[str], Sequence[str]]

# Lines that follow each other faster than this were pasted, not typed.
PASTE_GAP_S = 0.05
_MASK_ROOM = 48


def ask_secret(terminal: Terminal, title: str, check: Check) -> str:
    """Ask for a secret in a masked, editable field; returns it as typed or pasted.

    A paste of several lines is one entry. What `check` finds wrong is shown and the text stays
    for editing. Only the number of characters is ever shown.

    Raises:
        Cancelled: Ctrl-C, Ctrl-D on nothing, or the terminal went away.
    """
    terminal.write(f"{fold(title, terminal.width)}\n")
    field = Field()
    while True:
        _edit(terminal, _Line(terminal, field, masked=True), field, _pasted_break)
        wrong = check(field.text)
        if not wrong:
            return field.text
        terminal.write("".join(f"{fold(line, terminal.width)}\n" for line in wrong))


def ask_line(terminal: Terminal, title: str, check: Check) -> str:
    """Ask for a line that may be seen; a wrong answer stays above, the next begins empty.

    Raises:
        Cancelled: as `ask_secret`.
    """
    terminal.write(f"{fold(title, terminal.width)}\n")
    while True:
        field = Field()
        _edit(terminal, _Line(terminal, field, masked=False), field, _never)
        wrong = check(field.text.strip())
        if not wrong:
            return field.text.strip()
        terminal.write("".join(f"{fold(line, terminal.width)}\n" for line in wrong))


def confirm(terminal: Terminal, question: str, *, on_enter: bool) -> bool:
    """Ask for yes or no; `on_enter` is what Enter alone means. Raises Cancelled as `ask_secret`."""
    answers = {
        "": on_enter,
        "y": True,
        "yes": True,
        "是": True,
        "n": False,
        "no": False,
        "否": False,
    }
    given = ask_line(
        terminal,
        f"{question} {'[Y/n]' if on_enter else '[y/N]'}",
        lambda text: () if text.lower() in answers else ("y / n?",),
    )
    return answers[given.lower()]


class _Line:
    """The field as drawn, redrawn in place with nothing but spaces and backspaces."""

    def __init__(self, terminal: Terminal, field: Field, *, masked: bool) -> None:
        self._terminal = terminal
        self._field = field
        self._masked = masked
        self._drawn = 0

    def draw(self) -> None:
        bullet, mark = ("•", "› ") if self._terminal.unicode else ("*", "> ")
        text, cursor = self._field.text, self._field.cursor
        note, shown = "", text.replace("\n", " ")
        if self._masked:
            # A line break inside a paste is not part of the secret.
            cursor -= text.count("\n", 0, cursor)
            length = len(text) - text.count("\n")
            note, shown = f"  ({length})" if length else "", bullet * length
        room = max(4, self._terminal.width - len(mark) - len(note) - 2)
        room = min(room, _MASK_ROOM) if self._masked else room
        before, after = window(shown, cursor, room)
        width = cells(mark + before + after + note)
        blank = max(0, self._drawn - width)
        back = cells(after) + len(note) + blank
        self._terminal.write(f"\r{mark}{before}{after}{note}{' ' * blank}" + "\b" * back)
        self._drawn = width


def _edit(
    terminal: Terminal, line: _Line, field: Field, goes_on: Callable[[Terminal], bool]
) -> None:
    """Edit the field until Enter."""
    line.draw()
    while True:
        key, text = terminal.next_event()
        if key == "cancel" or (key == "eof" and not field.text):
            terminal.write("\n")
            raise Cancelled("cancelled")
        if key == "enter":
            if not goes_on(terminal):
                line.draw()
                terminal.write("\n")
                return
            field.insert("\n")
        elif key in ("text", "paste"):
            field.insert(text)
        else:
            field.press(key)
        if not terminal.has_events:
            line.draw()


def _pasted_break(terminal: Terminal) -> bool:
    return terminal.more_within(PASTE_GAP_S)


def _never(_: Terminal) -> bool:
    return False
