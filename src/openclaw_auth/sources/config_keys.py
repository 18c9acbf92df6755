"""Credentials in the config: `models.providers.<id>.apiKey`, plain or as a secret reference.

`<agentDir>/models.json` holds the same shape; it is read and never written (ruling 32).
"""

from __future__ import annotations

import os

from openclaw_auth.codes import Reason
from openclaw_auth.providers.ids import normalise_provider
from openclaw_auth.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.sources.environment import Environment

_LONGEST = 65_536
_FIGURES = ("contextWindow", "maxTokens")


def secret_of(
    value: object, environment: Environment, base_dir: str
) -> tuple[Secret | None, Reason | None]:
    """Return the secret that a config value stands for, or why there is none.

    Args:
        value: a string, or a reference `{source: "env"|"file", id: ...}`.
        environment: where `env` references look.
        base_dir: what a relative `file` reference is relative to.
    """
    if isinstance(value, str):
        return (Secret(value), None) if value.strip() else (None, None)
    if not isinstance(value, dict):
        return None, None
    source, name = value.get("source"), value.get("id")
    if not isinstance(name, str):
        return None, None
    if source == "env":
        variable = environment.value(name)
        if variable is None:
            return None, Reason("reference_env_missing", {"name": name})
        return Secret(variable), None
    if source == "file":
        return _from_file(name, base_dir)
    return None, None


def _from_file(name: str, base_dir: str) -> tuple[Secret | None, Reason | None]:
    path = os.path.join(base_dir, os.path.expanduser(name))
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read(_LONGEST + 1).strip()
    except (OSError, ValueError) as error:  # ValueError: not UTF-8, or a zero byte in the path
        why = error.strerror if isinstance(error, OSError) else "not text"
        return None, Reason("reference_file_unreadable", {"path": path, "why": why or "?"})
    if not text or len(text) > _LONGEST:
        why = "too long for a secret" if text else "empty"
        return None, Reason("reference_file_unreadable", {"path": path, "why": why})
    return Secret(text), None


def read_models_json(path: str) -> dict[str, dict[str, object]]:
    """Return the providers of an agent's models.json; empty when there is none or it is broken.

    Nothing else checks this file: what comes out has the shape that a valid config has.
    """
    import json

    try:
        with open(path, encoding="utf-8") as file:
            found = json.loads(file.read())
    except (OSError, ValueError, RecursionError):
        return {}
    providers = found.get("providers") if isinstance(found, dict) else None
    if not isinstance(providers, dict):
        return {}
    return {
        normalise_provider(name): {**entry, "models": _models(entry.get("models"))}
        for name, entry in providers.items()
        if isinstance(entry, dict)
    }


def _models(listed: object) -> list[dict[str, object]]:
    """Return the models of a provider; figures that are no whole numbers are left out."""
    models = [m for m in listed if isinstance(m, dict)] if isinstance(listed, list) else []
    return [
        {k: v for k, v in m.items() if k not in _FIGURES or type(v) is int}
        for m in models
        if isinstance(m.get("id"), str)
    ]


def merged_providers(
    config_providers: Mapping[str, Mapping[str, object]],
    models_json: Mapping[str, Mapping[str, object]],
    mode: str,
) -> dict[str, dict[str, object]]:
    """Return the custom providers: the config's over models.json's, or the config's alone. Pure.

    Args:
        config_providers: `models.providers` of the config.
        models_json: providers of the agent's models.json.
        mode: `models.mode`: `merge` or `replace`.
    """
    merged: dict[str, dict[str, object]] = {}
    if mode != "replace":
        merged.update({name: dict(entry) for name, entry in models_json.items()})
    for name, entry in config_providers.items():
        merged[name] = {**merged.get(name, {}), **entry}
    return merged
