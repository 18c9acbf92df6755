"""The rows of `models list`: which models, in which role, and whether they can be used. Pure."""

from __future__ import annotations

from openclaw_auth.config.view import DEFAULT_MODEL
from openclaw_auth.providers.model_ref import ModelRef, try_parse_ref

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from openclaw_auth.config.view import ConfigView
    from openclaw_auth.providers.catalogue import Catalogue
    from openclaw_auth.providers.models import Model, Models
    from openclaw_auth.providers.provider import Provider

_LOCAL_HOSTS = ("localhost", "127.0.0.1", "0.0.0.0", "[::1]")  # noqa: S104 # compared, not bound


def configured_models(view: ConfigView) -> dict[ModelRef, list[str]]:
    """Return the models that the config names, in order, with what each is for.

    Tags: `default`, `fallback#1`, `image`, `img-fallback#1`, `configured`.
    """
    found: dict[ModelRef, list[str]] = {}
    aliases = view.aliases()

    def add(text: str | None, tag: str) -> None:
        ref = try_parse_ref(text or "", aliases)
        if ref is not None and tag not in found.setdefault(ref, []):
            found[ref].append(tag)

    add(view.default_model() or DEFAULT_MODEL, "default")
    for number, text in enumerate(view.fallbacks(), 1):
        add(text, f"fallback#{number}")
    add(view.image_model(), "image")
    for number, text in enumerate(view.image_fallbacks(), 1):
        add(text, f"img-fallback#{number}")
    for key in view.model_entries():
        add(key, "configured")
    return found


def every_model(view: ConfigView, models: Models) -> dict[ModelRef, list[str]]:
    """Return the configured models and all others that are known, sorted by provider."""
    found = configured_models(view)
    for provider in models.providers():
        for model in models.models_of(provider):
            found.setdefault(ModelRef(provider, model.id), [])
    return found


def model_rows(
    refs: dict[ModelRef, list[str]],
    view: ConfigView,
    catalogue: Catalogue,
    models: Models,
    usable: Callable[[str], bool],
) -> list[dict[str, Any]]:
    """Return one row for each model, as `models list --json` prints it.

    Args:
        refs: the models with their tags.
        view: for aliases.
        catalogue: with the config's own providers.
        models: all that are known.
        usable: whether a provider has a credential that would be sent, by id; asked once each.
    """
    aliases: dict[str, list[str]] = {}
    for alias, key in view.aliases().items():
        target = try_parse_ref(key)
        if target is not None:
            aliases.setdefault(target.key, []).append(alias)
    answers: dict[str, bool] = {}
    rows = []
    for ref, tags in refs.items():
        if ref.provider not in answers:
            answers[ref.provider] = usable(ref.provider)
        named = [f"alias:{','.join(aliases[ref.key])}"] if ref.key in aliases else []
        model = models.find(ref.provider, ref.model)
        rows.append(
            _row(ref, [*tags, *named], model, catalogue.get(ref.provider), answers[ref.provider])
        )
    return rows


def is_local(provider: Provider | None) -> bool:
    """Whether a provider runs on this host or its network."""
    if provider is None:
        return False
    return provider.kind == "local" or any(_is_here(url) for url in provider.endpoints.values())


def only(rows: Iterable[dict[str, Any]], **wanted: object) -> list[dict[str, Any]]:
    """Return the rows whose members have these values."""
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


def _row(
    ref: ModelRef,
    tags: list[str],
    model: Model | None,
    provider: Provider | None,
    usable: bool,
) -> dict[str, Any]:
    if model is None:
        named = [tag for tag in tags if tag.startswith("alias:")]
        tags = [*(tag for tag in tags if tag not in named), "missing", *named]
    return {
        "key": ref.key,
        "name": model.name if model else ref.key,
        "input": (model.input if model else None) or "-",
        "contextWindow": model.context_window if model else None,
        "local": is_local(provider) if model else None,
        "available": usable if model else None,
        "tags": tags,
        "missing": model is None,
    }


def _is_here(url: str) -> bool:
    host = url.partition("://")[2].partition("/")[0].rpartition("@")[2].lower()
    name = host if host.endswith("]") else host.partition(":")[0] or host
    return name in _LOCAL_HOSTS or host.startswith("[::1]") or name.endswith(".local")
