"""OpenRouter: PKCE without a client, and what comes of it is an API key of the user's account.

Source: OpenRouter's published OAuth PKCE guide. Not seen live.
"""

from __future__ import annotations

import json

from openclaw_auth.errors import TokenAnswerInvalid
from openclaw_auth.oauth.http import HttpRequest
from openclaw_auth.oauth.jwt import text_claim
from openclaw_auth.oauth.providers.standard import Standard, answered_object, joined
from openclaw_auth.oauth.token_endpoint import TokenSet, plain_headers
from openclaw_auth.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.credentials import CredentialType
    from openclaw_auth.oauth.client import OAuthClient
    from openclaw_auth.oauth.http import HttpAnswer


class OpenRouter(Standard):
    """The state travels inside `callback_url`: there is no parameter for it."""

    credential_type: CredentialType = "api_key"
    needs_client_id = False

    def authorization_url(
        self, client: OAuthClient, redirect_uri: str, state: str, challenge: str
    ) -> str:
        """Return the URL that the user opens."""
        fields = [
            ("callback_url", joined(redirect_uri, [("state", state)])),
            ("code_challenge", challenge),
            ("code_challenge_method", "S256"),
        ]
        return joined(client.authorization_url or "", fields)

    def code_request(
        self,
        client: OAuthClient,
        code: Secret,
        verifier: Secret,
        redirect_uri: str,  # noqa: ARG002 # not asked for here
    ) -> HttpRequest:
        """Return the exchange of the code for a key."""
        fields = {
            "code": code.reveal(),
            "code_verifier": verifier.reveal(),
            "code_challenge_method": "S256",
        }
        headers = [*plain_headers(), ("content-type", "application/json")]
        return HttpRequest("POST", client.token_url or "", headers, json.dumps(fields).encode())

    def tokens(self, answer: HttpAnswer, now_ms: int) -> TokenSet:  # noqa: ARG002 # never ends
        """Return the key. Raises TokenError."""
        found = answered_object(answer)
        key = text_claim(found, "key")
        if key is None or not key.isascii() or not key.isprintable():
            raise TokenAnswerInvalid("token_answer_without_token", status=answer.status)
        user = text_claim(found, "user_id")
        extra: dict[str, object] | None = {"metadata": {"userId": user}} if user else None
        return TokenSet(Secret(key), account_id=user, extra=extra)
