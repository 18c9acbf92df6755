"""Which config keys hold secrets, so that no output and no snippet shows them."""

from __future__ import annotations

import re

from openclaw_auth.secret import mask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_WORDS = (
    *("apikey", "token", "password", "secret", "passphrase", "authorization"),
    *("cookie", "credential"),
)
# Addresses of `monitor.targets` carry tokens; what is below is one, whatever its own name.
_ADDRESSES = "targets"
_NOT_SECRET = (
    "mainkey",
    "publickey",
    "sessionkey",
    "maxtokens",
    "contexttokens",
    "reservetokensfloor",
    "softthresholdtokens",
    "tokenurl",
    "maxtokensfield",
)
_USERINFO = re.compile(r"([a-z][a-z0-9+.-]*://)[^/?#\s]+@", re.IGNORECASE)


def holds_secret(key: str) -> bool:
    """Return whether a key's text value is a secret, by its name: apiKey, FOO_KEY, password."""
    plain = key.lower().replace("_", "").replace("-", "")
    if plain in _NOT_SECRET:
        return False
    if plain == _ADDRESSES:
        return True
    return plain.endswith("key") or any(word in plain for word in _WORDS)


def key_at(path: Iterable[str | int]) -> str:
    """Return what a value counts as by its whole path: its own name, or what it stands in."""
    key = ""
    for name in path:
        key = _inner(key, name) if isinstance(name, str) else key
    return key


def shows_secret(value: object, path: Iterable[str | int]) -> bool:
    """Return whether a value at a path is a secret in plain text, or holds one."""
    return masked(value, key_at(path)) != value


def masked(value: object, key: str = "") -> object:
    """Return the data with every secret masked; `${NAME}` and secret references stay readable.

    A secret is what its key says is one, and what stands before the host of an address.
    """
    if isinstance(value, dict):
        return {name: masked(inner, _inner(key, name)) for name, inner in value.items()}
    if isinstance(value, list):
        return [masked(inner, key) for inner in value]
    if isinstance(value, str) and holds_secret(key) and not is_reference(value):
        return _masked_address(value) if key == _ADDRESSES else mask(value)
    return _USERINFO.sub(r"\1****@", value) if isinstance(value, str) else value


def without_secrets(value: object, key: str = "") -> object:
    """Return the data with every secret left out for a person to fill in."""
    if isinstance(value, dict):
        return {name: without_secrets(inner, _inner(key, name)) for name, inner in value.items()}
    if isinstance(value, list):
        return [without_secrets(inner, key) for inner in value]
    if isinstance(value, str) and holds_secret(key) and not is_reference(value):
        return "..."
    return _USERINFO.sub(r"\1...@", value) if isinstance(value, str) else value


def _masked_address(value: str) -> str:
    """Return only the kind of an address: the rest may be a topic, which is as good as a key."""
    scheme, separator, _ = value.partition("://")
    return f"{scheme}://****" if separator and scheme.isalnum() else "****"


def _inner(key: str, name: str) -> str:
    """Return what an entry counts as by its own name and by what it stands in."""
    named = key == _ADDRESSES and name not in ("source", "id", "provider")
    return _ADDRESSES if named else name


def is_reference(value: str) -> bool:
    """Return whether a text only names a variable: `${NAME}`."""
    return value.startswith("${") and value.endswith("}") and "}" not in value[:-1]
