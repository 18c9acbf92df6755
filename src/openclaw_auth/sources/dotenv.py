r"""A `.env` file as a mapping. Our own reader: python-dotenv's import costs 31 ms on `status`.

Grammar as of Node's dotenv, which OpenClaw uses: `export` allowed, single, double and back quotes
may span lines, `\n` and `\r` are escapes in double quotes, `#` starts a comment outside quotes,
no expansion of `${...}`, the last of two equal names wins. Lines that are none of this are skipped.
"""

from __future__ import annotations

import re

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


def parse(text: str) -> dict[str, str]:
    """Return the variables of a `.env` text. Pure."""
    found: dict[str, str] = {}
    for name, raw in _LINE.findall(text.replace("\r\n", "\n").removeprefix("\ufeff")):
        value = raw.strip()
        quote = value[:1]
        if len(value) > 1 and quote in "'\"`" and value.endswith(quote):
            value = value[1:-1]
            if quote == '"':
                value = value.replace("\\n", "\n").replace("\\r", "\r")
        found[name] = value
    return found


def read(path: str) -> dict[str, str] | None:
    """Return the variables of a file; None when there is none or it is not a file.

    Raises:
        OSError: it exists and may not be read.
    """
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return parse(file.read())
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None
