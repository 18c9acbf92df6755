"""The headers of a lease: how a provider wants to see a credential. Pure.

Nothing here says that we are another vendor's client. What the caller sent about itself
(`user-agent`, `originator`, its own betas) passes as it came.
"""

from __future__ import annotations

from openclaw_auth.errors import CredentialRefused
from openclaw_auth.providers.catalogue import data_file
from openclaw_auth.providers.provider import family

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, TypeAlias

    from openclaw_auth.credentials import CredentialType
    from openclaw_auth.providers.provider import Provider
    from openclaw_auth.secret import Secret

    Headers: TypeAlias = list[tuple[bytes, bytes]]

# What a client may send to say who it is to *us* or to some account of its own: a lease
# replaces all of it, so that two identities never travel together.
CLIENT_CREDENTIALS = frozenset(
    {
        b"api-key",
        b"authorization",
        b"cf-aig-authorization",
        b"chatgpt-account-id",
        b"cookie",
        b"openai-organization",
        b"openai-project",
        b"proxy-authorization",
        b"x-api-key",
        b"x-goog-api-key",
        b"x-goog-user-project",
        b"xi-api-key",
    }
)
_FALLBACK_TYPES = ("api_key", "token", "oauth")


def auth_headers(
    provider: Provider,
    credential_type: CredentialType,
    secret: Secret | None,
    *,
    dialect: str | None = None,
    account_id: str | None = None,
    client: Iterable[tuple[bytes, bytes]] = (),
) -> Headers:
    """Return the headers that lend a credential to one request, names in lower case.

    Args:
        provider: where the request goes.
        credential_type: what the credential is said to be; its prefix may know better.
        secret: None (or blank) for a keyless local server.
        dialect: of the request; the provider's default without it.
        account_id: for providers whose login names an account.
        client: the caller's headers, for those that are added to (`anthropic-beta`) or only
            set when absent (`anthropic-version`).

    Raises:
        CredentialRefused: the secret holds characters that no header can carry.
    """
    dialect = dialect or provider.api
    given = {name.lower(): value for name, value in client}
    table = data_file("catalogue.json")
    headers: dict[bytes, bytes] = {}
    for name, value in table["dialect_defaults"].get(family(dialect) or "", {}).items():
        if name.encode() not in given:
            headers[name.encode()] = value.encode()
    if secret and provider.auth_header is not False:
        plain = secret.reveal().strip()
        shape = _shape(provider, provider.credential_type(plain, credential_type), dialect)
        headers.update(_credential(table["shapes"][shape], provider.id, plain, account_id, given))
    for name, value in provider.headers.items():
        headers[name.strip().lower().encode()] = _sendable(value, provider.id)
    return list(headers.items())


def real_type(
    provider: Provider, said: CredentialType | None, secret: Secret | None
) -> CredentialType:
    """Return what a credential really is: its prefix may know better than the store."""
    named = said or "api_key"
    return provider.credential_type(secret.reveal().strip(), named) if secret else named


def drop_headers(lease: Headers) -> frozenset[bytes]:
    """Return the client's header names that a lease replaces: credentials, and what it sets."""
    return CLIENT_CREDENTIALS.union(name for name, _ in lease)


def probe_headers(
    provider: Provider, shape: str, secret: Secret, account_id: str | None = None
) -> Headers:
    """Return the headers of a check whose shape the catalogue's `probe.auth` names."""
    table = data_file("catalogue.json")
    defaults = table["dialect_defaults"].get(provider.api, {})
    headers = {n.encode(): v.encode() for n, v in defaults.items()}
    plain = secret.reveal().strip()
    headers.update(_credential(table["shapes"][shape], provider.id, plain, account_id, {}))
    return list(headers.items())


def jwt_claim(token: str, path: Sequence[str]) -> str | None:
    """Return a text claim of a JSON Web Token; None when there is none. Proves nothing.

    base64url without padding (RFC 7515, section 2).
    """
    import base64
    import json

    payload = token.split(".")[1] if token.count(".") == 2 else ""  # noqa: PLR2004 # three parts
    try:
        found: object = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (ValueError, RecursionError):
        return None
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, str) else None


def _shape(provider: Provider, credential_type: str, dialect: str) -> str:
    """Return the name of the header shape; a type the provider does not name borrows one."""
    if provider.auth_header is True:
        return "bearer"
    for known in (credential_type, *_FALLBACK_TYPES):
        found = provider.auth.get(known)
        if found is not None:
            shape: str = found if isinstance(found, str) else found.get(family(dialect), "bearer")
            return shape
    return "bearer"


def _credential(
    shape: Mapping[str, Any],
    provider_id: str,
    plain: str,
    account_id: str | None,
    given: Mapping[bytes, bytes],
) -> dict[bytes, bytes]:
    headers: dict[bytes, bytes] = {}
    if "header" in shape:
        value = _sendable(plain, provider_id)
        headers[shape["header"].encode()] = shape.get("prefix", "").encode() + value
    if "account" in shape:
        account_id = account_id or jwt_claim(plain, shape["account_claim"])
        if account_id:
            headers[shape["account"].encode()] = _sendable(account_id, provider_id)
    for name, value in shape.get("default", {}).items():
        if name.encode() not in given:
            headers[name.encode()] = value.encode()
    for name, value in shape.get("merge", {}).items():
        headers[name.encode()] = _merged(given.get(name.encode(), b""), value.encode())
    return headers


def _merged(given: bytes, ours: bytes) -> bytes:
    """Add one word to a comma-separated header, keeping the caller's words and their order."""
    words = [word.strip() for word in given.split(b",") if word.strip()]
    return b",".join(words if ours in words else [*words, ours])


def _sendable(value: str, provider_id: str) -> bytes:
    """Return header bytes; a line break in a key must never become a second header."""
    if not value.isascii() or not value.isprintable():
        raise CredentialRefused("credential_not_sendable", provider=provider_id)
    return value.encode("ascii")
