"""Which config keys hold secrets, so that no output and no snippet shows them."""

from __future__ import annotations

from openclaw_auth.secret import mask

_WORDS = ("apikey", "token", "password", "secret", "passphrase", "privatekey", "authorization")
_NOT_SECRET = (
    "maxtokens",
    "contexttokens",
    "reservetokensfloor",
    "softthresholdtokens",
    "tokenurl",
    "maxtokensfield",
)


def holds_secret(key: str) -> bool:
    """Return whether a key's text value is a secret, by its name: apiKey, FOO_TOKEN, password."""
    plain = key.lower().replace("_", "").replace("-", "")
    return plain not in _NOT_SECRET and any(word in plain for word in _WORDS)


def masked(value: object, key: str = "") -> object:
    """Return the data with every secret masked; `${NAME}` and secret references stay readable."""
    if isinstance(value, dict):
        return {name: masked(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [masked(inner, key) for inner in value]
    if isinstance(value, str) and holds_secret(key) and not is_reference(value):
        return mask(value)
    return value


def without_secrets(value: object, key: str = "") -> object:
    """Return the data with every secret left out for a person to fill in."""
    if isinstance(value, dict):
        return {name: without_secrets(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [without_secrets(inner, key) for inner in value]
    if isinstance(value, str) and holds_secret(key) and not is_reference(value):
        return "..."
    return value


def is_reference(value: str) -> bool:
    """Return whether a text only names a variable: `${NAME}`."""
    return value.startswith("${") and value.endswith("}") and "}" not in value[:-1]
