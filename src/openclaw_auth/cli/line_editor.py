"""One line that is being edited, and the keys of a terminal. Pure: bytes in, text out."""

from __future__ import annotations

import codecs
import re

from openclaw_auth.cli.style import cells

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    # What was pressed (`enter`, `left`, `text`, …), and the text of `text` and `paste`.
    Event: TypeAlias = tuple[str, str]

# xterm's DECSET 2004: what is pasted comes between these.
PASTE_BEGIN = "\x1b[200~"
PASTE_END = "\x1b[201~"
# Far beyond any credential: keeps a pasted film from eating the memory.
MAX_CHARACTERS = 64 * 1024

_CONTROL = {
    "\x01": "home", "\x02": "left", "\x03": "cancel", "\x04": "eof", "\x05": "end",
    "\x06": "right", "\x08": "back", "\x0b": "kill", "\x15": "clear", "\x17": "word",
    "\x7f": "back", "\r": "enter", "\n": "enter",
}  # fmt: skip
_SEQUENCES = {
    "D": "left", "C": "right", "H": "home", "F": "end", "1~": "home", "7~": "home",
    "4~": "end", "8~": "end", "3~": "delete",
}  # fmt: skip
_SEQUENCE = re.compile(r"\x1b(?:\[([0-?]*[ -/]*[@-~])|O([ -~])|([^\[O]))")
_OPEN_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]{0,16}[ -/]{0,4}|O)?")
_PLAIN = re.compile(r"[^\x00-\x1f\x7f]+")
_LINE_BREAK = re.compile(r"\r\n?")


class Keys:
    """Turns what a terminal sends into events, however the bytes are cut up."""

    __slots__ = ("_decoder", "_pasting", "_rest")

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self._pasting = False

    def feed(self, data: bytes) -> list[Event]:
        """Return the events that these bytes complete."""
        self._rest += self._decoder.decode(data)
        events: list[Event] = []
        while self._rest:
            event = self._pasted() if self._pasting else self._pressed()
            if event is None:
                break
            if event[0]:
                events.append(event)
        return events

    @property
    def is_open(self) -> bool:
        """Whether an escape sequence has begun and not ended."""
        return bool(self._rest) and not self._pasting

    def drop_open_sequence(self) -> None:
        """Forget an escape that nothing followed: the Escape key itself."""
        if not self._pasting:
            self._rest = ""

    def _pasted(self) -> Event | None:
        inside, end, rest = self._rest.partition(PASTE_END)
        if end:
            self._rest, self._pasting = rest, False
        else:
            # The end mark, or a line break, may be cut in two.
            kept = next(n for n in range(5, -1, -1) if inside.endswith(PASTE_END[:n]))
            kept = kept or int(inside.endswith("\r"))
            inside, self._rest = inside[: len(inside) - kept], inside[len(inside) - kept :]
            if not inside:
                return None
        return "paste", _LINE_BREAK.sub("\n", inside)

    def _pressed(self) -> Event | None:
        text = self._rest
        plain = _PLAIN.match(text)
        if plain:
            self._rest = text[plain.end() :]
            return "text", plain.group()
        if text[0] != "\x1b":
            self._rest = text[1:]
            return _CONTROL.get(text[0], ""), ""
        if text.startswith(PASTE_BEGIN):
            self._rest, self._pasting = text[len(PASTE_BEGIN) :], True
            return "", ""
        whole = _SEQUENCE.match(text)
        if whole:
            self._rest = text[whole.end() :]
            if whole.group(3) == "\x7f":
                return "word", ""
            return _SEQUENCES.get(whole.group(1) or whole.group(2) or "", ""), ""
        if _OPEN_SEQUENCE.fullmatch(text):
            return None
        self._rest = text[1:]
        return "", ""


class Field:
    """A text with a cursor."""

    __slots__ = ("cursor", "text")

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.cursor = len(text)

    def insert(self, text: str) -> None:
        """Put text in at the cursor."""
        text = text[: MAX_CHARACTERS - len(self.text)]
        self.text = self.text[: self.cursor] + text + self.text[self.cursor :]
        self.cursor += len(text)

    def press(self, key: str) -> None:
        """Do what an editing key does; others do nothing."""
        if key in ("left", "right", "home", "end"):
            moved = {"left": self.cursor - 1, "right": self.cursor + 1, "home": 0}
            self.cursor = min(max(moved.get(key, len(self.text)), 0), len(self.text))
        elif key in ("delete", "eof"):
            self._cut(self.cursor, self.cursor + 1)
        elif key == "kill":
            self._cut(self.cursor, len(self.text))
        elif key == "clear":
            self._cut(0, len(self.text))
        elif key == "word":
            before = self.text[: self.cursor].rstrip()
            self._cut(max(before.rfind(" "), before.rfind("\n")) + 1, self.cursor)
        elif key == "back":
            self._cut(max(self.cursor - 1, 0), self.cursor)

    def _cut(self, start: int, end: int) -> None:
        self.text = self.text[:start] + self.text[end:]
        self.cursor = start


def window(shown: str, cursor: int, room: int) -> tuple[str, str]:
    """Return the parts of a text before and after its cursor that fit into `room` columns."""
    before = shown[:cursor]
    while before and cells(before) > room - 1:
        before = before[max(1, (cells(before) - room) // 2) :]
    after = shown[cursor : cursor + room]
    while after and cells(before) + cells(after) > room:
        after = after[:-1]
    return before, after
