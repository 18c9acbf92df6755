"""Which models an agent falls back on, from the config."""

from __future__ import annotations

from openclaw_auth.agents import ModelChoice
from openclaw_auth.providers.model_ref import try_parse_ref
from openclaw_auth.selection.model_fallback import ModelChain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from openclaw_auth.config.view import ConfigView
    from openclaw_auth.providers.model_ref import ModelRef


def model_chain(view: ConfigView, agent_id: str) -> ModelChain:
    """Return an agent's models: its own where it has its own, else the defaults'.

    A text that names no model is passed over, as `ModelChoice.refs` does.
    """
    aliases = view.aliases()
    choice = ModelChoice(view, agent_id)
    primary, *fallbacks = choice.refs(aliases)
    images = _refs((view.image_model() or "", *view.image_fallbacks()), aliases)
    return ModelChain(
        primary,
        fallbacks,
        images[0] if images else None,
        images[1:],
        frozenset(_refs(view.model_entries(), aliases)) or None,
        chosen=choice.own_primary or view.configured_model() is not None,
    )


def _refs(texts: Iterable[str], aliases: Mapping[str, str]) -> list[ModelRef]:
    return [ref for text in texts if (ref := try_parse_ref(text, aliases)) is not None]
