"""What a model name means: alias, `provider/model`, bare id, `openclaw:<agent>`. Pure."""

from __future__ import annotations

from openclaw_auth.errors import UsageError
from openclaw_auth.providers.ids import normalise_provider

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from openclaw_auth.providers.models import Models

DEFAULT_PROVIDER = "anthropic"
DEFAULT_MODEL = "anthropic/claude-opus-4-5"
AGENT_PREFIX = "openclaw:"

# Built into the reference; they resolve, are never written, and the user's own win (ruling 25).
BUILTIN_ALIASES = {
    "opus": "anthropic/claude-opus-4-5",
    "sonnet": "anthropic/claude-sonnet-4-5",
    "haiku": "anthropic/claude-haiku-4-5",
    "gpt": "openai/gpt-5.2",
    "gpt-mini": "openai/gpt-5-mini",
    "gemini": "google/gemini-3-pro-preview",
    "gemini-flash": "google/gemini-3-flash-preview",
}
# Names that people write for models whose ids are longer.
_MODEL_NAMES = {
    "anthropic": {
        "opus-4.5": "claude-opus-4-5",
        "sonnet-4.5": "claude-sonnet-4-5",
        "haiku-4.5": "claude-haiku-4-5",
    },
    "google": {
        "gemini-3-pro": "gemini-3-pro-preview",
        "gemini-3-flash": "gemini-3-flash-preview",
    },
}


class ModelRef:
    """One model of one provider. Equal when both parts are."""

    __slots__ = ("model", "provider")

    def __init__(self, provider: str, model: str) -> None:
        self.provider = provider
        self.model = model

    @property
    def key(self) -> str:
        """As users write it and files hold it: `provider/model`."""
        return f"{self.provider}/{self.model}"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ModelRef):
            return NotImplemented
        return self.provider == other.provider and self.model == other.model

    def __hash__(self) -> int:
        return hash((self.provider, self.model))

    def __repr__(self) -> str:
        return f"ModelRef({self.key!r})"

    def __str__(self) -> str:
        return self.key


def parse_ref(
    text: str, aliases: Mapping[str, str] | None = None, default_provider: str = DEFAULT_PROVIDER
) -> ModelRef:
    """Return the model that a name means.

    Args:
        text: `provider/model` (split at the first slash), else an alias in any case, else a
            model of the default provider.
        aliases: the user's own, name to reference; they win over built-in ones.
        default_provider: for a name that is no alias and has no slash.

    Raises:
        UsageError: `model_ref_empty`.
    """
    name = text.strip()
    if "/" not in name:
        target = find_alias(name, aliases or {})
        if target is not None:
            name = target.strip()
    return _split(name, default_provider)


def try_parse_ref(text: str, aliases: Mapping[str, str] | None = None) -> ModelRef | None:
    """Return the model that a name in a file means; None for what means nothing.

    For names that a user did not just type: one bad key must not hide all others.
    """
    try:
        return parse_ref(text, aliases)
    except UsageError:
        return None


def find_alias(name: str, aliases: Mapping[str, str]) -> str | None:
    """Return what an alias points to, compared without case; None when there is no such."""
    wanted = name.strip().lower()
    for alias, target in aliases.items():
        if alias.strip().lower() == wanted:
            return target
    return BUILTIN_ALIASES.get(wanted)


def aliases_of(models: object) -> dict[str, str]:
    """Return the user's aliases, name to `provider/model`, from `agents.defaults.models`."""
    if not isinstance(models, dict):
        return {}
    found: dict[str, str] = {}
    for key, entry in models.items():
        alias = entry.get("alias") if isinstance(entry, dict) else None
        if isinstance(alias, str) and alias.strip():
            found[alias.strip()] = str(key)
    return found


class Resolved:
    """What a client's `model` means to the gateway.

    Attributes:
        ref: the model to ask; None when only an agent was named and it is the agent's to choose.
        agent: id after `openclaw:`; None without.
    """

    __slots__ = ("agent", "ref")

    def __init__(self, ref: ModelRef | None, agent: str | None = None) -> None:
        self.ref = ref
        self.agent = agent

    def __repr__(self) -> str:
        return f"Resolved({self.ref!r}, {self.agent!r})"


def resolve_model(
    text: str,
    *,
    aliases: Mapping[str, str],
    with_credential: Collection[str],
    known: Collection[str],
    models: Models,
    default_provider: str = DEFAULT_PROVIDER,
) -> Resolved:
    """Return which model a gateway request means (ruling 25).

    Alias; `provider/model` of a known provider; the one provider with a credential that lists
    the id as it stands; else as `parse_ref`. An id with a slash may be a model of an aggregator
    (`meta-llama/llama-3` at OpenRouter), so an unknown provider part is tried as a bare id.

    Args:
        text: the client's model name.
        aliases: the user's own.
        with_credential: canonical ids of providers that have a usable source.
        known: canonical ids of all providers, the config's included.
        models: what they list.
        default_provider: for what nothing else explains.

    Raises:
        UsageError: `model_ref_empty`.
    """
    name = text.strip()
    if name.lower().startswith(AGENT_PREFIX):
        agent = name[len(AGENT_PREFIX) :].strip()
        return Resolved(None, agent.lower() or None)
    if "/" not in name and find_alias(name, aliases) is not None:
        return Resolved(parse_ref(name, aliases, default_provider))
    if "/" in name and normalise_provider(name.partition("/")[0]) in known:
        return Resolved(_split(name, default_provider))
    listing = [p for p in sorted(with_credential) if _lists(models, p, name)]
    if len(listing) == 1:
        return Resolved(ModelRef(listing[0], name))
    return Resolved(_split(name, default_provider))


def _lists(models: Models, provider: str, model_id: str) -> bool:
    return bool(model_id) and models.find(provider, model_id) is not None


def _split(name: str, default_provider: str) -> ModelRef:
    head, slash, tail = name.partition("/")
    provider, model = (head, tail) if slash else (default_provider, head)
    provider, model = normalise_provider(provider), model.strip()
    if not provider or not model:
        raise UsageError("model_ref_empty")
    model = _MODEL_NAMES.get(provider, {}).get(model.lower(), model)
    return ModelRef(provider, model)
