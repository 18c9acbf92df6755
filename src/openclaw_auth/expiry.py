"""When a credential ends, and what to call its state until then. Pure; `now_ms` is an argument."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from openclaw_auth.credentials import Profile

    ExpiryStatus: TypeAlias = Literal["static", "ok", "expiring", "expired", "missing"]

WARN_AFTER_MS = 24 * 3_600_000
_MINUTE_MS = 60_000
_MINUTES_PER_HOUR = 60
_HOURS_UNTIL_DAYS = 48


def expiry_status(profile: Profile, now_ms: int, warn_ms: int = WARN_AFTER_MS) -> ExpiryStatus:
    """Return the state of one profile.

    `static` never ends (keys, tokens without an end). `missing` is an oauth login whose end is
    unknown. An oauth login that can be refreshed is `ok` whatever its access token's end is.
    """
    expires_ms = profile.expires_ms
    if profile.type == "api_key":
        return "static"
    if expires_ms is None or expires_ms <= 0:
        return "static" if profile.type == "token" else "missing"
    if profile.type == "oauth" and profile.refresh:
        return "ok"
    left_ms = expires_ms - now_ms
    if left_ms <= 0:
        return "expired"
    return "expiring" if left_ms <= warn_ms else "ok"


def remaining(left_ms: int) -> str:
    """Return a length of time as people say it: minutes, below 48 hours hours, then days."""
    if left_ms <= 0:
        return "0m"
    minutes = max(1, (left_ms + _MINUTE_MS // 2) // _MINUTE_MS)
    if minutes < _MINUTES_PER_HOUR:
        return f"{minutes}m"
    hours = (minutes + _MINUTES_PER_HOUR // 2) // _MINUTES_PER_HOUR
    if hours < _HOURS_UNTIL_DAYS:
        return f"{hours}h"
    return f"{(hours + 12) // 24}d"
