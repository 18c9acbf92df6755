"""Which models a request could be answered for now, by what the broker knows."""

from __future__ import annotations

from openclaw_auth.health.readiness import model_readiness
from openclaw_auth.lending.model_chain import model_chain
from openclaw_auth.selection.snapshot import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.health.readiness import ModelReadiness
    from openclaw_auth.lending.broker import Broker


def readiness(
    broker: Broker, model: str | None, agent: str | None, now_ms: int
) -> list[ModelReadiness]:
    """Return how a model stands, or an agent's default model and its fallbacks.

    Args:
        broker: what the next request is decided on.
        model: as a client writes it; None for what an agent uses.
        agent: id; None for the default one.
        now_ms: the present, epoch ms.

    Raises:
        UnknownName: no such agent.
        UsageError: the model's name is empty.
    """
    agent_id = broker.snapshot_of(agent, now_ms).agent_id
    names = [model]
    if model is None:
        chain = model_chain(broker.world.settings.view, agent_id)
        names = [str(ref) for ref in (chain.primary, *chain.fallbacks)]
    found = []
    for name in names:
        route = broker.resolve(name or "", agent_id)
        question = Request(route.provider, route.model)
        decision = broker.decide(question, route.agent_id, now_ms)
        found.append(model_readiness(name or "", route.provider, decision))
    return found
