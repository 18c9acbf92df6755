"""A `.env` text with one variable set, and nothing else changed. Pure."""

from __future__ import annotations

import re

from openclaw_auth.sources.dotenv import parse

_PLAIN = re.compile(r"[A-Za-z0-9_./:@%+,=-]+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_QUOTES = ("'", '"', "`")


class UnwritableValue(ValueError):
    """No way of quoting gives this value back."""


def with_variable(text: str, name: str, value: str) -> str:
    """Return the text with `name` set to `value`; as it is when it is so already.

    The last line that sets it is replaced, earlier ones go: the last one counts anyway. Comments,
    blank lines and the other variables stay byte for byte.

    Args:
        text: the file's, maybe empty; a last line without an end gets one.
        name: of a variable.
        value: one line.

    Raises:
        UnwritableValue: it holds every kind of quote, or a line break.
    """
    if parse(text).get(name) == value:
        return text
    line = f"{name}={_quoted(name, value)}"
    ending = "\r\n" if "\r\n" in text else "\n"
    kept = _without(text, name)
    if kept and not kept.endswith("\n"):
        kept += ending
    new = f"{kept}{line}{ending}"
    expected = {**parse(text), name: value}
    if parse(new) != expected:
        # A quote that never ends would swallow what follows it: the variable goes in front then.
        new = f"{line}{ending}{kept}"
    if parse(new) != expected:
        raise UnwritableValue(name)
    return new


def _without(text: str, name: str) -> str:
    """Return the text without the plain one-line settings of a variable."""
    setting = re.compile(rf"[ \t]*(?:export[ \t]+)?{re.escape(name)}[ \t]*=[^\r\n]*(?:\r?\n|$)")
    others = {key: value for key, value in parse(text).items() if key != name}
    lines = _LINES.findall(text)
    kept = "".join(line for line in lines if setting.fullmatch(line) is None)
    # A line inside a value of several lines may look like one: then every line stays.
    return kept if {k: v for k, v in parse(kept).items() if k != name} == others else text


def _quoted(name: str, value: str) -> str:
    if _PLAIN.fullmatch(value):
        return value
    if "\n" in value or "\r" in value:
        raise UnwritableValue(name)
    for quote in _QUOTES:
        quoted = f"{quote}{value}{quote}"
        if quote not in value and parse(f"{name}={quoted}\n").get(name) == value:
            return quoted
    raise UnwritableValue(name)
