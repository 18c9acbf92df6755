"""`models status --format simple`: one word for a widget or a script (ruling 32).

The words and the exit codes are those of the `claude-auth-status.sh simple` that OpenClaw ships.
"""

from __future__ import annotations

from openclaw_auth.sources.other_logins import discovered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from openclaw_auth.cli.context import Context
    from openclaw_auth.sources.other_logins import OtherLogin

_FINE, _ENDED, _ENDING = 0, 1, 2
# What is over comes before what ends soon, and Claude Code's own login before ours.
_WORDS = {
    ("CLAUDE", _ENDED): "CLAUDE_EXPIRED",
    ("OPENCLAW", _ENDED): "OPENCLAW_EXPIRED",
    ("CLAUDE", _ENDING): "CLAUDE_EXPIRING",
    ("OPENCLAW", _ENDING): "OPENCLAW_EXPIRING",
}


def print_simple(check_code: int, warn_ms: int, ctx: Context) -> int:
    """Print the word; returns the exit code that goes with it: 0 OK, 1 expired, 2 expiring.

    Args:
        check_code: what `--check` exits with.
        warn_ms: from when on an end is near.
        ctx: clock, home and environment.
    """
    logins = discovered(ctx.paths.home, ctx.ports.environ, only="claude")
    states = {
        "CLAUDE": claude_code(logins, ctx.ports.now_ms(), warn_ms),
        "OPENCLAW": check_code,
    }
    for (whose, state), word in _WORDS.items():
        if states[whose] == state:
            ctx.out(word)
            return state
    ctx.out("OK")
    return _FINE


def claude_code(logins: Iterable[OtherLogin], now_ms: int, warn_ms: int) -> int:
    """Return how Claude Code's login stands. Pure.

    A login that it renews by itself is fine, and so is none: not everybody uses it.
    """
    ends = [
        login.expires_ms - now_ms
        for login in logins
        if login.problem is None and login.expires_ms is not None and not login.renewable
    ]
    if not ends:
        return _FINE
    if min(ends) <= 0:
        return _ENDED
    return _ENDING if min(ends) <= warn_ms else _FINE
