"""Reasons as sentences: moments and lengths of time become what people read.

Called in `cli/` and `gateway/` only; the core passes reasons around.
"""

from __future__ import annotations

from openclaw_auth.codes import Reason, remedy, render
from openclaw_auth.expiry import remaining

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from openclaw_auth.selection.decision import Candidate
    from openclaw_auth.sessions.commands.reply import Line

# Less than a day, so that an hour alone never means tomorrow's.
_SHORT_MS = 20 * 3_600_000


def reason_text(reason: Reason, now_ms: int, lang: str) -> str:
    """Return what happened, with `until`, `left` and `ago` made from the times it carries."""
    return render(Reason(reason.code, _with_times(reason.params, now_ms)), lang)


def remedy_text(reason: Reason, lang: str) -> str:
    """Return the command or step that mends it, empty when there is none."""
    return remedy(reason, lang)


def stopped(text: str) -> str:
    """Return a text that another sentence may follow: with a full stop, if it has no end yet."""
    return text if text.endswith((".", "!", "?", ":", ")", "。", "？")) else f"{text}."


def _with_times(params: dict[str, object], now_ms: int) -> dict[str, object]:
    shown: dict[str, Any] = dict(params)
    until_ms, expires_ms = shown.get("until_ms"), shown.get("expires_ms")
    if isinstance(until_ms, int):
        shown["until"] = clock(until_ms, now_ms)
        shown["left"] = remaining(until_ms - now_ms)
    if isinstance(expires_ms, int):
        shown["ago"] = remaining(now_ms - expires_ms)
    return shown


def clock(at_ms: int, now_ms: int) -> str:
    """Return a moment in local time: the hour alone within a day, else with the date.

    What no calendar holds (a store says "disabled until the year 30000") is said by its distance.
    """
    from datetime import datetime

    try:
        at = datetime.fromtimestamp(at_ms / 1000).astimezone()
    except (OverflowError, ValueError, OSError):
        return f"+{remaining(at_ms - now_ms)}"
    within_a_day = abs(at_ms - now_ms) < _SHORT_MS
    return at.strftime("%H:%M" if within_a_day else "%Y-%m-%d %H:%M")


def lines_text(lines: Iterable[Line], now_ms: int, lang: str) -> str:
    """Return a chat command's lines as one text, each with what mends it below."""
    shown = []
    for line in lines:
        indent = "  " * line.depth
        shown.append(indent + reason_text(line.reason, now_ms, lang))
        mend = remedy_text(line.reason, lang)
        shown += [f"{indent}  {mend}"] if mend else []
    return "\n".join(shown)


def candidate_lines(candidates: Iterable[Candidate], now_ms: int, lang: str) -> list[str]:
    """Return a line for each candidate: which, why not, and what mends it."""
    lines = []
    for candidate in candidates:
        mend = remedy_text(candidate.reason, lang)
        line = f"{candidate.profile_id or candidate.source}: "
        line += reason_text(candidate.reason, now_ms, lang)
        lines.append(line + (f" ({mend})" if mend else ""))
    return lines
