"""The models of a request as their providers spell them: what `model_fallback` plans for an agent."""

from __future__ import annotations

from openclaw_auth.lending.model_chain import model_chain
from openclaw_auth.providers.model_ref import ModelRef
from openclaw_auth.selection.model_fallback import ModelStep, Turn, plan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from openclaw_auth.lending.model_names import ModelRoute
    from openclaw_auth.providers.models import Models
    from openclaw_auth.selection.model_fallback import ModelChain
    from openclaw_auth.world import World

    WireId = Callable[[str, str], str]


def model_steps(
    world: World, route: ModelRoute, call: str, models: Models, *, images: bool, fallback: bool
) -> list[ModelStep]:
    """Return the models that a request goes through, each once, the requested one first.

    Args:
        world: config, and which provider offers what.
        route: what the client's model name means; whose request it is.
        call: a key of `providers.provider.PATHS`.
        models: spellings, and which take images.
        images: whether the request holds any.
        fallback: whether another model may answer.
    """
    chain = model_chain(world.settings.view, route.agent_id)
    providers = world.snapshots[route.agent_id].providers

    def offers(provider_id: str, wanted: str) -> bool:
        known = providers.get(provider_id)
        return known is None or known.offers(wanted)

    def takes_images(ref: ModelRef) -> bool | None:
        known = models.find(ref.provider, ref.model)
        return None if known is None or known.input is None else "image" in known.input

    asked = _as_written(ModelRef(route.provider, route.model), chain, models.wire_id)
    turn = Turn(asked, call, images=images, fallback=fallback)
    steps: dict[str, ModelStep] = {}
    for planned in plan(turn, chain, offers=offers, takes_images=takes_images):
        model = models.wire_id(planned.provider, planned.model)
        step = ModelStep(planned.provider, model, planned.skip, planned.name)
        steps.setdefault(step.key, step)  # two spellings of one model are one step
    return list(steps.values())


def _as_written(asked: ModelRef, chain: ModelChain, wire_id: WireId) -> ModelRef:
    """Return the model as the config writes it, so that it is not asked a second time."""
    for ref in (chain.primary, *chain.fallbacks):
        if ref.provider == asked.provider and wire_id(ref.provider, ref.model) == asked.model:
            return ref
    return asked
