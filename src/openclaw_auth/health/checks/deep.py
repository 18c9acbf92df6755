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
    """Return the credentials that their providers refuse, and each provider that does not answer."""
    found: dict[tuple[str, str], Finding] = {}
    for asked in evidence.deep or ():
        severity = _SEVERITIES.get(asked.status)
        if severity is None or asked.reason is None:
            continue
        # Silence is the provider's, whichever credential was sent.
        name = asked.provider if asked.status == "timeout" else asked.name
        params = {"name": name, "provider": asked.provider, "why": asked.reason}
        finding = Finding("model_auth", severity, name, Reason("doctor_refused", params))
        found.setdefault((name, asked.reason.code), finding)
    return list(found.values())
