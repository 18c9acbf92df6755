"""Context sizes and prices of models, as of the catalogue's date; prices may be outdated.

Rows of `models.json`: id, name, contextWindow, maxTokens, input (`t` text, `i` image),
reasoning, cost. A cost is US dollars per million tokens (input, output, cache read, cache
write); null where it is free, included or simply not known.
"""

from __future__ import annotations

from openclaw_auth.providers.catalogue import data_file, details
from openclaw_auth.providers.ids import normalise_provider

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from openclaw_auth.providers.catalogue import Catalogue

DEFAULT_CONTEXT = 128_000


class Model:
    """One model of one provider.

    Attributes:
        provider, id: together `key`, what users type.
        name: for people; the id where nothing better is known.
        context_window, max_tokens: tokens; None when unknown.
        input: `text`, `text+image` or `image`; None when unknown.
        reasoning: whether it thinks before it answers.
        cost: dollars per million tokens in, out, cache read, cache write; None when unknown.
    """

    __slots__ = (
        "context_window",
        "cost",
        "id",
        "input",
        "max_tokens",
        "name",
        "provider",
        "reasoning",
    )

    def __init__(
        self,
        provider: str,
        model_id: str,
        *,
        name: str | None = None,
        context_window: int | None = None,
        max_tokens: int | None = None,
        input: str | None = None,  # noqa: A002 # the file format's word
        reasoning: bool = False,
        cost: Sequence[float] | None = None,
    ) -> None:
        self.provider = provider
        self.id = model_id
        self.name = name or model_id
        self.context_window = context_window
        self.max_tokens = max_tokens
        self.input = input
        self.reasoning = reasoning
        self.cost = cost

    @property
    def key(self) -> str:
        """The reference that names it: `provider/model`."""
        return f"{self.provider}/{self.id}"

    def __repr__(self) -> str:
        return f"Model({self.key!r})"


class Models:
    """Every known model, by provider. Rows become values when asked for."""

    __slots__ = ("_by_id", "_configured", "_rows")

    def __init__(
        self,
        rows: Mapping[str, Sequence[Sequence[Any]]],
        configured: Mapping[str, Sequence[Mapping[str, Any]]],
    ) -> None:
        self._rows = rows
        self._configured = configured
        self._by_id: dict[str, dict[str, Sequence[Any]]] = {}

    def providers(self) -> tuple[str, ...]:
        """Return every provider with a model, sorted."""
        known = {p for p in data_file("catalogue_details.json")["providers"] if self._listed(p)}
        return tuple(sorted(known | set(self._rows) | set(self._configured)))

    def models_of(self, provider_id: str) -> list[Model]:
        """Return a provider's models: configured ones, known ones, then ids without figures."""
        provider = normalise_provider(provider_id)
        found = {str(m["id"]): _from_config(provider, m) for m in self._configured_of(provider)}
        for row in self._rows.get(provider, ()):
            found.setdefault(row[0], _from_row(provider, row))
        for model_id in self._listed(provider):
            short = model_id.removeprefix(f"{provider}/")
            if short not in found and model_id not in found:
                found[model_id] = Model(provider, model_id)
        return list(found.values())

    def find(self, provider_id: str, model_id: str) -> Model | None:
        """Return one model; None when nobody told us of it, which does not mean it is not there.

        A provider's own prefix may be left out: `openrouter/auto` finds `openrouter/auto` of
        provider `openrouter`.
        """
        provider = normalise_provider(provider_id)
        for entry in self._configured_of(provider):
            if entry["id"] == model_id:
                return _from_config(provider, entry)
        wanted = (model_id, f"{provider}/{model_id}")
        by_id = self._index(provider)
        for name in wanted:
            if name in by_id:
                return _from_row(provider, by_id[name])
        if any(listed in wanted for listed in self._listed(provider)):
            return Model(provider, model_id)
        return None

    def wire_id(self, provider_id: str, model_id: str) -> str:
        """Return the id that the provider expects: its own prefix back on, where it has one."""
        provider = normalise_provider(provider_id)
        full = f"{provider}/{model_id}"
        own = self._index(provider)
        return full if model_id not in own and full in own else model_id

    def context_window(self, provider_id: str, model_id: str) -> tuple[int, bool]:
        """Return the context size in tokens, and whether it is only assumed (ruling 25)."""
        found = self.find(provider_id, model_id)
        if found is None or not found.context_window:
            return DEFAULT_CONTEXT, True
        return found.context_window, False

    def _index(self, provider: str) -> dict[str, Sequence[Any]]:
        """Return a provider's rows by id: the gateway asks for one of hundreds at every request."""
        if provider not in self._by_id:
            self._by_id[provider] = {row[0]: row for row in self._rows.get(provider, ())}
        return self._by_id[provider]

    def _configured_of(self, provider: str) -> list[Mapping[str, Any]]:
        return [m for m in self._configured.get(provider, ()) if isinstance(m.get("id"), str)]

    def _listed(self, provider: str) -> Sequence[str]:
        listed: Sequence[str] = details(provider).get("models", ())
        return listed


def load_models(config_providers: Mapping[str, Any] | None = None) -> Models:
    """Return every known model.

    Args:
        config_providers: `models.providers` of the config; the models it lists come first and
            its figures win.
    """
    configured = {
        normalise_provider(key): [m for m in entry.get("models") or () if isinstance(m, dict)]
        for key, entry in (config_providers or {}).items()
        if isinstance(entry, dict)
    }
    return Models(data_file("models.json")["providers"], configured)


def models_of_catalogue(catalogue: Catalogue) -> Models:
    """Return every known model, those that the config's providers list included."""
    listed = {i: {"models": p.models} for i, p in catalogue.configured().items()}
    return load_models(listed)


def find(provider_id: str, model_id: str) -> Model | None:
    """Return a model that the package knows; None otherwise."""
    return load_models().find(provider_id, model_id)


def models_of(provider_id: str) -> list[Model]:
    """Return the models that the package knows of a provider."""
    return load_models().models_of(provider_id)


def context_window(
    provider_id: str, model_id: str, config_providers: Mapping[str, Any] | None = None
) -> tuple[int, bool]:
    """Return the context size in tokens, and whether it is only assumed: 128k."""
    return load_models(config_providers).context_window(provider_id, model_id)


def _from_row(provider: str, row: Sequence[Any]) -> Model:
    kinds = {"t": "text", "ti": "text+image", "i": "image"}
    return Model(
        provider,
        row[0],
        name=row[1],
        context_window=row[2],
        max_tokens=row[3],
        input=kinds.get(row[4]),
        reasoning=bool(row[5]),
        cost=row[6],
    )


def _from_config(provider: str, entry: Mapping[str, Any]) -> Model:
    kinds = entry.get("input")
    cost = entry.get("cost")
    figures = ("input", "output", "cacheRead", "cacheWrite")
    return Model(
        provider,
        entry["id"],
        name=entry.get("name"),
        context_window=entry.get("contextWindow"),
        max_tokens=entry.get("maxTokens"),
        input="+".join(map(str, kinds)) if isinstance(kinds, list) and kinds else None,
        reasoning=bool(entry.get("reasoning")),
        cost=[cost.get(f, 0) for f in figures] if isinstance(cost, dict) else None,
    )
