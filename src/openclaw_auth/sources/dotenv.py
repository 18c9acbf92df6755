r"""A `.env` file as a mapping. Our own reader: python-dotenv's import costs 31 ms on `status`.

Grammar as of Node's dotenv, which OpenClaw uses: `export` allowed, single, double and back quotes
may span lines, `\n` and `\r` are escapes in double quotes, `#` starts a comment outside quotes,
no expansion of `${...}`, the last of two equal names wins. Lines that are none of this are skipped.
"""

from __future__ import annotations

import os
import re
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.secret import Secret

_LINE = re.compile(
    r"""
    ^[ \t]*(?:export[ \t]+)?([\w.-]+)            # name
    (?:[ \t]*=[ \t]*?|:[ \t]+?)                  # = or ": "
    (
        [ \t]*'(?:\\'|[^'])*'
      | [ \t]*"(?:\\"|[^"])*"
      | [ \t]*`(?:\\`|[^`])*`
      | [^#\r\n]+
    )?
    [ \t]*(?:\#.*)?$
    """,
    re.MULTILINE | re.VERBOSE,
)


class Entry:
    """One variable of a file: its name, its value, and the line (from 1) on which it begins."""

    __slots__ = ("line", "name", "value")

    def __init__(self, name: str, value: str, line: int) -> None:
        self.name = name
        self.value = value
        self.line = line

    def secret(self) -> Secret:
        """Return the value as a secret."""
        from openclaw_auth.secret import Secret

        return Secret(self.value.strip())


def entries(text: str) -> tuple[list[Entry], list[int]]:
    """Return the variables of a `.env` text in order, and the lines that are none. Pure.

    A line that is neither a variable, a comment nor blank is skipped, as in `parse`; here it is
    told, since it may be half a secret that somebody looks for.
    """
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    found: list[Entry] = []
    odd: list[int] = []
    end = 0
    for match in _LINE.finditer(text):
        odd += _odd_lines(text, end, match.start())
        end = match.end()
        line = text.count("\n", 0, match.start()) + 1
        found.append(Entry(match[1], _value(match[2]), line))
    return found, odd + _odd_lines(text, end, len(text))


def _odd_lines(text: str, start: int, end: int) -> list[int]:
    first = text.count("\n", 0, start) + 1
    between = text[start:end].split("\n")
    return [first + i for i, line in enumerate(between) if line.strip() and line.strip()[0] != "#"]


def parse(text: str) -> dict[str, str]:
    """Return the variables of a `.env` text. Pure."""
    found: dict[str, str] = {}
    for name, raw in _LINE.findall(text.replace("\r\n", "\n").removeprefix("\ufeff")):
        found[name] = _value(raw)
    return found


def _value(raw: str) -> str:
    """Return a value without its quotes."""
    value = raw.strip()
    quote = value[:1]
    if len(value) > 1 and quote in "'\"`" and value.endswith(quote):
        value = value[1:-1]
        if quote == '"':
            value = value.replace("\\n", "\n").replace("\\r", "\r")
    return value


def read_if_allowed(path: str) -> dict[str, str]:
    """Return the variables of a file; none when it is not there, is no file or may not be read."""
    try:
        return read(path) or {}
    except OSError:
        return {}


def read(path: str) -> dict[str, str] | None:
    """Return the variables of a file; None when there is none or it is not a file.

    Raises:
        OSError: it exists and may not be read.
    """
    try:
        # A pipe may never say anything, a device may never end.
        if not stat.S_ISREG(os.stat(path).st_mode):
            return None
        with open(path, encoding="utf-8", errors="replace") as file:
            return parse(file.read())
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None
