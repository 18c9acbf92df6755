"""What a service file sets: variables and program, read back out of any manager's file. Pure."""

from __future__ import annotations

import re
import shlex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.host.plan import Manager

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CONTINUED = re.compile(r"\\\n")
_PREFIXES = "-@:+!"
# No other character ends a line or is a blank, whatever Unicode says: paths may hold them.
_BLANK = " \t\r"
_SETTING = "Environment="
_EXPORT = "export "


def variables_in(manager: Manager, text: str) -> dict[str, str]:
    """Return the variables that a service file sets; what cannot be read sets none."""
    if manager.kind.startswith("launchd"):
        return _plist_variables(text)
    if manager.kind == "termux":
        return _exports(text)
    return _environment_lines(text)


def program_of(manager: Manager, text: str) -> str | None:
    """Return the absolute path that a service file starts, None when it cannot be told."""
    words: list[str] = []
    if manager.kind.startswith("launchd"):
        found = _plist(text).get("ProgramArguments")
        words = [str(word) for word in found] if isinstance(found, list) else []
    elif manager.kind == "termux":
        words = [w for line in text.split("\n") if line.startswith("exec ") for w in _words(line)]
        words = words[1:]
    else:
        for line in joined_lines(text):
            if line.startswith("ExecStart="):
                words = _words(line[len("ExecStart=") :].lstrip(_PREFIXES))
        words = [word.replace("%%", "%") for word in words]
    return words[0] if words and words[0].startswith("/") else None


def _environment_lines(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in joined_lines(text):
        if not line.startswith(_SETTING):
            continue
        rest = line[len(_SETTING) :]
        if not rest.strip():
            found = {}  # systemd.exec(5): an empty assignment resets the list
        for name, value in _pairs(rest):
            if _NAME.fullmatch(name):
                found[name] = value.replace("%%", "%")
    return found


def settings_in(line: str) -> tuple[str, list[tuple[str, str]]] | None:
    """Return how a line that sets variables begins, and each name with its value as written.

    None for every other line.
    """
    for word in (_SETTING, _EXPORT):
        if line.startswith(word):
            return word, _pairs(line[len(word) :])
    return None


def joined_lines(text: str) -> list[str]:
    """Return the lines of a unit, those that go on in the next one joined (systemd.syntax(7))."""
    return [line.strip(_BLANK) for line in _CONTINUED.sub(" ", text).split("\n")]


def _pairs(text: str) -> list[tuple[str, str]]:
    split = (word.partition("=") for word in _words(text))
    return [(name, value) for name, separator, value in split if separator]


def _words(text: str) -> list[str]:
    """Split as a shell does, which for what managers' files hold is near enough."""
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


def _exports(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in text.split("\n"):
        if line.startswith(_EXPORT):
            found |= _pairs(line[len(_EXPORT) :])
    return found


def _plist(text: str) -> dict[str, object]:
    import plistlib
    from xml.parsers.expat import ExpatError

    try:
        found = plistlib.loads(text.encode())
    except (plistlib.InvalidFileException, ExpatError, ValueError, AttributeError):
        return {}
    return found if isinstance(found, dict) else {}


def _plist_variables(text: str) -> dict[str, str]:
    found = _plist(text).get("EnvironmentVariables")
    if not isinstance(found, dict):
        return {}
    return {str(name): value for name, value in found.items() if isinstance(value, str)}
