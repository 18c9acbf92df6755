"""What is wrong in `monitor` that the form of its values cannot see."""

from __future__ import annotations

import re

from openclaw_auth.config.keypath import show_path
from openclaw_auth.config.problem import Problem
from openclaw_auth.durations import parse_duration_ms
from openclaw_auth.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from openclaw_auth.config.keypath import Path

NEVER = "off"
_LENGTHS = ("warnWithin", "remindEvery", "every")
_SHORTEST_MS = 10_000  # nothing that is watched changes faster, and every look reads the stores
_TIMES = re.compile(r"\s*([01]?\d|2[0-3]):[0-5]\d\s*[-–]\s*([01]?\d|2[0-3]):[0-5]\d\s*", re.ASCII)
_SCHEME = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*://\S", re.ASCII)


def monitor_problems(section: Mapping[str, object]) -> Iterator[Problem]:
    """Yield the problems of lengths, hours, zones and addresses; addresses are never repeated."""
    for key in _LENGTHS:
        text = section.get(key)
        if isinstance(text, str) and not (key == "remindEvery" and text == NEVER):
            yield from _length(key, text)
    quiet = section.get("quietHours")
    if isinstance(quiet, str) and not _is_span(quiet):
        yield Problem("config_quiet_hours", "monitor.quietHours", text=quiet)
    zone = section.get("timeZone")
    if isinstance(zone, str) and not _is_zone(zone):
        yield Problem("config_time_zone", "monitor.timeZone", text=zone)
    for place, target in _targets(section.get("targets")):
        if isinstance(target, str) and "${" not in target and not _SCHEME.match(target):
            yield Problem("config_monitor_target", show_path(place))


def _length(key: str, text: str) -> Iterator[Problem]:
    try:
        length_ms = parse_duration_ms(text)
    except UsageError:
        yield Problem("config_length", f"monitor.{key}", text=text)
        return
    if length_ms < _SHORTEST_MS:
        yield Problem("config_length", f"monitor.{key}", text=text)


def _is_span(text: str) -> bool:
    if not _TIMES.fullmatch(text):
        return False
    first, _, second = text.replace("–", "-").partition("-")
    return first.strip().zfill(5) != second.strip().zfill(5)


def _is_zone(name: str) -> bool:
    if name.upper() == "UTC":
        return True
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return False
    return True


def _targets(listed: object) -> Iterator[tuple[Path, object]]:
    if isinstance(listed, list):
        for index, target in enumerate(listed):
            yield ("monitor", "targets", index), target
    elif isinstance(listed, dict):
        for name, target in listed.items():
            yield ("monitor", "targets", name), target
