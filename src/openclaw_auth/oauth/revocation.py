"""Taking a login back at its server (RFC 7009)."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.errors import OpenclawAuthError
from openclaw_auth.oauth.discovery import discovered
from openclaw_auth.oauth.token_endpoint import refusal_of, revoke_request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator

    from openclaw_auth.oauth.client import OAuthClient
    from openclaw_auth.oauth.http import HttpAnswer, HttpRequest
    from openclaw_auth.secret import Secret

_UNSUPPORTED = "unsupported_token_type"


def revocation(
    client: OAuthClient, refresh: Secret | None, access: Secret | None
) -> Generator[HttpRequest, HttpAnswer, Reason]:
    """A flow that revokes a login and returns what came of it. Raises nothing.

    The refresh token ends the whole grant (RFC 7009, 2.1); a server that does not revoke those is
    shown the access token. A token that the server does not know any more counts as revoked (2.2).

    Returns:
        `revoked`, `revocation_not_offered` or `revocation_failed`.
    """
    params = {"provider": client.provider_id}
    try:
        if client.revocation_url is None and client.issuer is not None:
            found = yield from discovered(client.replace(token_url=None))
            client = client.replace(revocation_url=found.revocation_url)
        refused: OpenclawAuthError | None = None
        for token, hint in ((refresh, "refresh_token"), (access, "access_token")):
            request = revoke_request(client, token, hint) if token else None
            if request is None:
                continue
            refusal = refusal_of((yield request))
            if refusal is None:
                return Reason("revoked", params)
            refused = refusal
            if refusal.error != _UNSUPPORTED:
                break
    except OpenclawAuthError as error:
        refused = error
    if refused is None:
        return Reason("revocation_not_offered", params)
    return Reason("revocation_failed", {**params, "why": refused.reason})
