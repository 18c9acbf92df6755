"""What a rehearsal begins with: the agent's view, the models to go through, the session's pin."""

from __future__ import annotations

from openclaw_auth.lending.model_chain import model_chain
from openclaw_auth.lending.model_names import ModelNames, ModelRoute
from openclaw_auth.lending.model_plan import model_steps
from openclaw_auth.providers.models import models_of_catalogue
from openclaw_auth.selection.simulate import Leg
from openclaw_auth.session_pin import kept_pin, session_choice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from openclaw_auth.ports import Ports
    from openclaw_auth.selection.snapshot import Pin, Snapshot
    from openclaw_auth.world import World

_USUAL_DIALECT = "openai-completions"


class Route:
    """Whose request it is, and which way it goes.

    Attributes:
        snapshot: the agent's view.
        legs: the models, the requested one first.
        dialect: what the caller speaks.
        pin: the session's, None when it has none.
    """

    __slots__ = ("dialect", "legs", "pin", "snapshot")

    def __init__(
        self, snapshot: Snapshot, legs: Sequence[Leg], dialect: str, pin: Pin | None
    ) -> None:
        self.snapshot = snapshot
        self.legs = legs
        self.dialect = dialect
        self.pin = pin


def legs_of(
    world: World,
    agent_id: str,
    model_text: str | None,
    *,
    dialect: str | None,
    session: str | None,
    now_ms: int,
    ports: Ports,
) -> Route:
    """Return the way of a request for a model.

    Args:
        world: with the agent and main.
        agent_id: whose request.
        model_text: as a client would name it; None for the session's, else the agent's own.
        dialect: what the caller speaks; None for what the model's provider speaks first.
        session: its key; None for none.
        now_ms: the present, epoch ms.
        ports: for the state database.

    Raises:
        UnknownName: no such agent, no such session.
        UsageError: the name is empty.
    """
    settings = world.settings
    snapshot = world.snapshots[agent_id]
    models = models_of_catalogue(snapshot.providers)
    choice = None
    if session is not None:
        known = snapshot.providers.ids()
        choice = session_choice(settings, agent_id, session, known, ports)
        if model_text is None and choice.model is not None:
            parts = (choice.provider, choice.model)
            model_text = "/".join(part for part in parts if part)
    if model_text is not None:
        asked = ModelNames(world, now_ms).resolve(model_text, agent_id)
    else:
        primary = model_chain(settings.view, agent_id).primary
        wire_id = models.wire_id(primary.provider, primary.model)
        asked = ModelRoute(primary.provider, wire_id, agent_id)
    provider = snapshot.providers.get(asked.provider)
    spoken = dialect or (provider.api if provider is not None else _USUAL_DIALECT)
    legs = [
        Leg(
            step.provider,
            step.model,
            step.name,
            _endpoint(snapshot, step.provider, spoken),
            step.skip,
        )
        for step in model_steps(world, asked, spoken, models, images=False, fallback=True)
    ]
    pin = choice.pin if choice is not None else None
    if session is not None and pin is None:
        pin = kept_pin(settings, agent_id, session, asked.provider, ports)
    return Route(snapshot, legs, spoken, pin)


def _endpoint(snapshot: Snapshot, provider_id: str, dialect: str) -> str:
    provider = snapshot.providers.get(provider_id)
    base = provider.base_url(dialect) if provider is not None else None
    return base or provider_id
