"""Asks a provider about a credential that is not stored yet: is it taken, and what does it see?"""

from __future__ import annotations

import json

from openclaw_auth.errors import CredentialRefused, TransportError
from openclaw_auth.health.probe import run_probes
from openclaw_auth.health.probe_plan import plan_probes
from openclaw_auth.health.probe_questions import list_question
from openclaw_auth.health.probe_target import ProbeAsk
from openclaw_auth.onboarding.default_model import visible_models
from openclaw_auth.providers.models import models_of_catalogue
from openclaw_auth.selection.failure_rules import load_rules
from openclaw_auth.store.data import StoreData
from openclaw_auth.transport.blocking import fetch
from openclaw_auth.transport.exchange import UpstreamRequest
from openclaw_auth.transport.route import plan_route
from openclaw_auth.world import agent_snapshot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from openclaw_auth.agents import Agent
    from openclaw_auth.credentials import Profile
    from openclaw_auth.health.probe_target import ProbeTarget, Question
    from openclaw_auth.health.probe_verdict import Verdict
    from openclaw_auth.ports import Ports
    from openclaw_auth.selection.snapshot import Snapshot
    from openclaw_auth.settings import Settings

TIMEOUT_MS = 5000
_LEAST_MS = 200
_OK = 200


class Sighting:
    """What came of asking.

    Attributes:
        verdict: on the credential; None where there was nothing to ask.
        models: ids that it sees; empty where that could not be told.
    """

    __slots__ = ("models", "verdict")

    def __init__(self, verdict: Verdict | None, models: tuple[str, ...] = ()) -> None:
        self.verdict = verdict
        self.models = models


def look(
    provider_id: str,
    agent: Agent,
    settings: Settings,
    ports: Ports,
    *,
    profile: Profile | None = None,
    entry: Mapping[str, Any] | None = None,
    timeout_ms: int = TIMEOUT_MS,
) -> Sighting:
    """Ask a provider, for nothing and within the time. Blocks; raises nothing it can cause.

    Args:
        provider_id: whose.
        agent: who would use it.
        settings: as read.
        ports: clock.
        profile: the credential; None for a server that asks for none.
        entry: what `models.providers.<id>` would get, None for nothing.
        timeout_ms: for everything together.
    """
    began_s = ports.monotonic_s()
    snapshot = _snapshot(provider_id, profile, entry, agent, settings)
    wanted = (profile.id,) if profile is not None else ()
    ask = ProbeAsk(providers=(provider_id,), profiles=wanted, timeout_ms=timeout_ms)
    models = models_of_catalogue(snapshot.providers)
    targets = plan_probes(snapshot, [provider_id], models, ask, ports.now_ms())[:1]
    if not targets:
        return Sighting(None)
    run = run_probes(
        targets, ask, environ=snapshot.environment.network(), ports=ports, rules=load_rules()
    )
    verdict = run.results[0].verdict
    left_ms = timeout_ms - round((ports.monotonic_s() - began_s) * 1000)
    if left_ms < _LEAST_MS or verdict.status in ("auth", "timeout"):
        return Sighting(verdict)
    return Sighting(verdict, _listed(targets[0], snapshot, left_ms / 1000))


def _snapshot(
    provider_id: str,
    profile: Profile | None,
    entry: Mapping[str, Any] | None,
    agent: Agent,
    settings: Settings,
) -> Snapshot:
    """Return a world in which there is this credential and no other."""
    data = StoreData(profiles={profile.id: profile} if profile is not None else {})
    snapshot = agent_snapshot(settings, agent, data)
    snapshot.config_profiles = {}
    snapshot.config_order = {}
    if entry is not None:
        known = dict(settings.view.providers().get(provider_id, {}))
        snapshot.providers = snapshot.providers.with_custom({provider_id: {**known, **entry}})
    return snapshot


def _listed(target: ProbeTarget, snapshot: Snapshot, timeout_s: float) -> tuple[str, ...]:
    candidate = target.candidate
    provider = snapshot.providers.get(candidate.provider)
    profile = snapshot.data.profiles.get(candidate.profile_id or "")
    extra = (profile.extra or {}) if profile is not None else {}
    metadata = extra.get("metadata")
    values = metadata if isinstance(metadata, dict) else {}
    try:
        question = list_question(provider, candidate, values) if provider is not None else None
        if question is None:
            return ()
        answer = fetch(_request(question, snapshot, target.proxy), timeout_s)
        return visible_models(json.loads(answer.body)) if answer.status == _OK else ()
    except (CredentialRefused, TransportError, ValueError, RecursionError):
        return ()


def _request(question: Question, snapshot: Snapshot, proxy: str | None) -> UpstreamRequest:
    address, mark, query = question.url.partition("?")
    route, path = plan_route(address, snapshot.environment.network(), proxy)
    target = ((path or "/") + mark + query).encode()
    return UpstreamRequest(
        route, question.method, target, list(question.headers), b"", idempotent=True
    )
