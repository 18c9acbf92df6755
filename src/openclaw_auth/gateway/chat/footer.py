"""What stands below an answer: what was used, by whom, and what is not as it was asked. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openclaw_auth.codes import Reason
from openclaw_auth.sessions.commands.reply import Line
from openclaw_auth.sessions.commands.usage import FULL, OFF

if TYPE_CHECKING:
    from openclaw_auth.gateway.chat.talked import Answered

_THOUSAND = 1000


def footer(answered: Answered, mode: str) -> tuple[Line, ...]:
    """Return the lines; turns left out and a fallback are said whatever the mode.

    Args:
        answered: the answer.
        mode: `off`, `tokens` or `full`, as `/usage` sets it.
    """
    lines: list[Line] = []
    if answered.left_out:
        lines.append(Line(Reason("chat_left_out", {"count": answered.left_out})))
    if answered.asked != answered.answered:
        moved = {"model": answered.answered, "asked": answered.asked}
        lines.append(Line(Reason("chat_moved", moved)))
        for who, reason in answered.passed_over:
            lines += [Line(Reason("chat_passed_over", {"who": who}), 1), Line(reason, 2)]
    if mode == OFF:
        return tuple(lines)
    tokens = answered.tokens
    shown: dict[str, object] = {"input": short(tokens.prompt), "output": short(tokens.output)}
    code = "chat_usage"
    if answered.dollars is not None:
        code, shown["dollars"] = "chat_usage_cost", f"{answered.dollars:.4f}"
    lines.append(Line(Reason(code, shown)))
    if mode == FULL:
        full = {
            "model": answered.answered,
            "profile": answered.profile,
            "billing": answered.billing or "-",
            "session": answered.key,
        }
        lines.append(Line(Reason("chat_answered_by", full)))
    return tuple(lines)


def short(count: int) -> str:
    """Return a number of tokens for people: `340`, `1.2k`."""
    return str(count) if count < _THOUSAND else f"{count / _THOUSAND:.1f}k"
