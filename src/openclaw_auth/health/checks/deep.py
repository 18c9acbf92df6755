"""What providers said of the credentials, when `--deep` asked them their free questions."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.health.evidence import Evidence
    from openclaw_auth.health.finding import Severity

_SEVERITIES: dict[str, Severity] = {
    "auth": "error",
    "billing": "error",
    "rate_limit": "warning",
    "timeout": "warning",
}


def check(evidence: Evidence) -> list[Finding]:
    """Return the credentials that their providers refuse, and providers that do not answer."""
    found = []
    for asked in evidence.deep or ():
        severity = _SEVERITIES.get(asked.status)
        if severity is not None and asked.reason is not None:
            params = {"name": asked.name, "provider": asked.provider, "why": asked.reason}
            reason = Reason("doctor_refused", params)
            found.append(Finding("model_auth", severity, asked.name, reason))
    return found
