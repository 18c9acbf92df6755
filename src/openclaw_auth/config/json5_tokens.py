"""The words of a JSON5 text (json5.org, specification 1.0), each with its place.

Comments and white space are words too, so that an edit can keep them. Messages never quote
the text: what stands at the wrong place may be a pasted key.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    # kind, start, end
    Token: TypeAlias = tuple[str, int, int]

SPACE = "space"
COMMENT = "comment"
PUNCTUATION = "punctuation"
STRING = "string"
NUMBER = "number"
NAME = "name"

# White space is JSON5's own list: Python's \s lacks U+FEFF and adds U+001C..1F and U+0085.
BLANKS = "\t\n\v\f\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
LINE_ENDS = "\n\r\u2028\u2029"

_TOKEN = re.compile(
    rf"(?P<space>[{BLANKS}]+)"
    rf"|(?P<comment>//[^{LINE_ENDS}]*|/\*[\s\S]*?\*/)"
    r"|(?P<punctuation>[{}\[\]:,])"
    r"|(?P<string>\"(?:[^\"\\\n\r]++|\\(?:\r\n|[\s\S]))*+\"|'(?:[^'\\\n\r]++|\\(?:\r\n|[\s\S]))*+')"
    # The look-ahead keeps `01`, `1_000` and `0x1g` from falling into two words.
    r"|(?P<number>(?:[+-]?(?:0[xX][0-9a-fA-F]+|(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)"
    r"(?:[eE][+-]?[0-9]+)?)|[+-](?:Infinity|NaN))(?![\w$.\\]))"
    rf"|(?P<name>(?:[a-zA-Z0-9_$]|\\u[0-9a-fA-F]{{4}}|[^\x00-\x7f{BLANKS}])+)"
)
# Compiled (and cached by `re`) at first use: most files need none of them.
_ESCAPE = r"\\(\r\n|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[\s\S])"
_NAME_ESCAPE = r"\\u([0-9a-fA-F]{4})"
_PAIR = "[\ud800-\udbff][\udc00-\udfff]"
_SIMPLE_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0"}
_LINE_BREAK = "\r\n|[\n\r\u2028\u2029]"


class Json5Error(ValueError):
    """A text that is not JSON5.

    Attributes:
        code: which rule it breaks, a code of `openclaw_auth.codes.config`.
        line, column: where, both from 1; a column counts characters.
    """

    def __init__(self, code: str, text: str, offset: int) -> None:
        super().__init__(code)
        self.code = code
        self.line, self.column = position(text, offset)


def position(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, both from 1. A leading byte order mark has no width."""
    line = 1
    line_start = 1 if text.startswith("\ufeff") else 0
    for found in re.finditer(_LINE_BREAK, text[:offset]):
        line += 1
        line_start = found.end()
    return line, max(offset - line_start, 0) + 1


def tokens(text: str, offset: int = 0) -> Iterator[Token]:
    """Yield every word of the text from an offset on, in order, without a gap.

    Raises:
        Json5Error: something stands there that is no word.
    """
    for found in _TOKEN.finditer(text, offset):
        start, end = found.span()
        if start != offset:
            break
        kind = found.lastgroup
        assert kind is not None
        yield kind, start, end
        offset = end
    if offset != len(text):
        raise Json5Error(_lexical_fault(text, offset), text, offset)


def _lexical_fault(text: str, offset: int) -> str:
    first = text[offset]
    if text.startswith("/*", offset):
        return "json5_open_comment"
    if first in "\"'":
        return "json5_open_string"
    if first in "+-.":
        return "json5_bad_number"
    return "json5_bad_character"


def string_value(text: str, start: int, end: int) -> str:
    """Return what the string literal at that span stands for.

    Raises:
        Json5Error: an escape that JSON5 does not know.
    """
    body = text[start + 1 : end - 1]
    if "\\" not in body:
        return body

    def unescape(found: re.Match[str]) -> str:
        escape = found.group(1)
        head = escape[0]
        if len(escape) > 1 and head in "xu":
            return chr(int(escape[1:], 16))
        if head in _SIMPLE_ESCAPES:
            following = body[found.end() : found.end() + 1]
            if head == "0" and following and following in "0123456789":  # would be octal
                raise Json5Error("json5_bad_escape", text, start + 1 + found.start())
            return _SIMPLE_ESCAPES[head]
        if head in LINE_ENDS:
            return ""
        if head in "xu" or head in "123456789":
            raise Json5Error("json5_bad_escape", text, start + 1 + found.start())
        return escape

    value = re.sub(_ESCAPE, unescape, body)
    return re.sub(_PAIR, _join_pair, value)


def _join_pair(found: re.Match[str]) -> str:
    return found.group().encode("utf-16", "surrogatepass").decode("utf-16")


def number_value(literal: str) -> int | float:
    """Return the number that a literal stands for; whole ones as int, as `json` does."""
    sign = -1 if literal[0] == "-" else 1
    digits = literal.lstrip("+-")
    if digits[:2] in ("0x", "0X"):
        return sign * int(digits, 16)
    if digits == "Infinity":
        return sign * float("inf")
    if digits == "NaN":
        return float("nan")
    if digits.isdecimal():
        try:
            return sign * int(digits)
        except ValueError:  # beyond Python's limit of digits: what JavaScript would make of it
            return sign * float(digits)
    return sign * float(digits)


def name_value(text: str, start: int, end: int) -> str:
    """Return the key that an unquoted name stands for.

    Raises:
        Json5Error: not an identifier of ECMAScript 5.1, section 7.6.
    """
    name = text[start:end]
    if "\\" in name:
        name = re.sub(_NAME_ESCAPE, lambda found: chr(int(found.group(1), 16)), name)
    if name[0] in "0123456789":
        raise Json5Error("json5_bad_number", text, start)
    if not name.isascii() and not _is_identifier(name):
        raise Json5Error("json5_bad_character", text, start)
    if name.isascii() and not name.replace("$", "_").isidentifier():
        raise Json5Error("json5_bad_character", text, start)
    return name


def _is_identifier(name: str) -> bool:
    import unicodedata

    letters = ("Lu", "Ll", "Lt", "Lm", "Lo", "Nl")
    parts = (*letters, "Mn", "Mc", "Nd", "Pc")
    for index, character in enumerate(name):
        if character in "$_" or (index and character in "\u200c\u200d"):
            continue
        if unicodedata.category(character) not in (parts if index else letters):
            return False
    return True
