"""What was said in a session, as its transcript has it, for those who come later. Pure.

Everything that people saw, also what a summary has since replaced for the model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openclaw_auth.codes import Reason
from openclaw_auth.gateway.chat.footer import short
from openclaw_auth.gateway.chat.said_json import pictures_json, told_json
from openclaw_auth.sessions.commands.usage import OFF
from openclaw_auth.sessions.messages import ABORTED, ERROR, parts_of
from openclaw_auth.sessions.turn import Picture, Turn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.sessions.transcript import Transcript

    Json = dict[str, Any]

MOST_TURNS = 500


def history_json(transcript: Transcript, mode: str, *, asking: bool = False) -> Json:
    """Return the newest turns, how many older ones there are, and how many lines make no sense.

    Args:
        transcript: of the session.
        mode: what the session shows below its answers.
        asking: whether the last words are being answered: the stream of the session begins with
            them, and they are not told twice.
    """
    path = transcript.path()
    found = [turn for entry in path if (turn := _turn(entry, mode)) is not None]
    if asking and found and found[-1]["role"] == "user":
        found.pop()
    return {
        "turns": found[-MOST_TURNS:],
        "earlier": max(0, len(found) - MOST_TURNS),
        "broken": len(transcript.broken),
    }


def _turn(entry: Mapping[str, Any], mode: str) -> Json | None:
    message = entry.get("message")
    if entry["type"] != "message" or not isinstance(message, dict):
        return None
    role = message.get("role")
    if role not in ("user", "assistant"):
        return None
    turn = Turn(role, tuple(parts_of(message.get("content"))))
    at_ms = message.get("timestamp")
    shown: Json = {
        "role": role,
        "text": turn.text,
        "at": at_ms if isinstance(at_ms, int) else None,
        "pictures": pictures_json(p for p in turn.parts if isinstance(p, Picture)),
    }
    if role == "user":
        return shown if turn.parts else None
    return shown | _of_answer(message, mode)


def _of_answer(message: Mapping[str, Any], mode: str) -> Json:
    provider, model = message.get("provider"), message.get("model")
    found: Json = {}
    if isinstance(provider, str) and isinstance(model, str) and model:
        found["model"] = model if model.startswith(f"{provider}/") else f"{provider}/{model}"
    if message.get("stopReason") == ABORTED:
        found["stopped"] = True
    if message.get("stopReason") == ERROR:
        words = message.get("errorMessage")
        reason = Reason("chat_failed_then", {"words": words if isinstance(words, str) else "?"})
        found["failed"] = told_json(reason)
    usage = message.get("usage")
    if not isinstance(usage, dict) or not _number(usage, "totalTokens"):
        return found
    names = ("input", "output", "cacheRead", "cacheWrite")
    found["tokens"] = {name: _number(usage, name) for name in names}
    if mode != OFF:
        read = sum(_number(usage, name) for name in ("input", "cacheRead", "cacheWrite"))
        used = {"input": short(read), "output": short(_number(usage, "output"))}
        found["footer"] = [{**told_json(Reason("chat_usage", used)), "depth": 0}]
    return found


def _number(usage: Mapping[str, Any], name: str) -> int:
    value = usage.get(name)
    return value if isinstance(value, int) else 0
