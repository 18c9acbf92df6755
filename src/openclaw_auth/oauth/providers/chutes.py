"""Chutes: the user's own app; accounts have user names, which stand where others have emails.

Source: the catalogue's facts, as OpenClaw stores these logins. Not seen live.
"""

from __future__ import annotations

from openclaw_auth.oauth.jwt import text_claim
from openclaw_auth.oauth.providers.standard import Standard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from openclaw_auth.oauth.token_endpoint import TokenSet


class Chutes(Standard):
    """Standard flows; userinfo names the account."""

    def with_userinfo(self, tokens: TokenSet, found: Mapping[str, Any]) -> TokenSet:
        """Return the tokens with the user name and the account's id."""
        return tokens.replace(
            account_id=text_claim(found, "sub") or tokens.account_id,
            email=text_claim(found, "username") or tokens.email,
        )
