"""Who could reach the gateway, and whether a token stands before it."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.health.evidence import Evidence

_LOOPBACK = ("", "loopback", "localhost", "127.0.0.1", "::1", "[::1]")


def check(evidence: Evidence) -> list[Finding]:
    """Return what is wrong with the gateway's token and bind; nothing for a remote gateway."""
    view = evidence.settings.view
    if not evidence.config_readable or view.gateway_mode() == "remote":
        return []
    findings = []
    bind = (view.gateway_bind() or "").strip()
    beyond = bind.lower() not in _LOOPBACK
    if beyond:
        reason = Reason("doctor_bind_open", {"bind": bind})
        findings.append(Finding("gateway", "warning", "gateway.bind", reason))
    if evidence.gateway_token is None:
        reason = Reason("doctor_token_unresolved")
        findings.append(Finding("gateway", "error", "gateway.auth.token", reason))
    elif not evidence.gateway_token:
        findings.append(_without_token(beyond))
    return findings


def _without_token(beyond: bool) -> Finding:
    if beyond:
        reason = Reason("doctor_token_missing_open")
        return Finding("gateway", "error", "gateway.auth.token", reason)
    return Finding("gateway", "info", "gateway.auth.token", Reason("doctor_token_missing"))
