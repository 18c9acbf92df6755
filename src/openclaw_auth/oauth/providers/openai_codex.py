"""OpenAI Codex with a ChatGPT plan: the account is in the access token, the email in the id token.

The client id is Codex CLI's public one; `originator` and User-Agent say that it is us. Source:
the catalogue's facts. Not seen live.
"""

from __future__ import annotations

from openclaw_auth.oauth.jwt import claims_of, text_claim
from openclaw_auth.oauth.providers.standard import Standard
from openclaw_auth.oauth.token_endpoint import json_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from openclaw_auth.oauth.client import OAuthClient
    from openclaw_auth.oauth.http import HttpAnswer
    from openclaw_auth.oauth.token_endpoint import TokenSet
    from openclaw_auth.ports import Ports

_AUTH = "https://api.openai.com/auth"
_PROFILE = "https://api.openai.com/profile"


class OpenAICodex(Standard):
    """By code as the standards say; whose token it is, and the device login, are its own."""

    def device_login(self, client: OAuthClient, ports: Ports) -> Generator[Any, Any, TokenSet]:
        """A flow that logs in by device code."""
        from openclaw_auth.oauth.providers.openai_codex_device import codex_device_login

        return codex_device_login(client, self, ports)

    def tokens(self, answer: HttpAnswer, now_ms: int) -> TokenSet:
        """Return the tokens with the ChatGPT account. Raises TokenError."""
        tokens = super().tokens(answer, now_ms)
        access = (json_object(answer.body) or {}).get("access_token")
        claims = claims_of(access) if isinstance(access, str) else {}
        account_id = text_claim(claims, _AUTH, "chatgpt_account_id") or text_claim(
            tokens.id_claims, _AUTH, "chatgpt_account_id"
        )
        email = tokens.email or text_claim(claims, _PROFILE, "email")
        return tokens.replace(account_id=account_id, email=email)
