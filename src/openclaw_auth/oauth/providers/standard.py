"""A provider that keeps to the standards: RFC 6749 and 7636, OpenID Connect where it has it."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from openclaw_auth.errors import TokenAnswerInvalid, TransportError
from openclaw_auth.oauth.jwt import text_claim
from openclaw_auth.oauth.token_endpoint import (
    code_request,
    json_object,
    parse_tokens,
    refusal_of,
    userinfo_request,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from typing import Any

    from openclaw_auth.credentials import CredentialType
    from openclaw_auth.oauth.client import OAuthClient
    from openclaw_auth.oauth.http import HttpAnswer, HttpRequest
    from openclaw_auth.oauth.token_endpoint import TokenSet
    from openclaw_auth.ports import Ports
    from openclaw_auth.secret import Secret


class Standard:
    """How OAuth is spoken with a provider; a quirk overrides what differs.

    Attributes:
        credential_type: what a login yields.
        needs_client_id: whether nothing works without one.
    """

    credential_type: CredentialType = "oauth"
    needs_client_id = True

    def authorization_url(
        self, client: OAuthClient, redirect_uri: str, state: str, challenge: str
    ) -> str:
        """Return the URL that the user opens (RFC 6749, 4.1.1; RFC 7636, 4.3)."""
        fields = [
            ("response_type", "code"),
            ("client_id", client.client_id or ""),
            ("redirect_uri", redirect_uri),
            *([("scope", " ".join(client.scopes))] if client.scopes else []),
            ("state", state),
            ("code_challenge", challenge),
            ("code_challenge_method", "S256"),
            *(("resource", uri) for uri in client.resource),
        ]
        ours = {name for name, _ in fields}
        fields += [(n, v) for n, v in client.extra_params.items() if n not in ours]
        return joined(client.authorization_url or "", fields)

    def code_request(
        self, client: OAuthClient, code: Secret, verifier: Secret, redirect_uri: str
    ) -> HttpRequest:
        """Return the exchange of the code."""
        return code_request(client, code, verifier, redirect_uri)

    def tokens(self, answer: HttpAnswer, now_ms: int) -> TokenSet:
        """Return what the token endpoint gave. Raises TokenError."""
        return parse_tokens(answer.status, answer.headers, answer.body, now_ms)

    def device_login(self, client: OAuthClient, ports: Ports) -> Generator[Any, Any, TokenSet]:
        """A flow that logs in by device code; as `device.device_login`."""
        from openclaw_auth.oauth.device import device_login

        return device_login(client, self, ports)

    def identified(
        self, client: OAuthClient, tokens: TokenSet
    ) -> Generator[HttpRequest, HttpAnswer, TokenSet]:
        """A flow that returns the tokens with their account, asking userinfo where that helps.

        Never raises: a login that nobody can name is still a login.
        """
        if tokens.email or client.userinfo_url is None:
            return tokens
        try:
            answer = yield userinfo_request(client.userinfo_url, tokens.access)
        except TransportError:
            return tokens
        found = json_object(answer.body) if refusal_of(answer) is None else None
        return self.with_userinfo(tokens, found or {})

    def with_userinfo(self, tokens: TokenSet, found: Mapping[str, Any]) -> TokenSet:
        """Return the tokens with what userinfo says of their account."""
        return tokens.replace(
            account_id=text_claim(found, "sub") or tokens.account_id,
            email=text_claim(found, "email") or tokens.email,
        )


def joined(url: str, fields: list[tuple[str, str]]) -> str:
    """Return a URL with fields added to the query that it may have already (RFC 6749, 3.1)."""
    mark = "&" if urlsplit(url).query else "?"
    return f"{url}{mark}{urlencode(fields)}"


def answered_object(answer: HttpAnswer) -> Mapping[str, Any]:
    """Return the object that a successful answer holds. Raises TokenError."""
    refusal = refusal_of(answer)
    if refusal is not None:
        raise refusal
    found = json_object(answer.body)
    if found is None:
        raise TokenAnswerInvalid("token_answer_invalid", status=answer.status)
    return found
