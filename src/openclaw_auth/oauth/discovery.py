"""Where a server's endpoints are, asked of the server itself (RFC 8414; OpenID Discovery). Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from openclaw_auth.config.safe_url import is_safe_url
from openclaw_auth.errors import LoginNotOffered
from openclaw_auth.oauth.http import HttpRequest
from openclaw_auth.oauth.token_endpoint import json_object, plain_headers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from typing import Any

    from openclaw_auth.oauth.client import OAuthClient
    from openclaw_auth.oauth.http import HttpAnswer

_FIELDS = {
    "authorization_endpoint": "authorization_url",
    "token_endpoint": "token_url",
    "device_authorization_endpoint": "device_url",
    "revocation_endpoint": "revocation_url",
    "userinfo_endpoint": "userinfo_url",
}
_OK = 200


def metadata_urls(issuer: str) -> tuple[str, ...]:
    """Return where an issuer's metadata may be: RFC 8414, section 3, then OpenID's place."""
    parts = urlsplit(issuer)
    origin, path = f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/")
    return (
        f"{origin}/.well-known/oauth-authorization-server{path}",
        f"{origin}{path}/.well-known/openid-configuration",
    )


def discovered(client: OAuthClient) -> Generator[HttpRequest, HttpAnswer, OAuthClient]:
    """A flow that returns the client with its endpoints; asks nobody when it has them already.

    Raises:
        LoginNotOffered: `oauth_discovery_failed`: no metadata; `oauth_issuer_other`: of another
            issuer (RFC 8414, 3.3); `oauth_endpoint_insecure`.
        TransportError: the server cannot be reached.
    """
    if client.issuer is None or client.token_url is not None:
        return client
    status = 0
    for url in metadata_urls(client.issuer):
        answer = yield HttpRequest("GET", url, plain_headers())
        found = json_object(answer.body) if answer.status == _OK else None
        if found is not None:
            return with_metadata(client, found)
        status = answer.status
    raise LoginNotOffered(
        "oauth_discovery_failed",
        provider=client.provider_id,
        issuer=client.issuer,
        status=status,
    )


def with_metadata(client: OAuthClient, found: Mapping[str, Any]) -> OAuthClient:
    """Return the client with what a server says of itself; the config's own addresses stay.

    Raises:
        LoginNotOffered: as `discovered`.
    """
    said = found.get("issuer")
    if said != client.issuer:
        raise LoginNotOffered(
            "oauth_issuer_other", provider=client.provider_id, issuer=client.issuer, said=said
        )
    changes: dict[str, object] = {}
    for field, ours in _FIELDS.items():
        url = found.get(field)
        if url is None or getattr(client, ours) is not None:
            continue
        if not is_safe_url(url):
            raise LoginNotOffered("oauth_endpoint_insecure", provider=client.provider_id, url=url)
        changes[ours] = url
    if "token_url" not in changes and client.token_url is None:
        raise LoginNotOffered(
            "oauth_discovery_failed", provider=client.provider_id, issuer=client.issuer, status=_OK
        )
    return client.replace(**changes)
