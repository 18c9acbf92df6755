"""The service that keeps the gateway running: stopped, out of date, or kept by nobody."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Finding
from openclaw_auth.health.fixes import MendService

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.health.evidence import Evidence
    from openclaw_auth.health.host_facts import ServiceFact


def running(evidence: Evidence) -> list[Finding]:
    """Return it when the service does not run or nobody is there to run it, and older services."""
    found = [
        Finding("service", "warning", path, Reason("doctor_service_older", {"path": path}))
        for path in (evidence.host.older_services if evidence.host is not None else ())
    ]
    fact = _installed(evidence)
    return found if fact is None else found + _standing(fact)


def _standing(fact: ServiceFact) -> list[Finding]:
    path = fact.state.path
    if fact.unmanaged is not None:
        reason = Reason("doctor_service_unmanaged", {"path": path, "why": fact.unmanaged})
        return [Finding("service", "warning", path, reason)]
    if fact.state.running is not False:
        return []
    fix = MendService(path)
    reason = Reason("doctor_service_stopped", {"path": path, "kind": fact.state.kind})
    return [Finding("service", "error", path, reason, fix)]


def environment(evidence: Evidence) -> list[Finding]:
    """Return why the service's file should be written anew."""
    fact = _installed(evidence)
    if fact is None:
        return []
    path = fact.state.path
    if not fact.ours:
        reason = Reason("doctor_service_foreign", {"path": path})
        return [Finding("service", "warning", path, reason, _anew(fact, by_force=True))]
    # What somebody put into the file by hand is theirs; a program that is gone runs nowhere.
    by_force = any(why.code != "service_program_gone" for why in fact.state.stale)
    return [
        Finding(
            "service",
            "warning",
            f"{path}: {why.code}",
            Reason("doctor_service_stale", {"path": path, "why": why}),
            _anew(fact, by_force=by_force),
        )
        for why in fact.state.stale
    ]


def _anew(fact: ServiceFact, *, by_force: bool) -> MendService | None:
    if fact.unmanaged is not None:
        return None
    return MendService(fact.state.path, anew=True, by_force=by_force)


def _installed(evidence: Evidence) -> ServiceFact | None:
    fact = evidence.host.service if evidence.host is not None else None
    return fact if fact is not None and fact.state.installed else None
