"""Whether each model in use has a credential that can serve it."""

from __future__ import annotations

from openclaw_auth.agents import ModelChoice
from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Finding
from openclaw_auth.providers.model_ref import try_parse_ref
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from openclaw_auth.health.evidence import AgentFact, Evidence
    from openclaw_auth.health.finding import Severity
    from openclaw_auth.selection.snapshot import Snapshot


def check(evidence: Evidence) -> list[Finding]:
    """Return the models that nothing can serve; what several agents share is told once."""
    if not evidence.config_readable:
        return []
    found: dict[tuple[str, str], tuple[Finding, list[str]]] = {}
    for fact in evidence.agents:
        if fact.snapshot is None:
            continue
        for severity, model in _in_use(fact, evidence):
            reason = _unserved(model, fact.snapshot, evidence)
            if reason is not None:
                finding = Finding("models", severity, model, reason)
                found.setdefault((model, reason.code), (finding, []))[1].append(fact.agent.id)
    for finding, agents in found.values():
        finding.reason.params["agents"] = ", ".join(dict.fromkeys(agents))
    return [finding for finding, _ in found.values()]


def _in_use(fact: AgentFact, evidence: Evidence) -> Iterator[tuple[Severity, str]]:
    """Yield the models of an agent as written: without the first nothing works."""
    view = evidence.settings.view
    choice = ModelChoice(view, fact.agent.id)
    yield "error", choice.primary
    others = (*choice.fallbacks, view.image_model() or "", *view.image_fallbacks())
    for model in dict.fromkeys(others):
        if model and model != choice.primary:
            yield "warning", model


def _unserved(model: str, snapshot: Snapshot, evidence: Evidence) -> Reason | None:
    """Return why no request for a model can be sent, None when one can."""
    ref = try_parse_ref(model, evidence.settings.view.aliases())
    if ref is None:
        return Reason("doctor_model_nameless", {"model": model})
    decision = select(snapshot, Request(ref.provider), evidence.now_ms)
    if decision.next is not None:
        return None
    params = {"model": ref.key, "provider": ref.provider}
    provider = snapshot.providers.get(ref.provider)
    if provider is not None and provider.blocked is not None:
        blocked = provider.blocked
        return Reason("doctor_provider_not_called", {**params, "why": blocked, **blocked.params})
    there = [c for c in decision.candidates if c.reason.code != "profile_unknown"]
    if not there:
        return Reason("doctor_no_credential", params)
    return Reason("doctor_none_usable", {**params, "count": len(there)})
