"""Statistics that lie in the future, because a clock was wrong when they were written. Pure."""

from __future__ import annotations

from openclaw_auth.selection.standing import CLOCK_SLACK_MS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.credentials import UsageStats
    from openclaw_auth.selection.cooldown_limits import CooldownLimits


def is_ahead(at_ms: int | None, now_ms: int) -> bool:
    """Return whether a moment of the past lies ahead, by more than clocks differ."""
    return at_ms is not None and at_ms > now_ms + CLOCK_SLACK_MS


def latest_ahead_ms(stats: UsageStats, now_ms: int, limits: CooldownLimits) -> int | None:
    """Return the latest moment that is too far ahead; None without one.

    Args:
        stats: of one credential.
        now_ms: the present, epoch ms.
        limits: no time out ends later than the longest of these.
    """
    happened = (
        stats.last_used_ms,
        stats.last_failure_at_ms,
        *(model.last_failure_at_ms for model in stats.models.values()),
    )
    ahead = [at for at in happened if at is not None and is_ahead(at, now_ms)]
    ends = [stats.cooldown_until_ms, stats.disabled_until_ms]
    ends += [model.cooldown_until_ms for model in stats.models.values()]
    longest_ms = limits.longest_ms() + CLOCK_SLACK_MS
    ahead += [at for at in ends if at is not None and at > now_ms + longest_ms]
    return max(ahead, default=None)


def set_back(stats: UsageStats, now_ms: int, limits: CooldownLimits) -> UsageStats:
    """Return the statistics with nothing that happened in the future, and each end by its length.

    A time out keeps its own length, counted from now: so it never ends early, and never lasts
    longer than any time out does. Arguments as in `latest_ahead_ms`.
    """
    longest_ms = limits.longest_ms()
    failed_ms = stats.last_failure_at_ms
    changes: dict[str, object] = {
        "cooldown_until_ms": _end(stats.cooldown_until_ms, failed_ms, now_ms, longest_ms),
        "disabled_until_ms": _end(stats.disabled_until_ms, failed_ms, now_ms, longest_ms),
        "last_failure_at_ms": _past(failed_ms, now_ms),
        "last_used_ms": _past(stats.last_used_ms, now_ms),
    }
    if stats.models:
        changes["models"] = {
            model: one.replace(
                cooldown_until_ms=_end(
                    one.cooldown_until_ms, one.last_failure_at_ms, now_ms, longest_ms
                ),
                last_failure_at_ms=_past(one.last_failure_at_ms, now_ms),
            )
            for model, one in stats.models.items()
        }
    return stats.replace(**changes)


def _past(at_ms: int | None, now_ms: int) -> int | None:
    return now_ms if is_ahead(at_ms, now_ms) else at_ms


def _end(until_ms: int | None, failed_ms: int | None, now_ms: int, longest_ms: int) -> int | None:
    if until_ms is None or until_ms <= now_ms:
        return until_ms
    begun_ms = failed_ms if failed_ms is not None and is_ahead(failed_ms, now_ms) else now_ms
    return now_ms + max(0, min(until_ms - begun_ms, longest_ms))
