"""Stored profiles that the config hides by naming others only (ruling 19)."""

from __future__ import annotations

from shlex import quote

from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Finding
from openclaw_auth.health.lint.places import option
from openclaw_auth.selection.order import listing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from openclaw_auth.health.evidence import AgentFact, Evidence


def check(evidence: Evidence) -> list[Finding]:
    """Return one finding for each provider, with the order that uses all of its profiles."""
    found: dict[tuple[str, ...], Finding] = {}
    for fact in evidence.agents:
        for profile_ids, finding in _hidden(fact, evidence):
            found.setdefault(profile_ids, finding)
    return list(found.values())


def _hidden(fact: AgentFact, evidence: Evidence) -> Iterator[tuple[tuple[str, ...], Finding]]:
    if fact.snapshot is None:
        return
    profiles = fact.snapshot.data.profiles
    for provider in sorted({p.provider for p in profiles.values()}):
        chosen = listing(fact.snapshot, provider)
        if chosen.source != "config_profiles" or not chosen.hidden:
            continue
        used = [i for i in chosen.profile_ids if i in profiles]
        order = " ".join(quote(i) for i in (*used, *chosen.hidden))
        params = {"provider": provider, "profiles": ", ".join(chosen.hidden), "order": order}
        params["option"] = option(fact.agent, evidence)
        finding = Finding(
            "model_auth", "warning", chosen.hidden[0], Reason("doctor_hidden", params)
        )
        yield tuple(chosen.hidden), finding
