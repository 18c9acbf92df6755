"""What a rule of `auth.failureRules` may say, and what is wrong with one that says otherwise.

A user's pattern runs on what a provider wrote, so it must be harmless by its shape: short, about
two open-ended repeats, none inside another, no references back, no looking around.
"""

from __future__ import annotations

import re
import warnings

from openclaw_auth.config.keypath import show_path
from openclaw_auth.config.problem import Problem
from openclaw_auth.config.schema import FAILURE_ACTIONS, FAILURE_CLASSES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from openclaw_auth.config.keypath import Path

PATTERN_LIMIT = 200
# How much of a message a pattern sees.
PATTERN_REACH = 200
_MOST_REPEATS = 64
_MOST_WAYS = 4 * PATTERN_REACH**2
_HTTP = range(100, 600)

# What a class does where a rule names no action.
ACTION_OF = {
    "auth": "disable_until_reauth",
    "billing": "disable",
    "rate_limit": "cooldown",
    "timeout": "retry_same",
    "format": "none",
    "unknown": "none",
}
_CONDITIONS = ("provider", "status", "messageContains", "message", "code", "type")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}\Z")
_TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?:|\(\?|\(|\)|\||[*+?]|\{\d*,?\d*\}|.", re.DOTALL
)
_REPEAT = re.compile(r"[*+]|\{(\d*),?(\d*)\}")
_REFERENCE = re.compile(r"\\[1-9]")
_REFUSED = {"(?": "a (?…) other than (?:…)"}


def texts(value: object) -> list[str]:
    """Return a text, a number or a list of them as a list of texts; empty ones left out."""
    listed = value if isinstance(value, list) else [value]
    return [str(item) for item in listed if isinstance(item, str | int) and str(item)]


def rule_faults(entry: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return (key, code of the fault, what is wrong) for each fault that the form cannot see."""
    faults: list[tuple[str, str, str]] = []
    if entry.get("class") not in FAILURE_CLASSES:
        faults.append(("class", "config_rule_class", ", ".join(FAILURE_CLASSES)))
    if entry.get("action", "none") not in FAILURE_ACTIONS:
        faults.append(("action", "config_rule_action", ", ".join(FAILURE_ACTIONS)))
    if not any(entry.get(name) not in (None, "", []) for name in _CONDITIONS):
        faults.append(("", "config_rule_matches_all", ", ".join(_CONDITIONS)))
    if not _is_status(entry.get("status")):
        faults.append(("status", "config_rule_status", ""))
    wait = entry.get("waitMs")
    if wait is not None and (isinstance(wait, bool) or not isinstance(wait, int) or wait < 0):
        faults.append(("waitMs", "config_rule_wait", ""))
    detail = entry.get("detail")
    if detail is not None and not (isinstance(detail, str) and _NAME.match(detail)):
        faults.append(("detail", "config_rule_detail", ""))
    why = pattern_fault(entry.get("message"))
    if why is not None:
        faults.append(("message", "config_rule_pattern", why))
    return faults


def rule_problems(entries: Sequence[object]) -> list[Problem]:
    """Return what is wrong with the rules of a config's list, each with its place."""
    problems: list[Problem] = []
    for index, entry in enumerate(entries):
        if isinstance(entry, dict):
            place: Path = ("auth", "failureRules", index)
            for key, code, why in rule_faults(entry):
                shown = show_path((*place, key) if key else place)
                problems.append(Problem(code, shown, why=why))
    return problems


def _is_status(value: object) -> bool:
    if value is None:
        return True
    listed = value if isinstance(value, list) else [value]
    return all(
        (isinstance(item, int) and not isinstance(item, bool) and item in _HTTP)
        or (isinstance(item, str) and re.fullmatch(r"[1-5]xx", item) is not None)
        for item in listed
    )


def pattern_fault(pattern: object) -> str | None:
    """Return why a pattern is not taken, as a word for the message; None when it is fine."""
    if pattern is None:
        return None
    if not isinstance(pattern, str):
        return "not a text"
    if len(pattern) > PATTERN_LIMIT:
        return f"longer than {PATTERN_LIMIT} characters"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what Python itself calls doubtful
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        return str(error)
    return _shape_fault(pattern)


def _shape_fault(pattern: str) -> str | None:
    """Walk over a pattern that compiles and count the ways to match, which can all be tried."""
    ways = 1
    groups: list[bool] = []  # of each open group: whether a repeat or a choice stands in it
    busy = False  # the atom just before is a group of that kind
    for sign in _TOKEN.findall(pattern):
        if sign in _REFUSED or _REFERENCE.match(sign):
            return _REFUSED.get(sign, "a reference back")
        repeat = _REPEAT.fullmatch(sign)
        if repeat is not None and busy:
            return "a repeat around a repeat or a choice"
        if repeat is not None and any(int(n or 0) > _MOST_REPEATS for n in repeat.groups()):
            return f"a repeat of more than {_MOST_REPEATS}"
        ways *= _ways(sign, repeat)
        busy = sign == ")" and bool(groups) and groups.pop()
        if sign.startswith("("):
            groups.append(False)
        elif repeat is not None or sign in "|?" or busy:
            groups = [True] * len(groups)
    return (
        "too many repeats and choices: more ways to match than can be tried"
        if ways > _MOST_WAYS
        else None
    )


def _ways(sign: str, repeat: re.Match[str] | None) -> int:
    """Return by how much a sign multiplies the ways in which a pattern can match."""
    if repeat is None:
        return 2 if sign in ("?", "|") else 1
    if sign in "*+" or sign.endswith(",}"):
        return PATTERN_REACH
    least, most = int(repeat[1] or 0), int(repeat[2] or repeat[1] or 0)
    return most - least + 1
