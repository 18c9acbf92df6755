"""Stores that cannot be understood, files half written, and what older versions left."""

from __future__ import annotations

import os

from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Finding
from openclaw_auth.health.fixes import ImportLegacy, Move, PutBack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from openclaw_auth.health.evidence import AgentFact, Evidence
    from openclaw_auth.health.finding import Severity

_BROKEN = ("store_not_json", "store_not_utf8", "store_not_object", "store_no_profiles")
_HARMLESS = ("doctor_older_config_beside", "doctor_older_state_dir")


def older_versions(evidence: Evidence) -> list[Finding]:
    """Return what older versions left where nothing reads it, or under an older name."""
    findings = []
    older = evidence.older_agent_dir
    if older is not None:
        target = os.path.join(evidence.settings.paths.state_dir, "agents", "main", "agent")
        reason = Reason("doctor_older_agent_dir", {"path": older, "target": target})
        fix = Move(older, target)
        findings.append(Finding("files", "warning", older, reason, fix))
    for left in evidence.half_migrated:
        reason = Reason(left.code, {"path": left.path, "target": left.target})
        move = Move(left.path, left.target) if left.code == "doctor_older_config_name" else None
        severity: Severity = "info" if left.code in _HARMLESS else "warning"
        findings.append(Finding("files", severity, left.path, reason, move))
    return findings


def leftovers(evidence: Evidence) -> list[Finding]:
    """Return files that a dead process was writing."""
    return [
        Finding("files", "warning", path, Reason("doctor_leftover", {"path": path}))
        for path in evidence.leftovers
    ]


def stores(evidence: Evidence) -> list[Finding]:
    """Return stores that cannot be read or understood, and legacy files that wait for import."""
    return [found for fact in evidence.agents for found in _of_store(fact, evidence)]


def _of_store(fact: AgentFact, evidence: Evidence) -> Iterator[Finding]:
    path = evidence.settings.paths.store_path(fact.agent.dir)
    if fact.unreadable is not None:
        yield Finding("files", "error", path, fact.unreadable)
    for problem in fact.own.problems:
        reason = problem
        if reason.code == "store_from_legacy":
            continue
        severity: Severity = "warning" if reason.code == "store_entry_skipped" else "error"
        subject = str(reason.params.get("path", path))
        fix = None
        if reason.code in _BROKEN:  # their own remedy is to come here
            reason = Reason("doctor_store_broken", {"problem": reason, "path": subject})
            fix = PutBack(subject, None) if subject == path else None
        yield Finding("files", severity, subject, reason, fix)
    if fact.own.legacy is not None:
        reason = Reason("doctor_legacy_waiting", {"path": fact.own.legacy, "store": path})
        # Without a config nobody knows where the agent keeps its store; and what an older
        # version's directory holds goes first.
        clear = evidence.config_readable and evidence.older_agent_dir is None
        importing = ImportLegacy(fact.agent.dir) if clear else None
        yield Finding("files", "warning", fact.own.legacy, reason, importing)
