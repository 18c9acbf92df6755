"""Does a credential rest, until when, and from when on may one request try it? Pure."""

from __future__ import annotations

from openclaw_auth.selection.cooldown_limits import DEFAULTS, MINUTE_MS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal, TypeAlias

    from openclaw_auth.credentials import UsageStats
    from openclaw_auth.selection.cooldown_limits import CooldownLimits

    TimeOutKind: TypeAlias = Literal["cooldown", "disabled", "dead", "restricted"]

RESTRICTED = "credential_scope_restricted"
PROBE_AFTER_MS = 15 * MINUTE_MS
# A failure this far ahead was not noted late by another process: the clock was put back.
CLOCK_SLACK_MS = 5 * MINUTE_MS


class TimeOut:
    """Why a credential is not used now.

    Attributes:
        kind: `cooldown`, `disabled`; `dead` (time does not heal it); `restricted` (only its
            vendor's own client may use it).
        until_ms: when it ends by itself, epoch ms; None where only another secret, a free probe
            or a clear ends it.
        detail: what was refused, e.g. `insufficient_credits`; None when OpenClaw noted it.
        model: the one model that it is about; None for the whole credential.
        probe_at_ms: from when on one request at a time may try it; None for not before it ends.
    """

    __slots__ = ("detail", "kind", "model", "probe_at_ms", "until_ms")

    def __init__(
        self,
        kind: TimeOutKind,
        until_ms: int | None,
        detail: str | None,
        model: str | None = None,
        probe_at_ms: int | None = None,
    ) -> None:
        self.kind = kind
        self.until_ms = until_ms
        self.detail = detail
        self.model = model
        self.probe_at_ms = probe_at_ms

    def __repr__(self) -> str:
        return f"TimeOut({self.kind}, until {self.until_ms}, {self.detail}, {self.model})"


def standing(
    stats: UsageStats | None,
    *,
    model: str | None,
    fingerprint: Callable[[], str | None],
    now_ms: int,
    limits: CooldownLimits = DEFAULTS,
) -> TimeOut | None:
    """Return the time out that holds for a credential with a model, None when it may be used.

    Args:
        stats: what is known of the credential.
        model: the one asked for; None asks about the credential as a whole.
        fingerprint: names the present secret; asked only when the answer hangs on it.
        now_ms: the present, epoch ms.
        limits: no time out reaches further ahead than the longest of these.
    """
    if stats is None:
        return None
    if stats.dead is not None and not is_disproved(stats):
        kind: TimeOutKind = "restricted" if stats.dead == RESTRICTED else "dead"
        found: TimeOut | None = TimeOut(kind, None, stats.dead)
    else:
        found = _longest(_running(stats, model, now_ms, limits))
    if found is None or is_about_another(stats, fingerprint):
        return None
    return found


def unrestricted(stats: UsageStats | None) -> UsageStats | None:
    """Return the stats as they are for the vendor's own client, which no restriction is about."""
    if stats is None or stats.dead != RESTRICTED:
        return stats
    return stats.replace(dead=None)


def is_about_another(stats: UsageStats, fingerprint: Callable[[], str | None]) -> bool:
    """Return whether the penalties are about a secret that is not the present one any more."""
    if stats.fingerprint is None:
        return False
    present = fingerprint()
    return present is not None and present != stats.fingerprint


def is_disproved(stats: UsageStats) -> bool:
    """Return whether OpenClaw used a dead credential with success; it leaves our mark alone."""
    if stats.dead is None or stats.dead == RESTRICTED or stats.last_used_ms is None:
        return False
    return stats.last_used_ms > (stats.last_failure_at_ms or 0)


def _running(
    stats: UsageStats, model: str | None, now_ms: int, limits: CooldownLimits
) -> list[TimeOut]:
    """Return the time outs that run now."""
    found = []
    failed_ms = stats.last_failure_at_ms
    until_ms = stats.disabled_until_ms
    if until_ms is not None and until_ms > now_ms:
        why = stats.detail or stats.disabled_reason
        found.append(_until(TimeOut("disabled", until_ms, why), failed_ms, now_ms, limits))
    until_ms = stats.cooldown_until_ms
    if until_ms is not None and until_ms > now_ms:
        out = TimeOut("cooldown", until_ms, stats.detail)
        found.append(_until(out, failed_ms, now_ms, limits))
    one = stats.models.get(model) if model is not None else None
    if one is not None and one.cooldown_until_ms is not None and one.cooldown_until_ms > now_ms:
        out = TimeOut("cooldown", one.cooldown_until_ms, one.detail, model)
        found.append(_until(out, one.last_failure_at_ms, now_ms, limits))
    return [out for out in found if out.until_ms is not None and out.until_ms > now_ms]


def _until(out: TimeOut, failed_ms: int | None, now_ms: int, limits: CooldownLimits) -> TimeOut:
    """Set when a time out ends and when it may be tried, whatever the clock has done since.

    After a clock that was put back nobody knows how much of it is over, so it may be tried at
    once; and it ends in its own length from now at the latest.
    """
    until_ms = out.until_ms or 0
    longest_ms = limits.longest_ms()
    if failed_ms is not None and failed_ms > now_ms + CLOCK_SLACK_MS:
        out.until_ms = now_ms + min(until_ms - failed_ms, longest_ms)
        out.probe_at_ms = now_ms
    elif failed_ms is not None:
        if until_ms - now_ms > longest_ms:
            out.until_ms = until_ms = min(failed_ms, now_ms) + longest_ms
        if failed_ms + PROBE_AFTER_MS < until_ms:
            out.probe_at_ms = failed_ms + PROBE_AFTER_MS
    elif until_ms - now_ms > longest_ms:
        out.until_ms = now_ms + longest_ms
        out.probe_at_ms = now_ms
    return out


def _longest(running: list[TimeOut]) -> TimeOut | None:
    """Return the one that ends last; it may be tried when every other one may be."""
    if not running:
        return None
    last = max(running, key=lambda out: out.until_ms or 0)
    opens_ms = max(_opens_ms(out) for out in running)
    last.probe_at_ms = opens_ms if opens_ms < (last.until_ms or 0) else None
    return last


def _opens_ms(out: TimeOut) -> int:
    return out.probe_at_ms if out.probe_at_ms is not None else out.until_ms or 0
