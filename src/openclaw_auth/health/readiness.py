"""Would a request for a model find a credential? Pure."""

from __future__ import annotations

from openclaw_auth.codes import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from openclaw_auth.selection.decision import Decision


class ModelReadiness:
    """How one model stands.

    Attributes:
        model: as it was asked for.
        provider: canonical id.
        usable: how many credentials may be sent now.
        reason: why there is none; None when there is one.
    """

    __slots__ = ("model", "provider", "reason", "usable")

    def __init__(self, model: str, provider: str, usable: int, reason: Reason | None) -> None:
        self.model = model
        self.provider = provider
        self.usable = usable
        self.reason = reason


def model_readiness(model: str, provider: str, decision: Decision) -> ModelReadiness:
    """Return how a model stands, from what was decided for it."""
    usable = sum(candidate.eligible for candidate in decision.candidates)
    if usable:
        return ModelReadiness(model, provider, usable, None)
    first = decision.candidates[0] if decision.candidates else None
    missing = Reason("no_credential", {"provider": provider})
    return ModelReadiness(model, provider, 0, first.reason if first is not None else missing)


def overall(models: Sequence[ModelReadiness]) -> str:
    """Return `ready`, `degraded` where only a fallback could answer, or `not_ready`.

    Args:
        models: the one that is asked first, then its fallbacks.
    """
    if models and models[0].usable:
        return "ready"
    return "degraded" if any(model.usable for model in models) else "not_ready"
