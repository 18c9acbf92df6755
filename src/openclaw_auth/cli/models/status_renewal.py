"""What `models status` says of a login's renewal, below its end."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.expiry import remaining

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from openclaw_auth.cli.context import Context

_WORDS = {
    "yes": "status_renewable",
    "no": "status_not_renewable",
    "unknown": "refresh_unknown",
    "rejected": "refresh_rejected",
}


def renewal_lines(row: dict[str, Any], now_ms: int, ctx: Context) -> Iterator[str]:
    """Yield whether a login can be renewed and how the last time went; then the command, if any.

    Args:
        row: of `auth.oauth.profiles` in the status document.
        now_ms: the present, epoch ms.
        ctx: speaks the user's language.
    """
    params = {
        "profile": row["profileId"],
        "provider": row["provider"],
        "detail": row.get("renewalDetail") or "",
    }
    reason = Reason(_WORDS[row["renewable"]], params)
    last = row["lastRefresh"]
    if last is None or last["code"] == reason.code:
        yield ctx.say(reason)
    else:
        ago = remaining(max(1, now_ms - last["at"]))
        code = "status_refreshed" if last["outcome"] == "refreshed" else "status_refresh_failed"
        went = Reason(code, {"ago": ago, "code": last["code"]})
        yield ctx.say(Reason("status_renewal", {"can": reason, "went": went}))
    mend = ctx.remedy(reason)
    if mend:
        yield mend
