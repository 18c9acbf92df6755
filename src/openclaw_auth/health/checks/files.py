"""Stores that cannot be understood, files half written, and what older versions left."""

from __future__ import annotations

import os

from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Finding, ImportLegacy, MoveDirectory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from openclaw_auth.health.evidence import AgentFact, Evidence
    from openclaw_auth.health.finding import Severity

_BROKEN = ("store_not_json", "store_not_utf8", "store_not_object", "store_no_profiles")


def check(evidence: Evidence) -> list[Finding]:
    """Return what is wrong with the files of stores."""
    findings = []
    older = evidence.older_agent_dir
    if older is not None:
        target = os.path.join(evidence.settings.paths.state_dir, "agents", "main", "agent")
        reason = Reason("doctor_older_agent_dir", {"path": older, "target": target})
        fix = MoveDirectory(older, target)
        findings.append(Finding("files", "warning", older, reason, fix))
    findings += stores(evidence)
    for path in evidence.leftovers:
        reason = Reason("doctor_leftover", {"path": path})
        findings.append(Finding("files", "warning", path, reason))
    return findings


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
        if reason.code in _BROKEN:  # their own remedy is to come here
            reason = Reason("doctor_store_broken", {"problem": reason, "path": subject})
        yield Finding("files", severity, subject, reason)
    if fact.own.legacy is not None:
        reason = Reason("doctor_legacy_waiting", {"path": fact.own.legacy, "store": path})
        # Without a config nobody knows where the agent keeps its store; and what an older
        # version's directory holds goes first.
        clear = evidence.config_readable and evidence.older_agent_dir is None
        fix = ImportLegacy(fact.agent.dir) if clear else None
        yield Finding("files", "warning", fact.own.legacy, reason, fix)
