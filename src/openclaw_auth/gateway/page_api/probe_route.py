"""`POST /api/actions/probe`: ask the providers whether credentials work, by questions that cost nothing.

The same as `models status --probe`, for one credential or all of one provider; a completion is
never bought from the page. A dead credential that is seen to work is used again.
"""

from __future__ import annotations

import asyncio

from openclaw_auth.errors import UnknownName
from openclaw_auth.events import Event
from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.page_api.board import said
from openclaw_auth.gateway.page_api.guarded import body_of, guarded, optional_text_in, text_in
from openclaw_auth.health.probe import run_probes
from openclaw_auth.health.probe_plan import plan_probes
from openclaw_auth.health.probe_revival import proved, revive
from openclaw_auth.health.probe_target import ProbeAsk
from openclaw_auth.providers.models import models_of_catalogue
from openclaw_auth.selection.failure_rules import load_rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.routing import Route

    from openclaw_auth.gateway.page_api.desk import Desk
    from openclaw_auth.gateway.page_api.guarded import CheckToken, Json
    from openclaw_auth.health.probe import ProbeResult, ProbeRun
    from openclaw_auth.health.probe_target import ProbeTarget
    from openclaw_auth.lending.broker import Broker
    from openclaw_auth.selection.snapshot import Snapshot

# Somebody who leans on the button waits; the gateway's requests do not.
_RUNS_AT_ONCE = 2
_CONCURRENCY = 4


def probe_route(
    desk: Desk, broker: Broker, check_token: CheckToken, shown: Callable[[], Awaitable[None]]
) -> Route:
    """Return the route; `shown` brings the board up to date."""
    at_once = asyncio.Semaphore(_RUNS_AT_ONCE)

    async def answer(request: Request) -> Json:
        body = await body_of(request)
        agent_id, provider = text_in(body, "agentId"), text_in(body, "provider")
        key = optional_text_in(body, "key")
        snapshot = broker.snapshot_of(agent_id, desk.ports.now_ms())
        ask = ProbeAsk(profiles=[key] if key else [], concurrency=_CONCURRENCY)
        targets = _targets(snapshot, provider, ask, desk)
        async with at_once:
            run = await asyncio.to_thread(_run, targets, ask, snapshot, broker, desk)
        if await asyncio.to_thread(_revive, run, snapshot, broker, desk):
            fields = {"code": "probe_revived", "profile": key or provider}
            desk.spine.publish(Event("credential", desk.ports.now_ms(), fields))
            await desk.changed()
            await shown()
        return {"atMs": run.finished_ms, "results": [_result(one) for one in run.results]}

    return guarded("/api/actions/probe", "POST", answer, check_token)


def _targets(snapshot: Snapshot, provider: str, ask: ProbeAsk, desk: Desk) -> list[ProbeTarget]:
    if snapshot.providers.get(provider) is None:
        raise UnknownName("provider_unknown", provider=provider, nearest="")
    models = models_of_catalogue(snapshot.providers)
    targets = plan_probes(snapshot, [provider], models, ask, desk.ports.now_ms())
    if not targets:
        raise Refusal(400, "page_field_missing", field="key")
    return targets


def _run(
    targets: list[ProbeTarget], ask: ProbeAsk, snapshot: Snapshot, broker: Broker, desk: Desk
) -> ProbeRun:
    own = broker.world.settings.view.failure_rules()
    return run_probes(
        targets,
        ask,
        environ=snapshot.environment.network(),
        ports=desk.ports,
        rules=load_rules().with_custom(own),
    )


def _revive(run: ProbeRun, snapshot: Snapshot, broker: Broker, desk: Desk) -> bool:
    """Take refuted marks away; returns whether there were any."""
    found = proved(run.results, snapshot)
    world = broker.world
    agent = world.agents[snapshot.agent_id]
    return bool(found) and revive(found, agent, world.main_dir, desk.paths, desk.ports) is None


def _result(result: ProbeResult) -> Json:
    verdict = result.verdict
    return {
        "key": result.target.key,
        "status": verdict.status,
        "good": verdict.good,
        "reason": said(verdict.reason),
        "latencyMs": result.latency_ms,
        "asked": list(result.asked),
    }
