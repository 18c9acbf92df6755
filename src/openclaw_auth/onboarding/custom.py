"""A provider of the user's own: its name, its entry in the config, its choice. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from openclaw_auth.codes import Reason
from openclaw_auth.onboarding.answers import Access
from openclaw_auth.onboarding.choice import Choice
from openclaw_auth.providers.ids import normalise_provider

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any

    from openclaw_auth.onboarding.sighting import Sighting

# What it speaks, as users say it, and the config's `api`.
APIS = {"openai": "openai-completions", "anthropic": "anthropic-messages"}
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_MOST_MODELS = 200


def url_fault(text: str) -> Reason | None:
    """Return what is wrong with a base URL, None when it can be used."""
    text = text.strip()
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
        usable = usable and parts.port != 0 and text.isascii() and text.isprintable()
    except ValueError:
        usable = False
    if not usable or " " in text:
        return Reason("onboard_url_unusable", {"url": _shown(text)})
    if parts.username is not None or parts.query or parts.fragment:
        return Reason("onboard_url_extra", {"url": f"{parts.scheme}://{parts.hostname}"})
    return None


def remote_fault(text: str) -> Reason | None:
    """Return what is wrong with the address of a gateway elsewhere, None when it is fine."""
    text = text.strip()
    try:
        parts = urlsplit(text)
        fine = parts.scheme in ("ws", "wss", "http", "https") and bool(parts.hostname)
    except ValueError:
        fine = False
    if not fine:
        return Reason("onboard_remote_url", {"url": _shown(text)})
    if parts.username is not None or parts.query or parts.fragment:
        return Reason("onboard_remote_extra", {"url": f"{parts.scheme}://{parts.hostname}"})
    return None


def _shown(url: str) -> str:
    """Return an address that makes no sense without what may be a secret in it."""
    return re.sub(r"//[^/]*@", "//…@", re.sub(r"[?#].*", "…", url))


def custom_id(base_url: str) -> str:
    """Return a name for the provider at an address: its host, with the port where there is one."""
    parts = urlsplit(base_url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("api.")
    host = "local" if host in _LOOPBACK else host
    name = f"{host}-{parts.port}" if parts.port else host
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return plain[:64].strip("-") or "custom"


def id_fault(text: str, known: Collection[str], own: Collection[str]) -> Reason | None:
    """Return what is wrong with a provider's name.

    Args:
        text: as typed.
        known: ids of the catalogue, which would change their meaning.
        own: ids of the config's own providers, which may be given another address.
    """
    name = text.strip().lower()
    if not _NAME.fullmatch(name):
        return Reason("onboard_name_characters", {"name": text})
    if name not in own and normalise_provider(name) in known:
        return Reason("onboard_name_taken", {"name": name})
    return None


def custom_choice(provider: str) -> Choice:
    """Return the choice that a provider of the user's own becomes."""
    return Choice("custom", provider, "custom", label=provider)


def custom_entry(
    provider: str, base_url: str, api: str, models: Sequence[str], *, keyless: bool
) -> dict[str, Any]:
    """Return what the config gets: `models.providers.<id>`, with the id as `id`.

    Args:
        provider: its id.
        base_url: where it is.
        api: a value of `APIS`.
        models: ids that it serves; the first 200 are listed.
        keyless: whether requests go there without a credential.
    """
    listed = [{"id": name, "name": name} for name in models[:_MOST_MODELS]]
    entry: dict[str, Any] = {"id": provider, "baseUrl": base_url, "api": api}
    if keyless:
        entry["authHeader"] = False
    return {**entry, "models": listed}


def with_models(access: Access, sighting: Sighting | None) -> Access:
    """Return access to a provider of the user's own with the models that it was seen to list."""
    entry = access.entry
    if entry is None or access.choice.method != "custom" or entry["models"]:
        return access
    seen = sighting.models if sighting is not None else ()
    listed = [{"id": name, "name": name} for name in seen[:_MOST_MODELS]]
    return Access(access.choice, profile=access.profile, entry={**entry, "models": listed})
