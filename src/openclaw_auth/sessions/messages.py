"""Turns to the lines of a transcript and back. Pure.

What a model called tools for is not part of a chat here: such blocks of a transcript that
OpenClaw wrote are passed over, the words around them are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openclaw_auth.sessions.turn import Picture, Tokens, Turn, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from openclaw_auth.sessions.transcript import Transcript
    from openclaw_auth.sessions.turn import Part, Role

STOP, LENGTH, ERROR, ABORTED = "stop", "length", "error", "aborted"
_DOLLARS = ("input", "output", "cacheRead", "cacheWrite")


def user_entry(turn: Turn, now_ms: int) -> dict[str, Any]:
    """Return the line of what a user said."""
    content = [_block(part) for part in turn.parts]
    message = {"role": "user", "content": content, "timestamp": now_ms}
    return {"type": "message", "message": message}


def assistant_entry(
    text: str,
    *,
    api: str,
    provider: str,
    model: str,
    tokens: Tokens,
    stop_reason: str,
    now_ms: int,
    error: str | None = None,
    cost: Sequence[float] | None = None,
) -> dict[str, Any]:
    """Return the line of what a model answered.

    Args:
        text: as much as came.
        api: the dialect.
        provider: canonical id of who answered.
        model: that answered.
        tokens: that it used.
        stop_reason: `stop`, `length`, `error` or `aborted`.
        now_ms: epoch ms.
        error: for people, with `error`.
        cost: dollars per million tokens: in, out, cache read, cache write.
    """
    message: dict[str, Any] = {
        "role": "assistant",
        "content": [{"type": "text", "text": text}] if text else [],
        "api": api,
        "provider": provider,
        "model": model,
        "usage": usage_fields(tokens, cost),
        "stopReason": stop_reason,
        "timestamp": now_ms,
    }
    if error is not None:
        message["errorMessage"] = error
    return {"type": "message", "message": message}


def model_change_entry(provider: str, model: str) -> dict[str, Any]:
    """Return the line that says which model goes on."""
    return {"type": "model_change", "provider": provider, "modelId": model}


def thinking_entry(level: str) -> dict[str, Any]:
    """Return the line that says how much it thinks."""
    return {"type": "thinking_level_change", "thinkingLevel": level}


def usage_fields(tokens: Tokens, cost: Sequence[float] | None = None) -> dict[str, Any]:
    """Return `usage` as the reference writes it; costs are 0 where no price is known."""
    counts = (tokens.input, tokens.output, tokens.cache_read, tokens.cache_write)
    prices = [*(cost or ()), 0, 0, 0, 0][:4]
    dollars = [count * price / 1_000_000 for count, price in zip(counts, prices, strict=True)]
    return {
        **dict(zip(_DOLLARS, counts, strict=True)),
        "totalTokens": tokens.total,
        "cost": {**dict(zip(_DOLLARS, dollars, strict=True)), "total": sum(dollars)},
    }


def turns_of(transcript: Transcript) -> list[Turn]:
    """Return the conversation: after the last summary, what it does not cover."""
    path = transcript.path()
    found: list[Turn] = []
    last = next((i for i in range(len(path) - 1, -1, -1) if path[i]["type"] == "compaction"), None)
    if last is not None:
        summary, kept = path[last].get("summary"), path[last].get("firstKeptEntryId")
        if isinstance(summary, str) and summary.strip():
            found.append(Turn("user", (Words(summary),)))
        begin = next((i for i, e in enumerate(path[:last]) if e.get("id") == kept), last)
        path = [*path[begin:last], *path[last + 1 :]]
    return [*found, *_turns(path)]


def _turns(path: Iterable[Mapping[str, Any]]) -> list[Turn]:
    found = []
    for entry in path:
        role: object = None
        content: object = None
        if entry["type"] == "message" and isinstance(entry.get("message"), dict):
            role, content = entry["message"].get("role"), entry["message"].get("content")
        elif entry["type"] == "custom_message":
            role, content = "user", entry.get("content")
        elif entry["type"] == "branch_summary":
            role, content = "user", entry.get("summary")
        if role in ("user", "assistant"):
            said: Role = "user" if role == "user" else "assistant"
            parts = tuple(parts_of(content))
            if parts:
                found.append(Turn(said, parts))
    return found


def parts_of(content: object) -> Iterable[Part]:
    """Yield the words and pictures of a message's content, whatever else is in it."""
    if isinstance(content, str):
        yield Words(content)
    for block in content if isinstance(content, list) else ():
        if not isinstance(block, dict):
            continue
        text, data, mime_type = (block.get(name) for name in ("text", "data", "mimeType"))
        if block.get("type") == "text" and isinstance(text, str):
            yield Words(text)
        elif block.get("type") == "image" and isinstance(data, str) and isinstance(mime_type, str):
            yield Picture(data, mime_type)


def _block(part: Part) -> dict[str, str]:
    if isinstance(part, Picture):
        return {"type": "image", "data": part.data, "mimeType": part.mime_type}
    return {"type": "text", "text": part.text}
