"""Which model becomes the default one, given what a credential can see. Pure."""

from __future__ import annotations

import re

from openclaw_auth.config.view import DEFAULT_MODEL, ConfigView
from openclaw_auth.providers.catalogue import default_model, details
from openclaw_auth.providers.model_ref import parse_ref, try_parse_ref

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from openclaw_auth.onboarding.choice import Choice

# What a list of models also holds, and what no chat runs on.
_NO_CHAT = re.compile(
    r"embed|whisper|tts|audio|speech|transcri|moderat|rerank|dall-?e|image|imagen|veo|sora|video"
    r"|guard|ocr|realtime|search",
    re.IGNORECASE,
)


def visible_models(document: object) -> tuple[str, ...]:
    """Return the ids of a list of models, in its order; empty for anything else.

    OpenAI's and Anthropic's lists are `{data: [{id}]}`; Google's ids begin with `models/`, Ollama's
    own list is `{models: [{name}]}`.
    """
    if not isinstance(document, dict):
        return ()
    listed = document.get("data")
    if not isinstance(listed, list):
        listed = document.get("models")
    rows = [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
    names = [row.get("id") or row.get("name") for row in rows]
    plain = [n.removeprefix("models/") for n in names if isinstance(n, str) and n.isprintable()]
    return tuple(dict.fromkeys(name for name in plain if name and not name.isspace()))


def suggested_model(
    choice: Choice, visible: Sequence[str], listed: Sequence[str] = ()
) -> str | None:
    """Return the `provider/model` to suggest: a known one that the credential can see.

    Args:
        choice: how access was given.
        visible: ids that the credential sees; empty where that could not be asked.
        listed: ids that the config lists for the provider.

    Returns:
        None where nothing is known and nothing is seen that a chat could run on.
    """
    provider = choice.provider
    shipped = [choice.model or default_model(provider), *details(provider).get("models", ())]
    known = [*listed, *shipped]
    ids = [name.removeprefix(f"{provider}/") for name in known if name]
    if not visible:
        return f"{provider}/{ids[0]}" if ids else None
    seen = {name.removeprefix(f"{provider}/") for name in visible}
    for name in ids:
        # An alias of a dated id counts: `claude-opus-4-5` is `claude-opus-4-5-20251101` in lists.
        if name in seen or any(_is_dated(other, name) for other in seen):
            return f"{provider}/{name}"
    fit = chat_models(visible)
    return f"{provider}/{fit[0].removeprefix(provider + '/')}" if fit else None


def chat_models(visible: Sequence[str]) -> list[str]:
    """Return those of a list that a chat may run on, by their names."""
    return [name for name in visible if not _NO_CHAT.search(name)]


def model_to_set(
    raw: Mapping[str, Any],
    choice: Choice,
    suggested: str | None,
    *,
    default_usable: bool,
) -> str | None:
    """Return the default model to write without asking; None when the present one stays.

    A default model that the user chose is replaced only where it could answer nobody, or where
    the new login is known to take over from its provider (Codex from the OpenAI key).

    Args:
        raw: the config as written.
        choice: how access was given.
        suggested: as `suggested_model`.
        default_usable: whether the present default model has a credential before this.
    """
    configured = ConfigView(dict(raw)).configured_model()
    present = try_parse_ref(configured or DEFAULT_MODEL) or parse_ref(DEFAULT_MODEL)
    if suggested is None or present.key == suggested:
        return None
    if configured is None:
        # The built-in default is of this provider: it holds by itself, and newer ones will.
        keeps = present.provider == choice.provider and default_model(choice.provider) == suggested
        return None if keeps else suggested
    if present.provider in choice.supersedes:
        return suggested
    if present.provider == choice.provider or default_usable:
        return None
    return suggested


def _is_dated(name: str, alias: str) -> bool:
    return name.startswith(f"{alias}-") and name[len(alias) + 1 :].replace("-", "").isdigit()
