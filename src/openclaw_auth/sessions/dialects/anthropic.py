"""Anthropic Messages (Anthropic, "Messages" and "Streaming Messages")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openclaw_auth.sessions.dialects.decoder import Decoder, count, objects, text
from openclaw_auth.sessions.turn import Picture, Tokens, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.sessions.turn import Conversation, Part

_LENGTH = ("max_tokens", "model_context_window_exceeded")


def encode(conversation: Conversation, model: str, max_tokens: int) -> dict[str, Any]:
    """Return the body; this dialect demands a limit for the answer."""
    body: dict[str, Any] = {
        "model": model,
        "max_tokens": max_tokens,
        "messages": [
            {"role": turn.role, "content": _content(turn.parts)} for turn in conversation.turns
        ],
        "stream": True,
    }
    if conversation.system:
        body["system"] = conversation.system
    return body


def _content(parts: tuple[Part, ...]) -> str | list[dict[str, Any]]:
    if len(parts) == 1 and isinstance(parts[0], Words):
        return parts[0].text
    return [_block(part) for part in parts]


def _block(part: Part) -> dict[str, Any]:
    if isinstance(part, Picture):
        source = {"type": "base64", "media_type": part.mime_type, "data": part.data}
        return {"type": "image", "source": source}
    return {"type": "text", "text": part.text}


class AnthropicDecoder(Decoder):
    """`message_start`, deltas, `message_delta` with the rest of the usage, `message_stop`."""

    def event(self, data: Mapping[str, Any]) -> str:
        """Return the text in one event."""
        kind = data.get("type")
        if kind == "content_block_delta":
            delta = data.get("delta")
            return text(delta, "text") if text(delta, "type") == "text_delta" else ""
        if kind == "content_block_start":
            return text(data.get("content_block"), "text")
        if kind == "message_start":
            message = data.get("message")
            self.model = text(message, "model") or None
            self._count(message.get("usage") if isinstance(message, dict) else None)
        elif kind == "message_delta":
            self._count(data.get("usage"))
            self._stop(text(data.get("delta"), "stop_reason"))
        elif kind == "message_stop":
            self.ended = True
        return ""

    def answer(self, data: Mapping[str, Any]) -> str:
        """Return the text of a whole answer."""
        self.model = text(data, "model") or None
        self._count(data.get("usage"))
        self._stop(text(data, "stop_reason"))
        self.ended = True
        return "".join(text(block, "text") for block in objects(data.get("content")))

    def _count(self, usage: object) -> None:
        # Counts are cumulative; the second report may leave some out.
        self.tokens = Tokens(
            count(usage, "input_tokens") or self.tokens.input,
            count(usage, "output_tokens") or self.tokens.output,
            count(usage, "cache_read_input_tokens") or self.tokens.cache_read,
            count(usage, "cache_creation_input_tokens") or self.tokens.cache_write,
        )

    def _stop(self, reason: str) -> None:
        if reason:
            self.stop_reason = "length" if reason in _LENGTH else "stop"
