"""A session begun anew: by `/new`, `/reset`, at 04:00 or after being idle. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openclaw_auth.sessions.commands.model import MODEL_FIELDS, PIN_FIELDS
from openclaw_auth.sessions.commands.reply import NewSession, SetFields

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from openclaw_auth.sessions.commands.reply import Effect

# What belongs to the conversation that ends. OpenClaw 2026.2 keeps the pin in the file until the
# next run and the old counters for good; both only mislead whoever reads it.
_OF_THE_SESSION = (
    *MODEL_FIELDS,
    *PIN_FIELDS,
    "sessionFile",
    "cliSessionIds",
    "thinkingLevel",
    "verboseLevel",
    "reasoningLevel",
    "responseUsage",
    "modelProvider",
    "model",
    "inputTokens",
    "outputTokens",
    "totalTokens",
    "contextTokens",
    "compactionCount",
    "memoryFlushAt",
    "memoryFlushCompactionCount",
    "systemPromptReport",
)


def reset_entry(entry: Mapping[str, Any], session_id: str, now_ms: int) -> dict[str, Any]:
    """Return an entry for a new session under the same key: who it is with stays, nothing else."""
    kept = {name: value for name, value in entry.items() if name not in _OF_THE_SESSION}
    begun = {"sessionId": session_id, "updatedAt": now_ms}
    return {**kept, **begun, "systemSent": False, "abortedLastRun": False}


def applied(
    entry: Mapping[str, Any], effects: Iterable[Effect], new_id: str, now_ms: int
) -> dict[str, Any]:
    """Return an entry after the effects that concern it.

    Args:
        entry: as it is in the file now; empty for a session that has not begun.
        effects: of one reply, in order.
        new_id: the session id for `NewSession`, and for an entry that has none.
        now_ms: epoch ms.
    """
    found = dict(entry)
    if not found.get("sessionId"):
        found = {"sessionId": new_id, "updatedAt": now_ms, **found}
        found["sessionId"] = new_id
    for effect in effects:
        if isinstance(effect, NewSession):
            found = reset_entry(found, new_id, now_ms)
        elif isinstance(effect, SetFields):
            kept = {name: value for name, value in found.items() if name not in effect.remove}
            found = {**kept, **effect.put}
    return found
