"""A clock that was or is wrong: every end of a credential is judged by it."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.expiry import remaining
from openclaw_auth.health.finding import Finding
from openclaw_auth.health.fixes import SetTimesBack
from openclaw_auth.health.lint.places import in_agent, where
from openclaw_auth.health.times_ahead import is_ahead, latest_ahead_ms
from openclaw_auth.selection.cooldown_limits import DEFAULTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.health.evidence import Evidence
    from openclaw_auth.health.finding import Severity

_SKEW_MS = 60_000
# From here on what providers still take is called expired here, and the other way round.
_GRAVE_MS = 10 * 60_000


def files(evidence: Evidence) -> list[Finding]:
    """Return it when files were written in the future."""
    ahead = [f for f in evidence.files if is_ahead(f.modified_ms, evidence.now_ms)]
    if not ahead:
        return []
    worst = max(ahead, key=lambda file: file.modified_ms)
    params = {"path": worst.path, "count": len(ahead), "until_ms": worst.modified_ms}
    return [Finding("clock", "warning", worst.path, Reason("doctor_files_ahead", params))]


def statistics(evidence: Evidence) -> list[Finding]:
    """Return profiles of which something is noted that has not happened yet."""
    found = []
    for fact in evidence.agents:
        limits = fact.snapshot.limits if fact.snapshot is not None else None
        limits = limits or DEFAULTS
        for profile_id, stats in fact.own.usage_stats.items():
            at_ms = latest_ahead_ms(stats, evidence.now_ms, limits)
            if at_ms is None:
                continue
            params: dict[str, object] = {"profile": profile_id, "until_ms": at_ms}
            params["where"] = in_agent(fact.agent)
            fix = SetTimesBack(fact.agent.dir, profile_id)
            subject = profile_id + where(fact.agent)
            reason = Reason("doctor_times_ahead", params)
            found.append(Finding("clock", "warning", subject, reason, fix))
    return found


def providers(evidence: Evidence) -> list[Finding]:
    """Return how far this clock is from the providers'; told once, by the one most like others.

    One provider's clock may be wrong, so that the median counts.
    """
    told = sorted(
        (asked.skew_ms, asked.provider)
        for asked in evidence.deep or ()
        if asked.skew_ms is not None
    )
    if not told:
        return []
    skew_ms, provider = told[len(told) // 2]
    if abs(skew_ms) < _SKEW_MS:
        return []
    severity: Severity = "error" if abs(skew_ms) >= _GRAVE_MS else "warning"
    code = "doctor_clock_behind" if skew_ms > 0 else "doctor_clock_ahead"
    params = {"provider": provider, "skew": remaining(abs(skew_ms)), "skew_ms": skew_ms}
    return [Finding("clock", severity, "clock", Reason(code, params))]
