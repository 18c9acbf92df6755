"""One refresh token in two stores: whoever uses it first locks the other out."""

from __future__ import annotations

from shlex import quote

from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Finding
from openclaw_auth.health.lint.places import own_stores, remove_command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    found = [
        _finding(first, other, evidence) for first, *others in holders.values() for other in others
    ]
    return found + list(_left_behind(holders, evidence))


def _left_behind(holders: Mapping[str, list[Holder]], evidence: Evidence) -> Iterator[Finding]:
    """Yield the stores that no agent uses and that hold a token in use, each once."""
    for agent_dir, data in evidence.unlisted.items():
        for profile in data.profiles.values():
            if profile.type != "oauth" or not profile.refresh:
                continue
            known = holders.get(profile.refresh.fingerprint(evidence.fingerprint_key))
            if known is not None:
                agent, owner = known[0]
                path = evidence.settings.paths.store_path(agent_dir)
                params = {"profile": profile.id, "path": path, "mend": _set_aside(path)}
                params |= {"owner": owner.id, "owner_agent": agent.id}
                reason = Reason("lint_refresh_token_unlisted", params)
                yield Finding("model_auth", "warning", profile.id, reason)
                break


def _set_aside(path: str) -> str:
    return f"mv {quote(path)} {quote(path + '.unused')}"


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
