"""A credential that hides a newer one: a stale variable, a profile that was not renewed."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Finding
from openclaw_auth.health.lint.places import option, remove_command, unset_command, variables
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from openclaw_auth.health.evidence import AgentFact, Evidence
    from openclaw_auth.health.lint.places import Place
    from openclaw_auth.selection.decision import Decision

# Why a profile is not used that time does not mend and that nobody asked for.
_PASSED_OVER = ("hidden_by_config", "mode_mismatch")


def check(evidence: Evidence) -> list[Finding]:
    """Return what is used in place of something newer; what several agents share, once."""
    found = {f.subject: f for f in _by_layers(evidence)}
    for place in variables(evidence):
        for fact in evidence.agents:
            finding = _between(place, fact, evidence)
            if finding is not None:
                found.setdefault(finding.subject, finding)
    return list(found.values())


def _by_layers(evidence: Evidence) -> Iterator[Finding]:
    """Yield the variables whose value in a `.env` does not count because the process has another."""
    names = evidence.settings.catalogue.every_env_name()
    for path, values in evidence.env_files.items():
        for name in sorted(names.intersection(values)):
            used = evidence.settings.environment.get(name)
            if used is None or not values[name].strip() or used.value == values[name]:
                continue
            params = {"name": name, "path": path, "layer": used.layer}
            params["mend"] = unset_command(used, evidence)  # type: ignore[assignment] # Reason too
            yield Finding("model_auth", "warning", name, Reason("lint_variable_two_values", params))


def _between(place: Place, fact: AgentFact, evidence: Evidence) -> Finding | None:
    """Return what is wrong between a variable and the profiles that an agent has beside it."""
    if fact.snapshot is None:
        return None
    decision = select(fact.snapshot, Request(place.provider), evidence.now_ms)
    chosen = decision.next
    if chosen is None:
        return None
    if chosen.kind == "env":
        return _passed_over(place, decision, fact, evidence)
    if chosen.kind != "profile" or chosen.secret == place.secret:
        return None
    added_ms = fact.added_at_ms.get(chosen.profile_id or "")
    newer = place.since_ms is not None and added_ms is not None and place.since_ms > added_ms
    if not newer or chosen.inherited:
        return None
    profile_id = chosen.profile_id or ""
    mend = remove_command(profile_id, fact.agent, evidence)
    params = {"name": place.name, "profile": profile_id, "mend": mend}
    reason = Reason("lint_profile_before_newer_variable", params)
    return Finding("model_auth", "warning", place.name, reason)


def _passed_over(
    place: Place, decision: Decision, fact: AgentFact, evidence: Evidence
) -> Finding | None:
    """Return the stored profile that a variable stands in for, unless it is surely older."""
    chosen = decision.next
    if chosen is None or chosen.secret != place.secret:
        return None
    for candidate in decision.candidates:
        if candidate.reason.code not in _PASSED_OVER or candidate.secret == place.secret:
            continue
        profile_id = candidate.profile_id or ""
        added_ms = fact.added_at_ms.get(profile_id)
        older = added_ms is not None and place.since_ms is not None and added_ms < place.since_ms
        if older:
            continue
        ids = [profile_id, *(c.profile_id for c in decision.candidates if _usable_later(c.reason))]
        order = " ".join(dict.fromkeys(i for i in ids if i))
        params = {"name": place.name, "profile": profile_id, "provider": place.provider}
        params |= {"order": order, "option": option(fact.agent, evidence)}
        reason = Reason("lint_variable_before_profile", params)
        return Finding("model_auth", "warning", place.name, reason)
    return None


def _usable_later(reason: Reason) -> bool:
    return reason.code in ("cooling", "disabled", "hidden_by_config")
