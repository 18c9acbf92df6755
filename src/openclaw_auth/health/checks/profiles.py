"""Stored profiles: ended, resting, or copied from another tool."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.expiry import expiry_status
from openclaw_auth.health.finding import Finding
from openclaw_auth.health.lint.places import in_agent, option, renew_command
from openclaw_auth.selection.cooldown_limits import DEFAULTS
from openclaw_auth.selection.resting import resting_reason
from openclaw_auth.selection.standing import standing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from openclaw_auth.credentials import Profile
    from openclaw_auth.health.evidence import AgentFact, Evidence
    from openclaw_auth.health.finding import Severity
    from openclaw_auth.selection.standing import TimeOut

# Ids under which OpenClaw kept other tools' logins; two programs that refresh one grant lose it.
_TAKEN_OVER = {"anthropic:claude-cli": "Claude Code", "openai-codex:codex-cli": "Codex"}


def ends(evidence: Evidence) -> list[Finding]:
    """Return profiles that have ended or soon will."""
    return [f for p, fact in _own(evidence) for f in _ends(p, fact, evidence)]


def time_outs(evidence: Evidence) -> list[Finding]:
    """Return profiles that rest, and those that time does not heal."""
    now_ms = evidence.now_ms
    return [f for p, fact in _own(evidence) for f in _rests(p, fact, now_ms)]


def taken_over(evidence: Evidence) -> list[Finding]:
    """Return copies of other tools' logins."""
    return [f for p, fact in _own(evidence) for f in _taken_over(p, fact, evidence)]


def _own(evidence: Evidence) -> Iterator[tuple[Profile, AgentFact]]:
    """Yield each profile once, by the agent that keeps it."""
    for fact in evidence.agents:
        for profile in fact.own.profiles.values():
            yield profile, fact


def _ends(profile: Profile, fact: AgentFact, evidence: Evidence) -> Iterator[Finding]:
    status = expiry_status(profile, evidence.now_ms)
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
        "agent": fact.agent.id,
        "where": in_agent(fact.agent),
        "mend": renew_command(profile, fact.agent, evidence),
        "option": option(fact.agent, evidence),
        "expires_ms": profile.expires_ms,
        "until_ms": profile.expires_ms,
    }
    yield Finding("model_auth", severity, profile.id, Reason(code, params))


def _rests(profile: Profile, fact: AgentFact, now_ms: int) -> Iterator[Finding]:
    stats = fact.own.usage_stats.get(profile.id)
    out = _time_out(profile, fact, now_ms)
    if stats is None or out is None:
        return
    if out.until_ms is None:
        reason = resting_reason(out, profile.id, profile.provider, profile.type, now_ms)
        yield Finding(
            "model_auth", "error" if out.kind == "dead" else "warning", profile.id, reason
        )
        return
    noted_ms = max(stats.cooldown_until_ms or 0, stats.disabled_until_ms or 0)
    until_ms = min(noted_ms, out.until_ms)  # nobody believes one of years
    params: dict[str, object] = {"profile": profile.id, "until_ms": until_ms}
    params |= {"agent": fact.agent.id, "where": in_agent(fact.agent)}
    code = "doctor_cooldown"
    if (stats.disabled_until_ms or 0) > now_ms:
        params["why"] = stats.disabled_reason or "unknown"
        code = "doctor_disabled_billing" if params["why"] == "billing" else "doctor_disabled"
    yield Finding("model_auth", "warning", profile.id, Reason(code, params))


def _time_out(profile: Profile, fact: AgentFact, now_ms: int) -> TimeOut | None:
    """Return the time out of a whole profile, if it is about the secret that is there now."""
    name_of = fact.snapshot.fingerprint if fact.snapshot is not None else None

    def fingerprint() -> str | None:
        return name_of(profile.secret) if name_of and profile.secret is not None else None

    stats = fact.own.usage_stats.get(profile.id)
    limits = fact.snapshot.limits if fact.snapshot is not None else None
    return standing(
        stats, model=None, fingerprint=fingerprint, now_ms=now_ms, limits=limits or DEFAULTS
    )


def _taken_over(profile: Profile, fact: AgentFact, evidence: Evidence) -> Iterator[Finding]:
    """Yield it when OpenClaw once copied this login from another tool."""
    tool = _TAKEN_OVER.get(profile.id)
    if tool is not None:
        params: dict[str, object] = {"profile": profile.id, "tool": tool}
        params["provider"] = profile.provider
        params["where"] = in_agent(fact.agent)
        params["option"] = option(fact.agent, evidence)
        yield Finding("model_auth", "warning", profile.id, Reason("doctor_taken_over", params))
