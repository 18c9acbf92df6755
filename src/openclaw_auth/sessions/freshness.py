"""When a session is over: the daily reset, and the idle one. Pure.

Checked at the next message, as OpenClaw 2026.2 does. The zone is passed in: 04:00 means the
host's, and a test has its own.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from openclaw_auth.sessions.keys import kind_of

if TYPE_CHECKING:
    from datetime import tzinfo

    from openclaw_auth.config.view import ConfigView

AT_HOUR = 4
IDLE_MINUTES = 60
_MINUTE_MS = 60_000
_HOURS = 24


class ResetPolicy:
    """When a session ends by itself.

    Attributes:
        at_hour: hour of the day (0-23, host's zone) of the daily reset; None without one.
        idle_minutes: after so long without a message; None without one.
    """

    __slots__ = ("at_hour", "idle_minutes")

    def __init__(self, at_hour: int | None, idle_minutes: float | None) -> None:
        self.at_hour = at_hour
        self.idle_minutes = idle_minutes


def reset_policy(view: ConfigView, key: str, channel: str | None = None) -> ResetPolicy:
    """Return the policy for a session: by its channel, else by its type, else the general one.

    Only the legacy `session.idleMinutes` set means idle mode; nothing set means daily at 04:00.
    """
    by_channel = view.section("session", "resetByChannel", channel) if channel else {}
    by_type = view.section("session", "resetByType", kind_of(key))
    chosen = by_channel or by_type or view.section("session", "reset")
    legacy = _number(view.section("session").get("idleMinutes"))
    idle = _number(chosen.get("idleMinutes"))
    mode = chosen.get("mode")
    if mode is None and not chosen and legacy is not None:
        mode = "idle"
    if mode == "idle":
        return ResetPolicy(None, idle or legacy or IDLE_MINUTES)
    hour = _number(chosen.get("atHour"))
    at_hour = int(hour) if hour is not None and 0 <= hour < _HOURS else AT_HOUR
    return ResetPolicy(at_hour, idle)


def is_stale(updated_at_ms: int, now_ms: int, policy: ResetPolicy, zone: tzinfo) -> bool:
    """Return whether a session is over.

    Args:
        updated_at_ms: of its last message, epoch ms.
        now_ms: the present, epoch ms.
        policy: either limit ends it.
        zone: of the host.
    """
    if policy.at_hour is not None and updated_at_ms < last_reset_ms(now_ms, policy.at_hour, zone):
        return True
    idle = policy.idle_minutes
    return idle is not None and now_ms - updated_at_ms > idle * _MINUTE_MS


def last_reset_ms(now_ms: int, at_hour: int, zone: tzinfo) -> int:
    """Return the latest moment, not after now, at which the clock on the wall showed that hour."""
    now = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(zone)
    latest = now.replace(hour=at_hour, minute=0, second=0, microsecond=0, fold=0)
    # Compared as moments, not as what two walls show: an hour may come twice in a night.
    if latest.astimezone(UTC) > now.astimezone(UTC):
        latest = (latest.replace(tzinfo=None) - timedelta(days=1)).replace(tzinfo=zone)
    return round(latest.timestamp() * 1000)


def _number(value: object) -> float | None:
    usable = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    return float(value) if usable else None  # type: ignore[arg-type] # `usable` says it is one
