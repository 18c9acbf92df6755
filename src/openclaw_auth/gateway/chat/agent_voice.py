"""An agent's answer in the OpenAI dialects, whole or as a stream of events. Pure.

Fields as OpenAI documents Chat Completions and Responses; `openclaw` beside them is ours.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from openclaw_auth.sessions.turn import Tokens

if TYPE_CHECKING:
    Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What an answer came to.

    Attributes:
        text: all of it.
        tokens: that it used.
        cut: whether it ended because it was long enough.
        openclaw: who answered, in which session.
    """

    text: str
    tokens: Tokens = Tokens()  # noqa: RUF009 - frozen
    cut: bool = False
    openclaw: Json = field(default_factory=dict)


class Voice(ABC):
    """One answer in one dialect.

    Args:
        name: unique among answers, without its prefix.
        model: as the client wrote it.
        now_s: epoch seconds.
    """

    def __init__(self, name: str, model: str, now_s: int) -> None:
        self.name = name
        self.model = model
        self.now_s = now_s

    @abstractmethod
    def opening(self) -> bytes:
        """Return what a stream begins with."""

    @abstractmethod
    def piece(self, text: str) -> bytes:
        """Return a piece of the answer."""

    @abstractmethod
    def closing(self, spoken: Spoken) -> bytes:
        """Return what a stream ends with."""

    @abstractmethod
    def whole(self, spoken: Spoken) -> bytes:
        """Return the answer in one piece."""


class CompletionsVoice(Voice):
    """Chat Completions.

    Args:
        usage: whether a stream tells what was used.
    """

    def __init__(self, name: str, model: str, now_s: int, *, usage: bool) -> None:
        super().__init__(name, model, now_s)
        self._usage = usage

    def opening(self) -> bytes:
        """Return the chunk that says who speaks."""
        return self._chunk({"role": "assistant", "content": ""})

    def piece(self, text: str) -> bytes:
        """Return a chunk of text."""
        return self._chunk({"content": text})

    def closing(self, spoken: Spoken) -> bytes:
        """Return why it ended, what it used when that was asked for, and the end."""
        reason = "length" if spoken.cut else "stop"
        last = self._chunk({}, reason, openclaw=spoken.openclaw)
        if self._usage:
            used = {"choices": [], "usage": _completion_usage(spoken.tokens)}
            last += _data({**self._head("chat.completion.chunk"), **used})
        return last + b"data: [DONE]\n\n"

    def whole(self, spoken: Spoken) -> bytes:
        """Return the completion."""
        message = {"role": "assistant", "content": spoken.text, "refusal": None}
        reason = "length" if spoken.cut else "stop"
        choice = {"index": 0, "message": message, "finish_reason": reason, "logprobs": None}
        return _json(
            {
                **self._head("chat.completion"),
                "choices": [choice],
                "usage": _completion_usage(spoken.tokens),
                "openclaw": spoken.openclaw,
            }
        )

    def _head(self, kind: str) -> Json:
        return {
            "id": f"chatcmpl_{self.name}",
            "object": kind,
            "created": self.now_s,
            "model": self.model,
        }

    def _chunk(self, delta: Json, reason: str | None = None, **more: Json) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}
        return _data({**self._head("chat.completion.chunk"), "choices": [choice], **more})


class ResponsesVoice(Voice):
    """Responses: one message of one text."""

    def __init__(self, name: str, model: str, now_s: int) -> None:
        super().__init__(name, model, now_s)
        self._count = 0
        self._place = {"item_id": f"msg_{name}", "output_index": 0, "content_index": 0}

    def opening(self) -> bytes:
        """Return the events up to the first text."""
        begun = self._response("in_progress")
        item = self._item("in_progress", [])
        return (
            self._event("response.created", {"response": begun})
            + self._event("response.in_progress", {"response": begun})
            + self._event("response.output_item.added", {"output_index": 0, "item": item})
            + self._event("response.content_part.added", {**self._place, "part": _text("")})
        )

    def piece(self, text: str) -> bytes:
        """Return a piece of text."""
        delta = {**self._place, "delta": text, "logprobs": []}
        return self._event("response.output_text.delta", delta)

    def closing(self, spoken: Spoken) -> bytes:
        """Return the events that end text, message and response."""
        part = _text(spoken.text)
        status = "incomplete" if spoken.cut else "completed"
        done = {**self._place, "text": spoken.text, "logprobs": []}
        return (
            self._event("response.output_text.done", done)
            + self._event("response.content_part.done", {**self._place, "part": part})
            + self._event(
                "response.output_item.done", {"output_index": 0, "item": self._item(status, [part])}
            )
            + self._event(f"response.{status}", {"response": self._response(status, spoken)})
        )

    def whole(self, spoken: Spoken) -> bytes:
        """Return the response."""
        return _json(self._response("incomplete" if spoken.cut else "completed", spoken))

    def _item(self, status: str, content: list[Json]) -> Json:
        return {
            "id": f"msg_{self.name}",
            "type": "message",
            "role": "assistant",
            "status": status,
            "content": content,
        }

    def _response(self, status: str, spoken: Spoken | None = None) -> Json:
        found: Json = {
            "id": f"resp_{self.name}",
            "object": "response",
            "created_at": self.now_s,
            "status": status,
            "model": self.model,
            "output": [],
            "error": None,
            "incomplete_details": None,
            "instructions": None,
            "metadata": {},
            "parallel_tool_calls": False,
            "tool_choice": "auto",
            "tools": [],
            "usage": None,
        }
        if spoken is not None:
            found["output"] = [self._item(status, [_text(spoken.text)])]
            found["usage"] = _response_usage(spoken.tokens)
            found["openclaw"] = spoken.openclaw
            if spoken.cut:
                found["incomplete_details"] = {"reason": "max_output_tokens"}
        return found

    def _event(self, kind: str, fields: Json) -> bytes:
        event = {"type": kind, "sequence_number": self._count, **fields}
        self._count += 1
        return b"event: %b\n" % kind.encode() + _data(event)


def _text(text: str) -> Json:
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}


def _completion_usage(tokens: Tokens) -> Json:
    return {
        "prompt_tokens": tokens.prompt,
        "completion_tokens": tokens.output,
        "total_tokens": tokens.total,
        "prompt_tokens_details": {"cached_tokens": tokens.cache_read},
    }


def _response_usage(tokens: Tokens) -> Json:
    return {
        "input_tokens": tokens.prompt,
        "input_tokens_details": {"cached_tokens": tokens.cache_read},
        "output_tokens": tokens.output,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": tokens.total,
    }


def _data(document: Json) -> bytes:
    return b"data: %b\n\n" % _json(document)


def _json(document: Json) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
