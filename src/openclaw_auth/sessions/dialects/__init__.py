"""One neutral conversation in each provider's dialect, and its stream back into words.

| call | module | documents |
| --- | --- | --- |
| `anthropic-messages` | `anthropic` | Anthropic, Messages API and its streaming |
| `openai-completions` | `completions` | OpenAI, Chat Completions; Google's OpenAI-compatible endpoint |
| `openai-responses` | `responses` | OpenAI, Responses; the Codex endpoint's additions |
"""

from __future__ import annotations

from openclaw_auth.sessions.dialects import anthropic, completions, responses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from openclaw_auth.providers.provider import Provider
    from openclaw_auth.sessions.dialects.decoder import Decoder
    from openclaw_auth.sessions.turn import Conversation

CALLS = ("anthropic-messages", "openai-completions", "openai-responses")


def call_for(provider: Provider) -> str | None:
    """Return the dialect to chat in with a provider: its own first; None when we speak none of its."""
    return next((c for c in (provider.api, *CALLS) if c in CALLS and provider.offers(c)), None)


def encode(
    call: str, conversation: Conversation, model: str, *, max_tokens: int, provider: str = ""
) -> dict[str, Any]:
    """Return the body of a streamed request.

    Args:
        call: one of `CALLS`.
        conversation: its turns alternate, the user's first.
        model: as the provider spells it.
        max_tokens: of the answer; sent where the dialect demands it.
        provider: canonical id, for endpoints with needs of their own.
    """
    if call == "anthropic-messages":
        return anthropic.encode(conversation, model, max_tokens)
    if call == "openai-responses":
        return responses.encode(conversation, model, provider)
    return completions.encode(conversation, model)


def decoder(call: str) -> Decoder:
    """Return what turns the stream of such a request into words; for one answer."""
    return {
        "anthropic-messages": anthropic.AnthropicDecoder,
        "openai-responses": responses.ResponsesDecoder,
    }.get(call, completions.CompletionsDecoder)()
