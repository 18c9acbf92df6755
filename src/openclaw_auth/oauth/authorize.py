"""Logging in by authorization code with PKCE (RFC 6749, 4.1; RFC 7636; RFC 8252)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from openclaw_auth.oauth.client import OAuthClient
    from openclaw_auth.oauth.pkce import Pkce
    from openclaw_auth.oauth.providers.standard import Standard
    from openclaw_auth.oauth.token_endpoint import TokenSet
    from openclaw_auth.ports import Ports
    from openclaw_auth.secret import Secret


class OpenUrl:
    """A step: let the user open this URL, and send back the code that comes of it (a `Secret`)."""

    __slots__ = ("url",)

    def __init__(self, url: str) -> None:
        self.url = url


def code_login(
    client: OAuthClient,
    manners: Standard,
    *,
    redirect_uri: str,
    pkce: Pkce,
    state: str,
    ports: Ports,
) -> Generator[Any, Any, TokenSet]:
    """A flow that logs in by code. Yields one `OpenUrl`, then requests.

    Raises:
        TokenError: the server gave no token.
        TransportError: it cannot be reached.
    """
    url = manners.authorization_url(client, redirect_uri, state, pkce.challenge)
    code: Secret = yield OpenUrl(url)
    answer = yield manners.code_request(client, code, pkce.verifier, redirect_uri)
    tokens = manners.tokens(answer, ports.now_ms())
    return (yield from manners.identified(client, tokens))
