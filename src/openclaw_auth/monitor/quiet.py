"""Hours in which nobody is woken. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from openclaw_auth.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from openclaw_auth.monitor.condition import Alert

_MINUTES_PER_HOUR = 60
_HOURS_PER_DAY = 24


class QuietHours:
    """From one time of day to another, in minutes after midnight; may pass midnight."""

    __slots__ = ("from_min", "to_min")

    def __init__(self, from_min: int, to_min: int) -> None:
        self.from_min = from_min
        self.to_min = to_min

    def hold(self, minute: int) -> bool:
        """Return whether a minute of the day is within; the end is not."""
        if self.from_min <= self.to_min:
            return self.from_min <= minute < self.to_min
        return minute >= self.from_min or minute < self.to_min


def parse_quiet_hours(text: str) -> QuietHours:
    """Return the hours of `22:00-07:00`.

    Raises:
        UsageError: `config_quiet_hours`, no such form, or no time between.
    """
    halves = text.replace("–", "-").split("-")  # people paste it so
    times = [_minute(half.strip()) for half in halves]
    if len(times) != 2 or None in times or times[0] == times[1]:  # noqa: PLR2004
        raise UsageError("config_quiet_hours", path="monitor.quietHours", text=text)
    assert times[0] is not None
    assert times[1] is not None
    return QuietHours(times[0], times[1])


def _minute(text: str) -> int | None:
    hours, colon, minutes = text.partition(":")
    digits = (hours + minutes).isascii() and hours.isdigit() and minutes.isdigit()
    if not colon or not digits or len(minutes) != 2 or len(hours) > 2:  # noqa: PLR2004
        return None
    if int(hours) >= _HOURS_PER_DAY or int(minutes) >= _MINUTES_PER_HOUR:
        return None
    return int(hours) * _MINUTES_PER_HOUR + int(minutes)


def zone_of(name: str | None) -> Callable[[datetime], datetime]:
    """Return what puts a moment into a zone by name; None is this host's own.

    Raises:
        UsageError: `config_time_zone`, nobody here knows it.
    """
    if name is None:
        return datetime.astimezone
    zone: tzinfo
    if name.upper() == "UTC":
        zone = UTC
    else:
        from zoneinfo import ZoneInfo

        try:
            zone = ZoneInfo(name)
        except (OSError, ValueError, KeyError) as error:
            raise UsageError("config_time_zone", path="monitor.timeZone", text=name) from error
    return lambda at: at.astimezone(zone)


def is_quiet(hours: QuietHours | None, zone: str | None, now_ms: int) -> bool:
    """Return whether this moment is within the quiet hours."""
    if hours is None:
        return False
    at = zone_of(zone)(datetime.fromtimestamp(now_ms / 1000, UTC))
    return hours.hold(at.hour * _MINUTES_PER_HOUR + at.minute)


def wakes(alert: Alert, *, when_nothing_usable: bool) -> bool:
    """Return whether an alert is sent even in quiet hours."""
    return when_nothing_usable and alert.code == "monitor_nothing_usable"
