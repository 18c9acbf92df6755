"""Which fallbacks can never stand in, because they do not speak what the primary's callers speak."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from openclaw_auth.providers.catalogue import Catalogue
    from openclaw_auth.providers.model_ref import ModelRef


def missing_dialects(refs: Sequence[ModelRef], providers: Catalogue) -> list[dict[str, object]]:
    """Return the fallbacks that lack a dialect of the primary: `{model, missing: [dialect]}`.

    Args:
        refs: the models in use, the primary first.
        providers: what each provider offers.
    """
    if len(refs) <= 1:
        return []
    primary = providers.get(refs[0].provider)
    spoken = list(primary.endpoints) if primary is not None else []
    found: list[dict[str, object]] = []
    for ref in refs[1:]:
        provider = providers.get(ref.provider)
        if provider is None or not provider.endpoints:
            continue  # status says of such a provider that it cannot be called at all
        missing = [dialect for dialect in spoken if not provider.offers(dialect)]
        if missing:
            found.append({"model": ref.key, "missing": missing})
    return found
