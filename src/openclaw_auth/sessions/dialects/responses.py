"""OpenAI Responses, and what the Codex endpoint demands beyond it (ruling 24).

Nothing is stored at the provider: the conversation is ours, and goes whole with every request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openclaw_auth.sessions.dialects.decoder import Decoder, count, error_words, objects, text
from openclaw_auth.sessions.turn import Picture, Tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.sessions.turn import Conversation, Turn

CODEX = "openai-codex"
# The Codex endpoint refuses a request without instructions.
_INSTRUCTIONS = "You are a helpful assistant."


def encode(conversation: Conversation, model: str, provider: str = "") -> dict[str, Any]:
    """Return the body."""
    body: dict[str, Any] = {
        "model": model,
        "input": [_item(turn) for turn in conversation.turns],
        "store": False,
        "stream": True,
    }
    system = conversation.system or (_INSTRUCTIONS if provider == CODEX else None)
    if system:
        body["instructions"] = system
    return body


def _item(turn: Turn) -> dict[str, Any]:
    if turn.role == "assistant":
        content: list[dict[str, Any]] = [{"type": "output_text", "text": turn.text}]
    else:
        content = [
            {"type": "input_image", "image_url": part.url}
            if isinstance(part, Picture)
            else {"type": "input_text", "text": part.text}
            for part in turn.parts
        ]
    return {"type": "message", "role": turn.role, "content": content}


class ResponsesDecoder(Decoder):
    """`response.output_text.delta`, and the whole again in `response.completed`."""

    def __init__(self) -> None:
        super().__init__()
        self._spoke = False

    def event(self, data: Mapping[str, Any]) -> str:
        """Return the text in one event."""
        kind = text(data, "type")
        if kind in ("response.output_text.delta", "response.refusal.delta"):
            self._spoke = True
            return text(data, "delta")
        if kind == "error":
            self.error = error_words(data)
        elif kind == "response.failed":
            response = data.get("response")
            error = response.get("error") if isinstance(response, dict) else None
            self.error = error_words(error)
        elif kind in ("response.completed", "response.incomplete"):
            response = data.get("response")
            said = self.answer(response) if isinstance(response, dict) else ""
            return "" if self._spoke else said
        return ""

    def answer(self, data: Mapping[str, Any]) -> str:
        """Return the text of a whole answer."""
        self.model = text(data, "model") or self.model
        usage = data.get("usage")
        if isinstance(usage, dict):
            cached = count(usage.get("input_tokens_details"), "cached_tokens")
            prompt = count(usage, "input_tokens")
            self.tokens = Tokens(
                max(0, prompt - cached), count(usage, "output_tokens"), min(cached, prompt)
            )
        self.ended = True
        self.stop_reason = "length" if text(data, "status") == "incomplete" else "stop"
        return "".join(
            text(part, "text") or text(part, "refusal")
            for item in objects(data.get("output"))
            for part in objects(item.get("content"))
        )
