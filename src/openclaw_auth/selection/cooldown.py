"""Time outs and what ends them: a success, a clear, a refresh. Pure."""

from __future__ import annotations

from openclaw_auth.credentials import UsageStats
from openclaw_auth.selection.cooldown_limits import DAY_MS, CooldownLimits
from openclaw_auth.selection.penalise import penalise
from openclaw_auth.selection.standing import (
    CLOCK_SLACK_MS,
    RESTRICTED,
    TimeOut,
    is_disproved,
    standing,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.credentials import ModelStats

__all__ = [
    "CooldownLimits",
    "TimeOut",
    "after_success",
    "cleared",
    "penalise",
    "refreshed",
    "renewed",
    "standing",
]

_RENEW_BEFORE_MS = DAY_MS // 2


def after_success(stats: UsageStats | None, *, model: str | None, at_ms: int) -> UsageStats:
    """Return the statistics after a success: what it disproves is gone, the rest stays.

    It disproves what failed before it, for the credential as a whole and for this model, and
    never a restriction: that one may have been the vendor's own client.

    Args:
        stats: what is known of the credential.
        model: that answered; None when unknown.
        at_ms: when, epoch ms.
    """
    if stats is None:
        return UsageStats(last_used_ms=at_ms)
    models = {
        name: one
        for name, one in stats.models.items()
        if name != model or _failed_after(one, at_ms)
    }
    after = stats.replace(last_used_ms=max(stats.last_used_ms or 0, at_ms), models=models)
    if _failed_after(stats, at_ms):
        return after
    dead = stats.dead if stats.dead == RESTRICTED else None
    return UsageStats(
        last_used_ms=after.last_used_ms,
        detail=dead,
        dead=dead,
        models=models,
        fingerprint=stats.fingerprint if dead or models else None,
        extra=stats.extra,
    )


def cleared(stats: UsageStats) -> UsageStats | None:
    """Return the statistics without any penalty or counter; None when nothing is left to keep."""
    kept = stats.without_penalties()
    return kept if kept.last_used_ms is not None or kept.extra else None


def refreshed(stats: UsageStats, fingerprint: str | None) -> UsageStats:
    """Return the statistics after a login got a new access token.

    The account is the same, so its rate limits and its billing stay; what was said against the
    old token does not.

    Args:
        stats: what is known of the login.
        fingerprint: of the new access token.
    """
    if stats.fingerprint is not None:
        stats = stats.replace(fingerprint=fingerprint)
    if stats.dead is None or stats.dead == RESTRICTED:
        return stats
    return stats.replace(dead=None, disabled_until_ms=None, disabled_reason=None, detail=None)


def renewed(stats: UsageStats, now_ms: int) -> UsageStats | None:
    """Return the statistics with the time out of a dead credential drawn out; None if none is due.

    OpenClaw knows no dead credentials, only an end at most a day ahead (ruling 15); so it tries
    again a day after a replaced key at the latest. Ask only where `standing` says `dead`: one
    with another secret by now has to be left to run out.
    """
    if stats.dead is None or stats.dead == RESTRICTED or is_disproved(stats):
        return None
    ahead_ms = (stats.disabled_until_ms or 0) - now_ms
    if _RENEW_BEFORE_MS <= ahead_ms <= DAY_MS:
        return None
    return stats.replace(disabled_until_ms=now_ms + DAY_MS, disabled_reason="auth")


def _failed_after(stats: UsageStats | ModelStats, at_ms: int) -> bool:
    """Whether the last failure came after a success; much later means a clock put back."""
    failed_ms = stats.last_failure_at_ms
    return failed_ms is not None and at_ms < failed_ms <= at_ms + CLOCK_SLACK_MS
