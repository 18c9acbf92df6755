"""`POST /api/rehearse`: who would answer if these credentials failed so. Nothing is sent or kept.

The same as `models auth simulate`, from the view that the gateway's next request is decided on:
once as things are, once with the failures.
"""

from __future__ import annotations

from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.page_api.board import said
from openclaw_auth.gateway.page_api.guarded import body_of, guarded, optional_text_in, text_in
from openclaw_auth.selection.classify import typical
from openclaw_auth.selection.simulate import rehearse
from openclaw_auth.simulation_plan import legs_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import Route

    from openclaw_auth.gateway.page_api.guarded import CheckToken, Json
    from openclaw_auth.lending.broker import Broker
    from openclaw_auth.ports import Ports
    from openclaw_auth.selection.failure import Failure, FailureClass
    from openclaw_auth.selection.simulate import Call, Rehearsal

_CLASSES: tuple[FailureClass, ...] = (
    "auth",
    "billing",
    "rate_limit",
    "timeout",
    "format",
    "unknown",
)
_MOST_FAULTS = 200
_MOST_STEPS = 100


def rehearsal_route(broker: Broker, ports: Ports, check_token: CheckToken) -> Route:
    """Return the route."""

    async def answer(request: Request) -> Json:
        return rehearsed(broker, ports, await body_of(request))

    return guarded("/api/rehearse", "POST", answer, check_token)


def rehearsed(broker: Broker, ports: Ports, body: Json) -> Json:
    """Return both ways of one request: `before`, as things are, and `after` the failures.

    Args:
        broker: the gateway's.
        ports: clock.
        body: `agentId`, perhaps `model`, and `fail`: `[{key, provider, class}]`.

    Raises:
        Refusal: a field makes no sense.
        UnknownName: no such agent.
    """
    now_ms = ports.now_ms()
    snapshot = broker.snapshot_of(text_in(body, "agentId"), now_ms)
    faults = dict(map(_fault, _listed(body)))
    model = (optional_text_in(body, "model") or "").strip() or None
    route = legs_of(
        broker.world,
        snapshot.agent_id,
        model,
        dialect=None,
        session=None,
        now_ms=now_ms,
        ports=ports,
    )
    return {
        "model": route.legs[0].key if route.legs else model,
        "models": [leg.key for leg in route.legs],
        "providers": list(dict.fromkeys(leg.provider for leg in route.legs)),
        "before": _way(rehearse(snapshot, route.legs, {}, now_ms)),
        "after": _way(rehearse(snapshot, route.legs, faults, now_ms)),
    }


def _listed(body: Json) -> list[object]:
    listed = body.get("fail", [])
    if not isinstance(listed, list) or len(listed) > _MOST_FAULTS:
        raise Refusal(400, "page_field_missing", field="fail")
    return listed


def _fault(entry: object) -> tuple[str, Failure]:
    if not isinstance(entry, dict):
        raise Refusal(400, "page_field_missing", field="fail")
    kind = next((c for c in _CLASSES if c == entry.get("class")), None)
    if kind is None:
        raise Refusal(400, "page_field_missing", field="class")
    return text_in(entry, "key"), typical(kind, provider=text_in(entry, "provider"))


def _way(tried: Rehearsal) -> Json:
    calls = tried.calls[:_MOST_STEPS]
    return {
        "steps": [_step(call) for call in calls],
        "more": len(tried.calls) - len(calls),
        "answer": _step(tried.answer) if tried.answer is not None else None,
    }


def _step(call: Call) -> Json:
    candidate = call.candidate
    return {
        "key": candidate.key if candidate is not None else None,
        "name": (candidate.profile_id or candidate.source) if candidate is not None else None,
        "billingClass": candidate.billing_class if candidate is not None else None,
        "model": call.leg.key,
        "outcome": call.outcome,
        "code": call.code,
        "then": call.then,
        "reason": said(call.reason),
    }
