"""What one provider does differently. Everything that follows the standards is `Standard`."""

from __future__ import annotations

from openclaw_auth.oauth.providers.standard import Standard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.oauth.client import OAuthClient
    from openclaw_auth.oauth.http import HttpAnswer
    from openclaw_auth.oauth.token_endpoint import TokenSet

# Provider to module and class; imported when that provider logs in or refreshes.
_QUIRKS = {
    "chutes": ("chutes", "Chutes"),
    "openai-codex": ("openai_codex", "OpenAICodex"),
    "openrouter": ("openrouter", "OpenRouter"),
}


def manners_of(provider_id: str) -> Standard:
    """Return how a provider wants its OAuth spoken."""
    if provider_id not in _QUIRKS:
        return Standard()
    from importlib import import_module

    module, name = _QUIRKS[provider_id]
    manners: Standard = getattr(import_module(f"openclaw_auth.oauth.providers.{module}"), name)()
    return manners


def tokens_of(client: OAuthClient, answer: HttpAnswer, now_ms: int) -> TokenSet:
    """Return what a token endpoint's answer gives, with the account as this provider names it.

    Raises:
        TokenError: as `parse_tokens`.
    """
    return manners_of(client.provider_id).tokens(answer, now_ms)


__all__ = ["Standard", "manners_of", "tokens_of"]
