"""Keys that cannot work where they lie: another provider's, placeholders, cut, run together."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Finding
from openclaw_auth.health.lint.places import (
    config_keys,
    first_snapshot,
    own_stores,
    paste_command,
    remove_command,
    stored,
    variables,
    where,
)
from openclaw_auth.providers.paste_verdict import judge_paste

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from openclaw_auth.health.evidence import AgentFact, Evidence
    from openclaw_auth.health.finding import Severity
    from openclaw_auth.health.lint.places import Place

# What a paste is only warned about, and is still worth a look where it lies.
_WARNED: dict[str, Severity] = {
    "credential_admin_key": "error",
    "credential_refresh_token": "error",
    "credential_access_key_id": "error",
    "credential_placeholder": "error",
    "credential_cut": "warning",
    "credential_has_spaces": "warning",
    "credential_other_shape": "info",
}
# What is said of a paste holds of a place in other words.
_WORDS = {
    "credential_other_provider": "lint_key_other_provider",
    "credential_placeholder": "lint_key_placeholder",
    "credential_masked": "lint_key_masked",
    "credential_two_in_one": "lint_key_two_in_one",
    "credential_control_chars": "lint_key_control_chars",
    "credential_huge": "lint_key_huge",
    "credential_admin_key": "lint_key_admin",
    "credential_refresh_token": "lint_key_refresh_token",
    "credential_access_key_id": "lint_key_access_key_id",
    "credential_cut": "lint_key_cut",
    "credential_has_spaces": "lint_key_has_spaces",
    "credential_other_shape": "lint_key_other_shape",
}


def check(evidence: Evidence) -> list[Finding]:
    """Return the places that hold what is no key of theirs."""
    stores = own_stores(evidence)
    places = [place for fact in stores for place in stored(fact, evidence)]
    places += config_keys(evidence)
    found = [_finding(place, evidence) for place in places]
    found += _variables(evidence)
    empty = [finding for fact in stores for finding in _empty(fact, evidence)]
    return [finding for finding in found if finding is not None] + empty


def _empty(fact: AgentFact, evidence: Evidence) -> Iterator[Finding]:
    for profile in fact.own.profiles.values():
        if not profile.secret and not profile.refresh:
            mend = paste_command(profile, fact.agent, evidence)
            mend = mend or remove_command(profile.id, fact.agent, evidence)
            shown = profile.id + where(fact.agent)
            reason = Reason("lint_key_empty", {"place": shown, "mend": mend})
            yield Finding("model_auth", "error", profile.id, reason)


def _variables(evidence: Evidence) -> list[Finding | None]:
    """Judge variables, which serve other programs too: only what is surely wrong is told.

    One that several providers read is wrong when none of them takes it.
    """
    by_name: dict[str, list[Place]] = {}
    for place in variables(evidence):
        by_name.setdefault(place.name, []).append(place)
    found = []
    for places in by_name.values():
        findings = [_finding(place, evidence) for place in places]
        surely = all(f is not None and f.severity == "error" for f in findings)
        surely = surely and not any(_in_env_file(f, evidence) for f in findings if f is not None)
        found += findings[:1] if surely else []
    return found


def _in_env_file(finding: Finding, evidence: Evidence) -> bool:
    """Whether it is a line of a `.env` that ran into another: told with both names elsewhere."""
    glued = finding.reason.code == "lint_key_two_in_one"
    return glued and any(finding.subject in values for values in evidence.env_files.values())


def _finding(place: Place, evidence: Evidence) -> Finding | None:
    verdict = judge_paste(place.provider, place.type, place.secret.reveal())
    for reason in verdict.reasons:
        severity = "error" if verdict.outcome == "refuse" else _WARNED.get(reason.code)
        code = _WORDS.get(reason.code)
        if severity is None or code is None or _users_own(place, reason, evidence):
            continue
        mend = place.renew or place.clear
        params = {**reason.params, "provider": place.provider, "mend": mend}
        params["place"] = place.name + where(place.agent)
        return Finding("model_auth", severity, place.name, Reason(code, params))
    return None


def _users_own(place: Place, reason: Reason, evidence: Evidence) -> bool:
    """Whether the config sends this provider's requests elsewhere, with whatever key that takes."""
    if reason.code not in ("credential_other_provider", "credential_other_shape", "credential_cut"):
        return False
    snapshot = first_snapshot(evidence)
    provider = snapshot.providers.get(place.provider) if snapshot is not None else None
    return provider is None or provider.custom
