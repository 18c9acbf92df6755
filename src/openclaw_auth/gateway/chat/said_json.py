"""What comes of a message, as JSON: one object a piece, each with its `kind`. Pure.

`heard_json` reads it again, in a command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openclaw_auth.codes import Reason
from openclaw_auth.errors import ChatFailed, NoCredential
from openclaw_auth.gateway.chat.talked import Answered, Delta, Failed, Queued, Taken, Told
from openclaw_auth.gateway.page_api.board import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openclaw_auth.errors import OpenclawAuthError
    from openclaw_auth.gateway.chat.talked import Sayable
    from openclaw_auth.sessions.commands.reply import Line
    from openclaw_auth.sessions.turn import Picture, Tokens

    Json = dict[str, Any]


def piece_json(piece: Sayable, speaker: str, *, to_others: bool = False) -> Json:
    """Return one piece of what comes of a message.

    Args:
        piece: as `Talk` gives it.
        speaker: names the message, as `from`.
        to_others: whether it goes to those who listen, who have not seen what was typed.
    """
    return {**_fields(piece, to_others=to_others), "from": speaker}


def _fields(piece: Sayable, *, to_others: bool) -> Json:
    if isinstance(piece, Delta):
        return {"kind": "delta", "text": piece.text}
    if isinstance(piece, Told):
        return {"kind": "told", "lines": lines_json(piece.lines), "failed": piece.failed}
    if isinstance(piece, Answered):
        return _answered(piece)
    if isinstance(piece, Failed):
        error = piece.error
        return {"kind": "failed", "error": told_json(error.reason), "passedOver": _asked(error)}
    if isinstance(piece, Taken):
        taken: Json = {"kind": "said", "at": piece.at_ms}
        if to_others:
            taken |= {"text": piece.text, "pictures": pictures_json(piece.pictures)}
        return taken
    return {"kind": "queued" if isinstance(piece, Queued) else "stopped"}


def _answered(piece: Answered) -> Json:
    return {
        "kind": "answered",
        "text": piece.text,
        "key": piece.key,
        "sessionId": piece.session_id,
        "model": piece.answered,
        "asked": piece.asked,
        "profile": piece.profile,
        "billing": piece.billing,
        "tokens": tokens_json(piece.tokens),
        "dollars": piece.dollars,
        "leftOut": piece.left_out,
        "passedOver": [
            {"who": who, "reason": told_json(reason)} for who, reason in piece.passed_over
        ],
        "stopReason": piece.stop_reason,
        "durationMs": piece.duration_ms,
        "footer": lines_json(piece.footer),
    }


def told_json(reason: Reason) -> Json:
    """Return a reason with its words in every language, and its parameters for a program."""
    return {**said(reason), "params": _params(reason)}


def lines_json(lines: Iterable[Line]) -> list[Json]:
    """Return lines of a command's reply; `depth` indents them."""
    return [{**told_json(line.reason), "depth": line.depth} for line in lines]


def pictures_json(pictures: Iterable[Picture]) -> list[Json]:
    """Return pictures as they were sent."""
    return [{"mimeType": p.mime_type, "data": p.data} for p in pictures]


def tokens_json(tokens: Tokens) -> Json:
    """Return what an answer used, as OpenClaw names it."""
    return {
        "input": tokens.input,
        "output": tokens.output,
        "cacheRead": tokens.cache_read,
        "cacheWrite": tokens.cache_write,
        "total": tokens.total,
    }


def passed_over(error: OpenclawAuthError) -> Sequence[tuple[str | None, str, Reason]]:
    """Return who did not answer: credential (None for a model as a whole), model, and why."""
    if isinstance(error, ChatFailed):
        return error.passed_over
    if isinstance(error, NoCredential):
        return [(c.profile_id or c.source, "", c.reason) for c in error.candidates]
    return ()


def _asked(error: OpenclawAuthError) -> list[Json]:
    rows = passed_over(error)
    return [
        {"who": key or model, "model": model, "reason": told_json(reason)}
        for key, model, reason in rows
    ]


def _params(reason: Reason) -> Json:
    return {name: _plain(value) for name, value in reason.params.items()}


def _plain(value: object) -> object:
    if isinstance(value, Reason):
        return {"code": value.code, "params": _params(value)}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value if value is None or isinstance(value, str | int | float) else str(value)
