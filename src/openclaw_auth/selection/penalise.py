"""What a failure makes of a credential's statistics. Pure.

The action decides, not the status (ruling 15): a rate limit touches the credential with that
model, billing and authentication the credential. Lengths and counters are OpenClaw 2026.2's
(behaviour of OpenClaw 2026.2, "Which credential is used").
"""

from __future__ import annotations

from openclaw_auth.credentials import ModelStats, UsageStats
from openclaw_auth.selection.cooldown_limits import DAY_MS
from openclaw_auth.selection.standing import CLOCK_SLACK_MS, RESTRICTED, is_disproved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    from openclaw_auth.selection.cooldown_limits import CooldownLimits
    from openclaw_auth.selection.failure import Failure

    AnyStats = TypeVar("AnyStats", UsageStats, ModelStats)

_COOLDOWNS = frozenset({"cooldown", "cooldown_until_reset"})
# After refresh_then_retry there is nothing left to try: whoever reports it has refreshed.
_DEADLY = frozenset({"disable_until_reauth", "refresh_then_retry"})


def penalise(
    stats: UsageStats | None,
    failure: Failure,
    *,
    provider: str,
    model: str | None,
    fingerprint: str | None,
    started_ms: int,
    now_ms: int,
    limits: CooldownLimits,
) -> UsageStats | None:
    """Return the statistics after a failure; None when it is no fault of the credential.

    What was in flight when the last failure was noted says the same again, and so does a try
    during the time out: neither counts up, and only a stated wait moves the end.

    Args:
        stats: what is known of the credential, as fresh as can be had.
        failure: what happened. `refresh_then_retry` means that no refresh helped.
        provider: canonical id.
        model: that was asked for, as the provider spells it.
        fingerprint: of the secret that was sent; None when it cannot be told.
        started_ms: when the request began, epoch ms.
        now_ms: the present, epoch ms.
        limits: how long penalties last.
    """
    if failure.scope in ("none", "endpoint") or failure.action in ("none", "retry_same"):
        return None
    case = _Case(failure, started_ms, now_ms, limits)
    before = _still_about(stats, fingerprint)
    named = fingerprint or before.fingerprint
    if failure.action in _COOLDOWNS and failure.scope == "credential_model" and model is not None:
        one = case.counting(before.models.get(model, ModelStats()))
        others = {name: o for name, o in before.models.items() if case.matters(o)}
        return before.replace(models={**others, model: case.cooled(one)}, fingerprint=named)
    before = case.counting(before)
    if failure.action in _COOLDOWNS:
        repeated = case.repeats(before, before.cooldown_until_ms)
        after = case.cooled(before)
    elif failure.action in _DEADLY:
        repeated = before.dead == failure.detail or case.in_burst(before)
        after = _dead(before, case, repeated=repeated)
    else:
        repeated = case.repeats(before, before.disabled_until_ms)
        after = _disabled(before, case, provider, repeated=repeated)
    count = _next(before.failure_counts.get(failure.failure_class, 0), repeated=repeated)
    return after.replace(
        detail=failure.detail,
        failure_counts={**before.failure_counts, failure.failure_class: count},
        fingerprint=named,
    )


def _still_about(stats: UsageStats | None, fingerprint: str | None) -> UsageStats:
    """Return what counts against this secret: a changed credential starts clean."""
    if stats is None:
        return UsageStats()
    known = stats.fingerprint
    if known is not None and fingerprint is not None and known != fingerprint:
        return stats.without_penalties()
    return stats.replace(dead=None) if is_disproved(stats) else stats


class _Case:
    """One failure at one moment, asked what it means for this or that count."""

    __slots__ = ("failure", "limits", "now_ms", "started_ms")

    def __init__(
        self, failure: Failure, started_ms: int, now_ms: int, limits: CooldownLimits
    ) -> None:
        self.failure = failure
        self.started_ms = started_ms
        self.now_ms = now_ms
        self.limits = limits

    def counting(self, stats: AnyStats) -> AnyStats:
        """Return the statistics with what time has taken from them.

        Counters older than the failure window are gone. A failure in the future was noted before
        the clock was put back: its counters stay, its moments mean nothing any more.
        """
        failed_ms = stats.last_failure_at_ms
        if failed_ms is None:
            return stats
        if failed_ms > self.now_ms + CLOCK_SLACK_MS:
            gone = {"last_failure_at_ms": None, "cooldown_until_ms": None}
            return stats.replace(**gone, disabled_until_ms=None)
        if self.now_ms - failed_ms > self.limits.failure_window_ms:
            return stats.replace(error_count=0, failure_counts={})
        return stats

    def matters(self, one: ModelStats) -> bool:
        """Whether a model's entry still says anything."""
        failed_ms = one.last_failure_at_ms or 0
        in_window = self.now_ms - failed_ms <= self.limits.failure_window_ms
        return in_window or (one.cooldown_until_ms or 0) > self.now_ms

    def in_burst(self, stats: UsageStats | ModelStats) -> bool:
        """Whether the request was on its way already when the last failure was noted."""
        return stats.last_failure_at_ms is not None and self.started_ms <= stats.last_failure_at_ms

    def repeats(self, stats: UsageStats | ModelStats, until_ms: int | None) -> bool:
        """Whether this says again what a running time out, or one of a burst, has said."""
        return self.in_burst(stats) or (until_ms is not None and until_ms > self.now_ms)

    def failed_ms(self, stats: UsageStats | ModelStats) -> int:
        """Return when it last failed: one that is noted late does not set this back."""
        return max(self.now_ms, stats.last_failure_at_ms or 0)

    def cooled(self, stats: AnyStats) -> AnyStats:
        """Return the statistics with a cooldown."""
        old_ms = stats.cooldown_until_ms
        count = _next(stats.error_count, repeated=self.repeats(stats, old_ms))
        return stats.replace(
            error_count=count,
            cooldown_until_ms=self.end_ms(stats, old_ms, self.limits.cooldown_ms(count)),
            last_failure_at_ms=self.failed_ms(stats),
            detail=self.failure.detail,
        )

    def end_ms(self, stats: UsageStats | ModelStats, old_ms: int | None, computed_ms: int) -> int:
        """Return when a time out ends: as stated, else as it runs, else as computed."""
        now_ms = self.now_ms
        believable = old_ms is not None and old_ms - now_ms <= self.limits.longest_ms()
        running_ms = old_ms if old_ms is not None and believable else 0
        stated_ms = self.limits.stated_ms(self.failure.wait_ms)
        if stated_ms is not None:
            # Of several limits hit at once the longest holds, whichever answer comes last.
            return max(now_ms + stated_ms, running_ms if self.in_burst(stats) else 0)
        return running_ms if running_ms > now_ms else now_ms + computed_ms


def _disabled(stats: UsageStats, case: _Case, provider: str, *, repeated: bool) -> UsageStats:
    kind = case.failure.failure_class
    count = _next(stats.failure_counts.get(kind, 0), repeated=repeated)
    computed_ms = case.limits.billing_ms(provider, count)
    return stats.replace(
        error_count=_next(stats.error_count, repeated=repeated),
        disabled_until_ms=case.end_ms(stats, stats.disabled_until_ms, computed_ms),
        disabled_reason=kind,
        last_failure_at_ms=case.failed_ms(stats),
    )


def _dead(stats: UsageStats, case: _Case, *, repeated: bool) -> UsageStats:
    # A use later than the failure would disprove it: one in the future is a clock put back.
    used_ms = None if stats.last_used_ms is None else min(stats.last_used_ms, case.now_ms)
    detail, failed_ms = case.failure.detail, case.failed_ms(stats)
    marked = stats.replace(dead=detail, last_failure_at_ms=failed_ms, last_used_ms=used_ms)
    if detail == RESTRICTED:
        return marked
    return marked.replace(
        error_count=_next(stats.error_count, repeated=repeated),
        disabled_until_ms=case.now_ms + DAY_MS,
        disabled_reason="auth",
    )


def _next(count: int, *, repeated: bool) -> int:
    return max(int(count), 1) if repeated else max(int(count), 0) + 1
