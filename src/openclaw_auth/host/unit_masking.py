"""A service file of somebody else as it may be shown: what it sets is named, never told. Pure."""

from __future__ import annotations

import re

from openclaw_auth.host.stale import OUR_VARIABLES, foreign_variables
from openclaw_auth.host.unit_variables import joined_lines, settings_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.host.plan import Manager

_MASK = "…"
# Shorter ones stand everywhere by chance: `1`, `true`, a port.
_LONG = 8
_PLIST_PAIR = re.compile(r"(<key>([^<]*)</key>\s*<string>)[^<]*(</string>)")
_OPTION = re.compile(
    r"(--[a-z-]*(?:token|password|secret|key)(?:[=\s]|\"\s+\"|</string>\s*<string>)[\"']?)[^\s\"'<]+"
)


def without_values(manager: Manager, text: str) -> str:
    """Return a file's text to be shown: what it sets, beyond what is ours, without the values.

    Args:
        manager: whose file.
        text: of the file; lines that go on in the next one are joined.
    """
    if manager.kind.startswith("launchd"):
        shown = _PLIST_PAIR.sub(_pair, text)
    else:
        shown = "".join(f"{_line(line)}\n" for line in joined_lines(text))
    shown = _OPTION.sub(rf"\1{_MASK}", shown)
    for value in foreign_variables(manager, text).values():
        for part in value.splitlines():
            if len(part) >= _LONG:
                shown = shown.replace(part, _MASK)
    return shown


def _line(line: str) -> str:
    """Return a line without the values of variables that are not ours, whatever their quoting."""
    found = settings_in(line)
    if found is None:
        return line
    word, pairs = found
    if all(name in OUR_VARIABLES for name, _ in pairs):
        return line
    shown = [f"{n}={value if n in OUR_VARIABLES else _MASK}" for n, value in pairs]
    return word + " ".join(shown)


def _pair(match: re.Match[str]) -> str:
    name = match[2]
    looks_set = re.fullmatch(r"[A-Z][A-Z0-9_]*", name) is not None
    if not looks_set or name in OUR_VARIABLES:
        return match[0]
    return f"{match[1]}{_MASK}{match[3]}"
