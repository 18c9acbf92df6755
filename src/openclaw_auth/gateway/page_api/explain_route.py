"""What the running gateway would do with a request, as `models auth explain` asks it."""

from __future__ import annotations

from openclaw_auth.codes import remedy
from openclaw_auth.explanation import explanation
from openclaw_auth.selection.snapshot import Request
from openclaw_auth.wording import reason_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.lending.broker import Broker
    from openclaw_auth.selection.decision import Candidate

PATH = "/api/explain"


def explain(broker: Broker, asked: Mapping[str, str], now_ms: int) -> dict[str, object]:
    """Return the gateway's explanation, from the view that its next request is decided on.

    Args:
        broker: the gateway's.
        asked: `provider`, and perhaps `model` (as sent), `name` (as shown), `agent`, `session`,
            `lang`.
        now_ms: the present, epoch ms.

    Raises:
        UnknownName: no such agent.
    """
    provider, session = asked.get("provider", ""), asked.get("session")
    snapshot = broker.snapshot_of(asked.get("agent", ""), now_ms)
    pin = broker.pin_of(snapshot.agent_id, session, provider)
    decision = broker.decide(Request(provider, asked.get("model"), pin), snapshot.agent_id, now_ms)
    world = broker.world
    own_dir = world.agents[snapshot.agent_id].dir
    paths, lang = world.settings.paths, asked.get("lang", "en")

    def place_of(candidate: Candidate) -> str:
        if candidate.kind != "profile":
            return candidate.source
        folder = world.main_dir if candidate.inherited else own_dir
        return snapshot.data.legacy or paths.store_path(folder)

    document = explanation(
        decision,
        model=asked.get("name") or asked.get("model"),
        provider=provider,
        agent=snapshot.agent_id,
        place_of=place_of,
        words=(
            lambda reason: reason_text(reason, now_ms, lang),
            lambda reason: remedy(reason, lang),
        ),
    )
    return {**document, "generation": world.generation}
