"""Logins that are not renewed any more, or that somebody else renews as well."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Finding
from openclaw_auth.health.fixes import FinishRefreshes, Renew
from openclaw_auth.health.lint.places import in_agent
from openclaw_auth.refresh.due import refresh_due

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from openclaw_auth.health.evidence import Evidence
    from openclaw_auth.health.finding import Severity

_CODES: dict[str, tuple[str, Severity]] = {
    "rejected": ("refresh_rejected", "error"),
    "unknown": ("refresh_unknown", "warning"),
}


def in_doubt(evidence: Evidence) -> list[Finding]:
    """Return each login that only its user can mend."""
    return list(_in_doubt(evidence))


def unfinished(evidence: Evidence) -> list[Finding]:
    """Return the refreshes whose answer came and was never stored."""
    return [
        Finding(
            "renewal",
            "warning",
            path,
            Reason("doctor_refresh_unfinished", {"profile": profile_id, "path": path}),
            FinishRefreshes(),
        )
        for path, profile_id in evidence.unfinished.items()
    ]


def due(evidence: Evidence) -> list[Finding]:
    """Return the logins whose next request renews them first; --fix does so now, where it is safe.

    It is not while an OpenClaw gateway runs on the same files: both may send the refresh token.
    """
    found = []
    for fact in evidence.agents:
        for profile in fact.own.profiles.values():
            renewal = fact.renewals.get(profile.id)
            if renewal is None or renewal.renewable != "yes" or profile.expires_ms is None:
                continue
            if refresh_due(profile, evidence.now_ms) == "fresh" or profile.expires_ms <= 0:
                continue
            ended = profile.expires_ms <= evidence.now_ms
            params: dict[str, object] = {"profile": profile.id, "expires_ms": profile.expires_ms}
            params["until_ms"] = profile.expires_ms
            params |= {"agent": fact.agent.id, "where": in_agent(fact.agent)}
            reason = Reason("doctor_renewal_due" if ended else "doctor_renewal_soon", params)
            safe = evidence.openclaw_pid is None
            fix = Renew(fact.agent.dir, profile.id) if safe else None
            found.append(Finding("renewal", "info", profile.id, reason, fix))
    return found


def shared(evidence: Evidence) -> list[Finding]:
    """Return it when an OpenClaw gateway refreshes the same logins."""
    return list(_shared(evidence))


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
