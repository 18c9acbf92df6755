"""Stored profiles: ended, resting, hidden, or named where they are not."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.expiry import expiry_status
from openclaw_auth.health.finding import Finding
from openclaw_auth.selection.eligibility import unusable_until_ms
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from openclaw_auth.credentials import Profile
    from openclaw_auth.health.evidence import AgentFact, Evidence
    from openclaw_auth.health.finding import Severity
    from openclaw_auth.selection.decision import Decision
    from openclaw_auth.selection.snapshot import Snapshot

# What `select` says of a candidate, and how grave it is that it does.
_SEVERITIES: dict[str, Severity] = {
    "profile_unknown": "warning",
    "profile_other_provider": "warning",
    "mode_mismatch": "warning",
    "secret_empty": "error",
    "billing_cross_blocked": "info",
}

# Ids under which OpenClaw kept other tools' logins; two programs that refresh one grant lose it.
_TAKEN_OVER = {"anthropic:claude-cli": "Claude Code", "openai-codex:codex-cli": "Codex"}


def check(evidence: Evidence) -> list[Finding]:
    """Return what is wrong with profiles; each is told once, by the agent that keeps it."""
    findings: list[Finding] = []
    # What the config names may be stored by one agent and not by another.
    stored = {i for fact in evidence.agents for i in fact.own.profiles}
    told: set[tuple[str, str, str]] = set()
    for fact in evidence.agents:
        where = "" if fact.agent.id == "main" else f" (agent {fact.agent.id})"
        for profile in fact.own.profiles.values():
            findings += _ends(profile, where, evidence.now_ms)
            findings += _rests(profile, fact, where, evidence.now_ms)
            findings += _taken_over(profile, where)
        if fact.snapshot is not None:
            for finding in _misnamed(fact.snapshot, stored, evidence.now_ms):
                key = (finding.subject, finding.reason.code, str(finding.reason.params))
                if key not in told:
                    told.add(key)
                    findings.append(finding)
    return findings


def _ends(profile: Profile, where: str, now_ms: int) -> Iterator[Finding]:
    status = expiry_status(profile, now_ms)
    codes: dict[str, tuple[str, Severity]] = {
        "expired": ("doctor_expired", "error"),
        "expiring": ("doctor_expiring", "warning"),
        "missing": ("doctor_expiry_missing", "warning"),
    }
    if status not in codes:
        return
    code, severity = codes[status]
    params: dict[str, object] = {
        "profile": profile.id,
        "provider": profile.provider,
        "where": where,
        "expires_ms": profile.expires_ms,
        "until_ms": profile.expires_ms,
    }
    yield Finding("model_auth", severity, profile.id, Reason(code, params))


def _rests(profile: Profile, fact: AgentFact, where: str, now_ms: int) -> Iterator[Finding]:
    stats = fact.own.usage_stats.get(profile.id)
    until_ms = unusable_until_ms(stats, now_ms)
    if stats is None or until_ms is None:
        return
    params: dict[str, object] = {"profile": profile.id, "where": where, "until_ms": until_ms}
    code = "doctor_cooldown"
    if (stats.disabled_until_ms or 0) > now_ms:
        params["why"] = stats.disabled_reason or "unknown"
        code = "doctor_disabled_billing" if params["why"] == "billing" else "doctor_disabled"
    yield Finding("model_auth", "warning", profile.id, Reason(code, params))


def _taken_over(profile: Profile, where: str) -> Iterator[Finding]:
    """Yield it when OpenClaw once copied this login from another tool."""
    tool = _TAKEN_OVER.get(profile.id)
    if tool is not None:
        params = {"profile": profile.id, "provider": profile.provider, "tool": tool, "where": where}
        yield Finding("model_auth", "warning", profile.id, Reason("doctor_taken_over", params))


def _misnamed(snapshot: Snapshot, stored: set[str], now_ms: int) -> Iterator[Finding]:
    """Yield what config and orders say that does not fit what is stored."""
    providers = {
        *(p.provider for p in snapshot.data.profiles.values()),
        *(c.provider for c in snapshot.config_profiles.values()),
        *snapshot.data.order,
        *snapshot.config_order,
    }
    for provider in sorted(providers):
        decision = select(snapshot, Request(provider), now_ms)
        for candidate in decision.candidates:
            severity = _SEVERITIES.get(candidate.reason.code)
            subject = candidate.profile_id or candidate.source
            elsewhere = decision.order_source != "store_order" and subject in stored
            if severity and not (candidate.reason.code == "profile_unknown" and elsewhere):
                yield Finding("model_auth", severity, subject, candidate.reason)
        yield from _hidden(provider, decision, snapshot)


def _hidden(provider: str, decision: Decision, snapshot: Snapshot) -> Iterator[Finding]:
    """Yield one finding for all profiles that the config hides, with the order that keeps them."""
    ids = [c.profile_id for c in decision.candidates if c.profile_id in snapshot.data.profiles]
    hidden = [
        c.profile_id or "" for c in decision.candidates if c.reason.code == "hidden_by_config"
    ]
    if hidden:
        used = [i for i in ids if i and i not in hidden]
        params = {"provider": provider, "profiles": ", ".join(hidden)}
        reason = Reason("doctor_hidden", {**params, "order": " ".join([*used, *hidden])})
        yield Finding("model_auth", "warning", hidden[0], reason)
