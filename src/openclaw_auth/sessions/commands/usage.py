"""`/usage off|tokens|full`: what the footer of an answer says. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openclaw_auth.codes import Reason
from openclaw_auth.sessions.commands.choosing import refused
from openclaw_auth.sessions.commands.reply import Line, Reply, SetFields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.sessions.commands.desk import Desk

OFF, TOKENS, FULL = MODES = ("off", "tokens", "full")


def usage(argument: str, desk: Desk) -> Reply:
    """Answer `/usage …`; bare goes round.

    Raises:
        Refused: no such mode.
    """
    mode = argument.lower()
    if not mode:
        mode = MODES[(MODES.index(mode_of(desk.entry)) + 1) % len(MODES)]
    mode = TOKENS if mode == "on" else mode
    if mode not in MODES:
        raise refused("chat_usage_unknown", mode=argument, names=", ".join(MODES))
    done = SetFields({"responseUsage": mode, "updatedAt": desk.now_ms})
    return Reply((Line(Reason("chat_usage_mode", {"mode": mode})),), (done,))


def mode_of(entry: Mapping[str, Any]) -> str:
    """Return a session's mode; OpenClaw's older `on` means tokens."""
    mode = entry.get("responseUsage")
    return TOKENS if mode == "on" else mode if mode in MODES else OFF
