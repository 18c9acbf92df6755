"""OpenAI Chat Completions, and Gemini, which Google serves in the same form (ruling 24)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openclaw_auth.sessions.dialects.decoder import Decoder, count, objects, text
from openclaw_auth.sessions.turn import Picture, Tokens, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.sessions.turn import Conversation, Part


def encode(conversation: Conversation, model: str) -> dict[str, Any]:
    """Return the body. Usage in a stream comes only when asked for."""
    messages: list[dict[str, Any]] = []
    if conversation.system:
        messages.append({"role": "system", "content": conversation.system})
    for turn in conversation.turns:
        # Only a user's message may hold an image.
        content = _content(turn.parts) if turn.role == "user" else turn.text
        messages.append({"role": turn.role, "content": content})
    return {
        "model": model,
        "messages": messages,
        "stream": True,
        "stream_options": {"include_usage": True},
    }


def _content(parts: tuple[Part, ...]) -> str | list[dict[str, Any]]:
    if len(parts) == 1 and isinstance(parts[0], Words):
        return parts[0].text
    return [_part(part) for part in parts]


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Picture):
        return {"type": "image_url", "image_url": {"url": part.url}}
    return {"type": "text", "text": part.text}


class CompletionsDecoder(Decoder):
    """Chunks with `choices[0].delta`, one with the usage, `[DONE]`."""

    def event(self, data: Mapping[str, Any]) -> str:
        """Return the text in one chunk."""
        return self._read(data, "delta")

    def answer(self, data: Mapping[str, Any]) -> str:
        """Return the text of a whole answer."""
        self.ended = True
        return self._read(data, "message")

    def _read(self, data: Mapping[str, Any], where: str) -> str:
        self.model = text(data, "model") or self.model
        usage = data.get("usage")
        if isinstance(usage, dict):
            cached = count(usage.get("prompt_tokens_details"), "cached_tokens")
            prompt = count(usage, "prompt_tokens")
            self.tokens = Tokens(
                max(0, prompt - cached), count(usage, "completion_tokens"), min(cached, prompt)
            )
        # Only the first choice: more were not asked for.
        choice = next(iter(objects(data.get("choices"))), None)
        if choice is None or count(choice, "index"):
            return ""
        reason = text(choice, "finish_reason")
        if reason:
            self.stop_reason = "length" if reason == "length" else "stop"
            self.ended = True  # not every server of this form says [DONE]
        return text(choice.get(where), "content")
