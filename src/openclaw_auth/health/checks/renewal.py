"""Logins that are not renewed any more, or that somebody else renews as well."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from openclaw_auth.health.evidence import Evidence
    from openclaw_auth.health.finding import Severity

_CODES: dict[str, tuple[str, Severity]] = {
    "rejected": ("refresh_rejected", "error"),
    "unknown": ("refresh_unknown", "warning"),
}


def check(evidence: Evidence) -> list[Finding]:
    """Return each login that only its user can mend, and a running OpenClaw that shares one."""
    return [*_in_doubt(evidence), *_shared(evidence)]


def _in_doubt(evidence: Evidence) -> Iterator[Finding]:
    for fact in evidence.agents:
        for profile in fact.own.profiles.values():
            renewal = fact.renewals.get(profile.id)
            if renewal is None or renewal.renewable not in _CODES:
                continue
            code, severity = _CODES[renewal.renewable]
            params = {
                "profile": profile.id,
                "provider": profile.provider,
                "detail": renewal.detail or "",
            }
            yield Finding("model_auth", severity, profile.id, Reason(code, params))


def _shared(evidence: Evidence) -> Iterator[Finding]:
    """Two programs that refresh one login each under its own lock may send its token twice."""
    pid = evidence.openclaw_pid
    logins = {
        profile.id
        for fact in evidence.agents
        for profile in fact.own.profiles.values()
        if profile.type == "oauth" and profile.refresh
    }
    if pid is None or not logins:
        return
    params = {"pid": pid, "profiles": ", ".join(sorted(logins))}
    reason = Reason("doctor_openclaw_runs", params)
    yield Finding("model_auth", "warning", evidence.settings.paths.state_dir, reason)
