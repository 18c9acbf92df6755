"""The catalogue of providers: `catalogue.json` as values, with what the config adds to it.

Two files: what `models status` needs is small and loads in under a millisecond; key shapes,
probes, usage addresses and model ids are in `catalogue_details.json`, read when first asked.
A fact under `recalled` rests on memory or a secondary source: it labels and warns, and no
credential is ever refused for it.
"""

from __future__ import annotations

import json
import os

from openclaw_auth.providers.ids import ALIASES, normalise_provider
from openclaw_auth.providers.provider import ANTHROPIC, OPENAI, Provider, family

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_MAX_NEAREST = 3
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
# A config's `auth` mode in the words of credentials.
_AUTH_MODES = {"api-key": "api_key", "oauth": "oauth", "token": "token"}

_files: dict[str, dict[str, Any]] = {}


def data_file(name: str) -> dict[str, Any]:
    """Return one of the package's data files, read once."""
    if name not in _files:
        path = os.path.join(os.path.dirname(__file__), name)
        with open(path, encoding="utf-8") as file:
            _files[name] = json.load(file)
    return _files[name]


class Catalogue:
    """Every known provider, by canonical id. Never changes after it was made."""

    __slots__ = ("_custom", "_made", "_rows")

    def __init__(
        self, rows: Mapping[str, Mapping[str, Any]], custom: Mapping[str, Provider] | None = None
    ) -> None:
        self._rows = rows
        self._custom = dict(custom or {})
        self._made: dict[str, Provider] = {}

    def get(self, provider_id: str) -> Provider | None:
        """Return a provider by id, old spelling or alias; None when there is no such."""
        name = self.canonical(provider_id)
        if name in self._custom:
            return self._custom[name]
        if name in self._made:
            return self._made[name]
        row = self._rows.get(name)
        if row is None:
            return None
        made = self._made[name] = Provider(name, row)
        return made

    def canonical(self, provider_id: str) -> str:
        """Return the canonical id: old spellings, then aliases of the catalogue."""
        name = normalise_provider(provider_id)
        if name in self._rows or name in self._custom:
            return name
        for known, row in self._rows.items():
            if name in row.get("aliases", ()):
                return known
        return name

    def ids(self) -> tuple[str, ...]:
        """Return every canonical id, sorted."""
        return tuple(sorted({*self._rows, *self._custom}))

    def env_names(self, provider_id: str) -> tuple[str, ...]:
        """Return the variables that may hold a provider's key, first one wins."""
        provider = self.get(provider_id)
        return provider.env if provider else ()

    def every_env_name(self) -> frozenset[str]:
        """Return every variable that may hold a credential of some provider."""
        names = {name for row in self._rows.values() for name in row.get("env", ())}
        groups = (group for row in self._rows.values() for group in row.get("detect", ()))
        return frozenset(names.union(*groups))

    def configured(self) -> Mapping[str, Provider]:
        """Return the providers that the config defines or changes, by canonical id."""
        return self._custom

    def nearest(self, name: str) -> tuple[str, ...]:
        """Return up to three ids that a mistyped one may have meant, nearest first."""
        import difflib

        by_spelling = {i: i for i in self.ids()}
        by_spelling.update(ALIASES)
        for known, row in self._rows.items():
            by_spelling.update(dict.fromkeys(row.get("aliases", ()), known))
        close = difflib.get_close_matches(normalise_provider(name), by_spelling, n=6, cutoff=0.6)
        return tuple(dict.fromkeys(by_spelling[c] for c in close))[:_MAX_NEAREST]

    def with_custom(self, providers: Mapping[str, Any]) -> Catalogue:
        """Return a catalogue with what `models.providers` of a config adds and overrides.

        Args:
            providers: id to `{baseUrl, api, auth, authHeader, headers, models, …}`, already
                validated and substituted. Entries that are no objects are ignored.
        """
        custom = dict(self._custom)
        for key, entry in providers.items():
            if isinstance(entry, dict):
                name = self.canonical(key)
                known = custom.get(name) or self.get(name)
                custom[name] = _configured(name, known, entry)
        return Catalogue(self._rows, custom)


def load_catalogue() -> Catalogue:
    """Return the catalogue as the package ships it."""
    return Catalogue(data_file("catalogue.json")["providers"])


def details(provider_id: str) -> Mapping[str, Any]:
    """Return what only some commands need: shapes, probe, usage, models, oauth, external_cli.

    Empty for a provider that the package does not know.
    """
    found: Mapping[str, Any] = data_file("catalogue_details.json")["providers"].get(
        normalise_provider(provider_id), {}
    )
    return found


def default_model(provider_id: str) -> str | None:
    """Return the `provider/model` that onboarding sets for a provider; None without one."""
    found: str | None = details(provider_id).get("default_model")
    return found


def _configured(name: str, known: Provider | None, entry: Mapping[str, Any]) -> Provider:
    """Return a provider as the config wants it: `known` (or a new one) with overrides.

    An overriding `baseUrl` replaces every endpoint: a user who points a provider at a proxy
    does not want its other dialect to go around it.
    """
    base_url = entry.get("baseUrl")
    base_url = base_url if isinstance(base_url, str) and base_url else None
    provider = known or Provider(name, {"label": name, "auth": {}, "billing": {}})
    api, proxy = str(entry.get("api") or provider.api), entry.get("proxy")
    changes: dict[str, object] = {
        "custom": True,
        "headers": _strings(entry.get("headers")),
        "auth_header": entry.get("authHeader", provider.auth_header),
        "models": [m for m in entry.get("models") or () if isinstance(m, dict)],
        "api": api,
        "proxy": proxy if isinstance(proxy, str) else provider.proxy,
    }
    spoken = family(api)
    if base_url is not None:
        changes["endpoints"] = _endpoints(base_url, api, entry)
        if spoken and _mended_by(base_url, provider):
            changes |= {"why": None, "ethics": "ok"}
    if known is None:
        changes["why"] = None if spoken else "provider_no_text_dialect"
        changes["billing"] = {"api_key": "free" if _is_loopback(base_url) else "metered"}
        auth: dict[str, object] = {"api_key": {ANTHROPIC: "x-api-key", OPENAI: "bearer"}}
        mode = _AUTH_MODES.get(str(entry.get("auth")))
        if mode in ("oauth", "token"):
            auth = {mode: "bearer"}
        elif isinstance(entry.get("oauth"), dict):
            auth["oauth"] = "bearer"  # RFC 6750
        changes["auth"] = auth
    return provider.replace(**changes)


def _mended_by(base_url: str, provider: Provider) -> bool:
    """Whether an address of the user's takes away why a provider is not called.

    A service that ended is gone only where it was: `qwen` may well be another endpoint of its
    vendor. Terms that forbid us to call are no matter of addresses.
    """
    if provider.why == "provider_service_ended":
        return _host(base_url) not in map(_host, provider.endpoints.values())
    return provider.why in ("provider_needs_base_url", "provider_signing_not_built")


def _endpoints(base_url: str, api: str, entry: Mapping[str, Any]) -> dict[str, str]:
    """Return the endpoints of a configured base URL: the provider's api and its models' own."""
    if api == "google-generative-ai" and base_url.rstrip("/").endswith("/v1beta"):
        base_url = base_url.rstrip("/") + "/openai"  # the compatible endpoint of the same host
    apis = [api, *(m.get("api") for m in entry.get("models") or () if isinstance(m, dict))]
    spoken = [family(a) for a in apis if isinstance(a, str)]
    return {one: base_url for one in spoken if one}


def _strings(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {str(k): v for k, v in value.items() if isinstance(v, str)}


def _host(base_url: str) -> str:
    return base_url.partition("://")[2].partition("/")[0].lower()


def _is_loopback(base_url: str | None) -> bool:
    host = _host(base_url or "")
    return host in _LOOPBACK or host.rpartition(":")[0] in _LOOPBACK
