"""Who could reach the gateway, and whether a token stands before it."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Finding
from openclaw_auth.health.fixes import MakeToken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.health.evidence import Evidence

_LOOPBACK = ("", "loopback", "localhost", "127.0.0.1", "::1", "[::1]")
_BIND = "gateway.bind"
_TOKEN = "gateway.auth.token"  # noqa: S105 # a place in the config


def bind(evidence: Evidence) -> list[Finding]:
    """Return who else could reach the gateway; nothing for a remote one."""
    if not _is_here(evidence):
        return []
    problem = evidence.host.bind_problem if evidence.host is not None else None
    if problem is not None:
        return [Finding("gateway", "error", _BIND, problem)]
    if not _beyond(evidence):
        return []
    reason = Reason("doctor_bind_open", {"bind": _bind(evidence)})
    return [Finding("gateway", "warning", _BIND, reason)]


def token(evidence: Evidence) -> list[Finding]:
    """Return whether a token stands before it."""
    if not _is_here(evidence) or evidence.gateway_token:
        return []
    if evidence.gateway_token is None:
        return [Finding("gateway", "error", _TOKEN, Reason("doctor_token_unresolved"))]
    return [_without_token(_beyond(evidence))]


def port(evidence: Evidence) -> list[Finding]:
    """Return who else holds the port that the gateway wants, and a port that is none."""
    problem = evidence.host.port_problem if evidence.host is not None else None
    if problem is not None and _is_here(evidence):
        return [Finding("gateway", "error", "gateway.port", problem)]
    fact = evidence.host.port if evidence.host is not None else None
    if fact is None or not fact.taken or not _is_here(evidence):
        return []
    owner = fact.owner or Reason("doctor_port_somebody")
    params = {"port": fact.port, "owner": owner, "free": fact.free or fact.port + 1}
    return [Finding("gateway", "warning", "gateway.port", Reason("doctor_port_taken", params))]


def view(evidence: Evidence) -> list[Finding]:
    """Return where the running gateway sees other variables than this command."""
    differs = evidence.host.gateway_differs if evidence.host is not None else ()
    return [
        Finding("gateway", "warning", str(reason.params.get("name", "")), reason)
        for reason in differs
    ]


def _is_here(evidence: Evidence) -> bool:
    return evidence.config_readable and evidence.settings.view.gateway_mode() != "remote"


def _bind(evidence: Evidence) -> str:
    return (evidence.settings.view.gateway_bind() or "").strip()


def _beyond(evidence: Evidence) -> bool:
    return _bind(evidence).lower() not in _LOOPBACK


def _without_token(beyond: bool) -> Finding:
    if beyond:
        reason = Reason("doctor_token_missing_open")
        return Finding("gateway", "error", _TOKEN, reason, MakeToken())
    return Finding("gateway", "info", _TOKEN, Reason("doctor_token_missing"))
