"""The pieces of `said_json` as a command reads them again. Pure.

A gateway of another version may say what we have no words for: then its own are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openclaw_auth.codes import Reason, table
from openclaw_auth.errors import ChatFailed
from openclaw_auth.gateway.chat.talked import Answered, Delta, Queued, Taken, Told
from openclaw_auth.sessions.commands.reply import Line
from openclaw_auth.sessions.turn import Tokens

if TYPE_CHECKING:
    from openclaw_auth.gateway.chat.talked import Talked

    Json = dict[str, Any]


def piece_of(found: Json, lang: str) -> Talked | None:
    """Return a piece, None for one that we do not know.

    Args:
        found: as `said_json.piece_json` makes it.
        lang: for words that we do not know.

    Raises:
        ChatFailed: nobody answered, or the answer was stopped.
        KeyError, TypeError, AttributeError: it is none of ours.
    """
    kind = found["kind"]
    if kind == "delta":
        return Delta(found["text"])
    if kind == "told":
        return Told(_lines(found["lines"], lang), found["failed"])
    if kind == "answered":
        return _answered(found, lang)
    if kind == "said":
        return Taken("", (), found["at"])
    if kind == "queued":
        return Queued()
    if kind == "stopped":
        raise ChatFailed("chat_stopped")
    if kind == "failed":
        raise failure_of(found, lang)
    return None


def failure_of(found: Json, lang: str) -> ChatFailed:
    """Return the error that `{error, passedOver}` tells of."""
    reason = _reason(found["error"], lang)
    error = ChatFailed(reason.code, **reason.params)
    rows = found.get("passedOver") or ()
    error.passed_over = [
        (
            row["who"] if row["who"] != row["model"] else None,
            row["model"],
            _reason(row["reason"], lang),
        )
        for row in rows
    ]
    return error


def _answered(found: Json, lang: str) -> Answered:
    used = found["tokens"]
    return Answered(
        text=found["text"],
        session_id=found["sessionId"],
        key=found["key"],
        asked=found["asked"],
        answered=found["model"],
        profile=found["profile"],
        billing=found["billing"],
        tokens=Tokens(used["input"], used["output"], used["cacheRead"], used["cacheWrite"]),
        dollars=found["dollars"],
        left_out=found["leftOut"],
        passed_over=tuple(
            (row["who"], _reason(row["reason"], lang)) for row in found["passedOver"]
        ),
        stop_reason=found["stopReason"],
        duration_ms=found["durationMs"],
        footer=_lines(found["footer"], lang),
    )


def _lines(found: list[Json], lang: str) -> tuple[Line, ...]:
    return tuple(Line(_reason(line, lang), line["depth"]) for line in found)


def _reason(found: Json, lang: str) -> Reason:
    if found["code"] in table():
        return Reason(found["code"], {n: _value(v) for n, v in found["params"].items()})
    return Reason("chat_gateway_words", {"words": found["text"][lang]})


def _value(value: object) -> object:
    if isinstance(value, dict):
        return Reason(value["code"], {n: _value(v) for n, v in value["params"].items()})
    return [_value(inner) for inner in value] if isinstance(value, list) else value
