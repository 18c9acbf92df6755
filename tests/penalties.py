"""Failures of every kind, noted in the statistics of a credential, and what they lead to."""

from openclaw_auth.codes import Reason
from openclaw_auth.selection.cooldown import penalise
from openclaw_auth.selection.cooldown_limits import (
    DAY_MS,
    DEFAULTS,
)
from openclaw_auth.selection.failure import Failure
from openclaw_auth.selection.standing import RESTRICTED, standing

NOW_MS = 1_800_000_000_000
YEAR_MS = 365 * DAY_MS


def failure(action, failure_class="auth", detail="d", scope="credential", wait_ms=None):
    reason = Reason("usable", {"profile": "x"})
    return Failure(failure_class, detail, action, scope, rule="r", reason=reason, wait_ms=wait_ms)


COOL = failure("cooldown", detail="permission_denied")
BROKE = failure("disable", "billing", "insufficient_credits")
DEAD = failure("disable_until_reauth", detail="invalid_key")
BARRED = failure("disable_until_reauth", detail=RESTRICTED)


def limited(wait_ms=None):
    action = "cooldown" if wait_ms is None else "cooldown_until_reset"
    return failure(action, "rate_limit", "requests_per_minute", "credential_model", wait_ms)


def fail(
    stats,
    what,
    at_ms=NOW_MS,
    *,
    started_ms=None,
    model="m",
    provider="p",
    fingerprint="f1",
    limits=DEFAULTS,
):
    return penalise(
        stats,
        what,
        provider=provider,
        model=model,
        fingerprint=fingerprint,
        started_ms=at_ms if started_ms is None else started_ms,
        now_ms=at_ms,
        limits=limits,
    )


def out(stats, at_ms=NOW_MS, *, model="m", secret="f1", limits=DEFAULTS):
    return standing(stats, model=model, fingerprint=lambda: secret, now_ms=at_ms, limits=limits)


def each_after_the_last(what, times, *, wait_ms=1, limits=DEFAULTS, provider="p"):
    """Return the lengths of time outs, each failure following when the last one is over."""
    stats, at_ms, lengths = None, NOW_MS, []
    for _ in range(times):
        stats = fail(stats, what, at_ms, limits=limits, provider=provider)
        until_ms = out(stats, at_ms, limits=limits).until_ms
        lengths.append(until_ms - at_ms)
        at_ms = until_ms + wait_ms
    return lengths
