"""Which models a request goes through, in which order, and why one is passed over. Pure.

Ruling 26: the requested model, the fallbacks, the primary, each once. A turn with images goes
to the image model and its fallbacks where its own model takes none.
"""

from __future__ import annotations

from openclaw_auth.codes import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from openclaw_auth.providers.model_ref import ModelRef


class ModelChain:
    """What an agent's config says about its models.

    Attributes:
        primary: its default model.
        fallbacks: what to try next, in order.
        image_primary: for images; None when it has none.
        image_fallbacks: after that one.
        allowed: the models that fallbacks may use; None for all.
        chosen: whether somebody chose the primary. A built-in default stands in for no other
            model: nobody asked for it, and its provider may charge for it.
    """

    __slots__ = ("allowed", "chosen", "fallbacks", "image_fallbacks", "image_primary", "primary")

    def __init__(
        self,
        primary: ModelRef,
        fallbacks: Sequence[ModelRef] = (),
        image_primary: ModelRef | None = None,
        image_fallbacks: Sequence[ModelRef] = (),
        allowed: Collection[ModelRef] | None = None,
        *,
        chosen: bool = True,
    ) -> None:
        self.primary = primary
        self.chosen = chosen
        self.fallbacks = fallbacks
        self.image_primary = image_primary
        self.image_fallbacks = image_fallbacks
        self.allowed = allowed


class Turn:
    """What a request asks of a model.

    Attributes:
        model: the requested one.
        dialect: what the caller speaks, as `Provider.offers` knows it.
        images: whether it holds images.
        fallback: whether another model may answer (`x-openclaw-fallback: off` forbids it).
    """

    __slots__ = ("dialect", "fallback", "images", "model")

    def __init__(
        self, model: ModelRef, dialect: str, *, images: bool = False, fallback: bool = True
    ) -> None:
        self.model = model
        self.dialect = dialect
        self.images = images
        self.fallback = fallback


class ModelStep:
    """One model of the plan.

    Attributes:
        provider, model: as in the reference that named it, or as the provider spells it.
        skip: why it is passed over; None when it is asked.
        name: as users write it: `provider/model`.
    """

    __slots__ = ("model", "name", "provider", "skip")

    def __init__(
        self, provider: str, model: str, skip: Reason | None = None, name: str | None = None
    ) -> None:
        self.provider = provider
        self.model = model
        self.skip = skip
        self.name = name or self.key

    @property
    def key(self) -> str:
        """Names it: `provider/model`."""
        return f"{self.provider}/{self.model}"

    def __repr__(self) -> str:
        return f"ModelStep({self.key!r}, skip={self.skip and self.skip.code})"


def plan(
    turn: Turn,
    chain: ModelChain,
    *,
    offers: Callable[[str, str], bool],
    takes_images: Callable[[ModelRef], bool | None],
) -> list[ModelStep]:
    """Return the models for a request, each once, the requested one first.

    Args:
        turn: what is asked.
        chain: what the agent's config says.
        offers: whether a provider, by id, offers a dialect.
        takes_images: whether a model has image input; None when nobody knows, which is taken
            for yes.
    """
    steps: dict[ModelRef, ModelStep] = {}
    for ref in _order(turn, chain, takes_images):
        if ref not in steps:
            reason = _skip(ref, turn, chain, offers, takes_images)
            steps[ref] = ModelStep(ref.provider, ref.model, reason)
    return list(steps.values())


def _order(
    turn: Turn, chain: ModelChain, takes_images: Callable[[ModelRef], bool | None]
) -> list[ModelRef]:
    if not turn.fallback:
        return [turn.model]
    usual = [turn.model, *chain.fallbacks, *([chain.primary] if chain.chosen else ())]
    if not turn.images or chain.image_primary is None:
        return usual
    for_images = [chain.image_primary, *chain.image_fallbacks]
    if takes_images(turn.model) is False:
        return [turn.model, *for_images]
    blind = any(takes_images(ref) is False for ref in usual)
    return usual + for_images if blind else usual


def _skip(
    ref: ModelRef,
    turn: Turn,
    chain: ModelChain,
    offers: Callable[[str, str], bool],
    takes_images: Callable[[ModelRef], bool | None],
) -> Reason | None:
    """Return why a model is passed over. Only fallbacks need to be allowed (OpenClaw 2026.2)."""
    params = {"model": ref.key, "provider": ref.provider}
    exempt = (turn.model, chain.primary, chain.image_primary)
    if chain.allowed is not None and ref not in exempt and ref not in chain.allowed:
        return Reason("outside_allowlist", params)
    if not offers(ref.provider, turn.dialect):
        return Reason("dialect", {**params, "dialect": turn.dialect})
    if turn.images and takes_images(ref) is False and not _is_last_resort(ref, turn, chain):
        return Reason("model_no_images", params)
    return None


def _is_last_resort(ref: ModelRef, turn: Turn, chain: ModelChain) -> bool:
    """Whether images go to the requested model all the same, which then says so itself."""
    return ref == turn.model and (chain.image_primary is None or not turn.fallback)
