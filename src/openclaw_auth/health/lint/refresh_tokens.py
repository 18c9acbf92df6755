"""One refresh token in two stores: whoever uses it first locks the other out."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Finding
from openclaw_auth.health.lint.places import own_stores, remove_command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.agents import Agent
    from openclaw_auth.credentials import Profile
    from openclaw_auth.health.evidence import Evidence

    Holder = tuple[Agent, Profile]


def check(evidence: Evidence) -> list[Finding]:
    """Return every holder of a refresh token but the first, which is main's where main has it."""
    holders: dict[str, list[Holder]] = {}
    for fact in own_stores(evidence):
        for profile in fact.own.profiles.values():
            if profile.type == "oauth" and profile.refresh:
                name = profile.refresh.fingerprint(evidence.fingerprint_key)
                holders.setdefault(name, []).append((fact.agent, profile))
    return [
        _finding(first, other, evidence) for first, *others in holders.values() for other in others
    ]


def _finding(first: Holder, other: Holder, evidence: Evidence) -> Finding:
    agent, profile = other
    params = {
        "profile": profile.id,
        "agent": agent.id,
        "owner": first[1].id,
        "owner_agent": first[0].id,
        "mend": remove_command(profile.id, agent, evidence),
    }
    # One that does not read through to main has to log in for itself.
    code = "lint_refresh_token_shared" if not agent.isolated else "lint_refresh_token_isolated"
    return Finding("model_auth", "error", profile.id, Reason(code, params))
