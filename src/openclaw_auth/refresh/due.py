"""Does a login need a refresh, and how urgently? Pure; `now_ms` is an argument."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from openclaw_auth.credentials import Profile

    Due: TypeAlias = Literal["fresh", "advisory", "mandatory"]

WINDOW_MS = 5 * 60_000
_JITTER = 0.3
_SHARE = 5  # of a short life, the last fifth is the window
_CLOCK_SLACK_MS = 60_000


def refresh_due(
    profile: Profile,
    now_ms: int,
    *,
    window_ms: int = WINDOW_MS,
    jitter: float = 0.0,
    obtained_ms: int | None = None,
) -> Due:
    """Return whether a login's access token should be, or must be, renewed now.

    `advisory`: it still serves, so nobody waits for the new one. `mandatory`: it has ended, or
    there is none. `fresh` also for everything that has no refresh token.

    Args:
        profile: as stored.
        now_ms: the present, epoch ms.
        window_ms: how long before its end a token is renewed.
        jitter: 0 to 1: takes up to 30 % off the window, so that hosts do not all come at once.
        obtained_ms: when we got the present token, if we know: a token that lives shortly is
            renewed in its last fifth only, and one from the future means that the clock was put
            back, so that its end is not what it seems.
    """
    if profile.type != "oauth" or not profile.refresh:
        return "fresh"
    expires_ms = profile.expires_ms
    if not profile.secret:
        return "mandatory"
    if expires_ms is None or expires_ms <= 0:
        return "advisory"
    if expires_ms <= now_ms:
        return "mandatory"
    if obtained_ms is not None and obtained_ms > now_ms + _CLOCK_SLACK_MS:
        return "advisory"
    return "advisory" if due_ms(expires_ms, window_ms, jitter, obtained_ms) <= now_ms else "fresh"


def due_ms(
    expires_ms: int, window_ms: int = WINDOW_MS, jitter: float = 0.0, obtained_ms: int | None = None
) -> int:
    """Return from when a token is to be renewed, epoch ms. Arguments as in `refresh_due`."""
    if obtained_ms is not None and obtained_ms < expires_ms:
        window_ms = min(window_ms, (expires_ms - obtained_ms) // _SHARE)
    return expires_ms - int(window_ms * (1 - _JITTER * jitter))
