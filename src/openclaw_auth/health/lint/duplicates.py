"""One secret in several places: a second profile that is none, a copy that no change reaches."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Finding
from openclaw_auth.health.lint.places import config_keys, own_stores, stored, variables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from openclaw_auth.health.evidence import Evidence
    from openclaw_auth.health.lint.places import Place

_LISTED = 5


def check(evidence: Evidence) -> list[Finding]:
    """Return secrets that are held more than once, each once."""
    profiles: dict[str, list[Place]] = {}
    for fact in own_stores(evidence):
        for place in stored(fact, evidence):
            profiles.setdefault(_name(place, evidence), []).append(place)
    found: list[Finding] = []
    for places in profiles.values():
        found += _in_one_store(places)
        found += _copied(places)
    return found + _outside(profiles, evidence)


def _name(place: Place, evidence: Evidence) -> str:
    return place.secret.fingerprint(evidence.fingerprint_key)


def _in_one_store(places: list[Place]) -> Iterator[Finding]:
    """Yield it for each store in which one provider has the same key under several ids.

    Two providers may share a key on purpose (a coding plan and its plain API).
    """
    groups: dict[tuple[str, str], list[Place]] = {}
    for place in places:
        if place.agent is not None:
            groups.setdefault((place.agent.dir, place.provider), []).append(place)
    for first, *others in groups.values():
        if others:
            names = [place.name for place in (first, *others)]
            params = {
                "profiles": ", ".join(names[:_LISTED]) + (", …" if len(names) > _LISTED else ""),
                "count": len(names),
                "mend": " && ".join(str(place.clear) for place in others),
            }
            reason = Reason("lint_same_key_twice", params)
            yield Finding("model_auth", "warning", others[0].name, reason)


def _copied(places: list[Place]) -> Iterator[Finding]:
    """Yield the copies of main's keys in agents that would read through to main's anyway."""
    of_main = {p.name for p in places if p.agent is not None and p.agent.id == "main"}
    for place in places:
        agent = place.agent
        if agent is None or agent.id == "main" or agent.isolated or place.name not in of_main:
            continue
        params = {"profile": place.name, "agent": agent.id, "mend": place.clear}
        yield Finding("model_auth", "warning", place.name, Reason("lint_copied_key", params))


def _outside(profiles: dict[str, list[Place]], evidence: Evidence) -> list[Finding]:
    """Return the variables and config keys that hold what a profile holds too."""
    found = {}
    for place in (*variables(evidence), *config_keys(evidence)):
        held = profiles.get(_name(place, evidence))
        if held and place.written:
            params = {"place": place.name, "profile": held[0].name, "mend": place.clear}
            reason = Reason("lint_key_also_outside", params)
            found[place.name] = Finding("model_auth", "info", place.name, reason)
    return list(found.values())
