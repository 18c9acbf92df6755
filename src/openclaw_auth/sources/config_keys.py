"""Credentials in the config: `models.providers.<id>.apiKey`, plain or as a secret reference.

`<agentDir>/models.json` holds the same shape; it is read and never written (ruling 32).
"""

from __future__ import annotations

import os

from openclaw_auth.codes import Reason
from openclaw_auth.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.sources.environment import Environment


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
            text = file.read(65_536).strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not text"
        return None, Reason("reference_file_unreadable", {"path": path, "why": why or "?"})
    if not text:
        return None, Reason("reference_file_unreadable", {"path": path, "why": "empty"})
    return Secret(text), None


def read_models_json(path: str) -> dict[str, dict[str, object]]:
    """Return the providers of an agent's models.json; empty when there is none or it is broken."""
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except OSError:
        return {}
    import json

    try:
        providers = json.loads(text).get("providers")
    except (ValueError, AttributeError):
        return {}
    return providers if isinstance(providers, dict) else {}


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
