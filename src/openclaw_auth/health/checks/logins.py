"""Logins that other tools keep on this host: worth knowing, never taken unasked."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.health.evidence import Evidence


def check(evidence: Evidence) -> list[Finding]:
    """Return a hint for each, with its end where it says one."""
    findings = []
    for login in evidence.logins:
        params: dict[str, object] = {"tool": login.tool, "path": login.path}
        params["provider"] = login.provider
        code = "doctor_other_login"
        if login.expires_ms is not None:
            params |= {"until_ms": login.expires_ms, "expires_ms": login.expires_ms}
            ended = login.expires_ms <= evidence.now_ms
            code = "doctor_other_login_ended" if ended else "doctor_other_login_until"
        findings.append(Finding("logins", "info", login.path, Reason(code, params)))
    return findings
