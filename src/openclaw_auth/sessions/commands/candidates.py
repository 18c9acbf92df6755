"""The credentials of a decision as lines: in order, the next one marked, each with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openclaw_auth.codes import Reason
from openclaw_auth.sessions.commands.reply import Line

if TYPE_CHECKING:
    from openclaw_auth.selection.decision import Decision

_SHOWN = 12


def candidate_lines(decision: Decision, depth: int = 0) -> list[Line]:
    """Return two lines for each candidate: which it is, and why it serves or does not."""
    lines: list[Line] = []
    for rank, candidate in enumerate(decision.candidates[:_SHOWN], 1):
        masked = f"={candidate.secret.masked()}" if candidate.secret else ""
        shown = {
            "rank": rank,
            "name": f"{candidate.profile_id or candidate.source}{masked}",
            "billing": candidate.billing_class or "-",
        }
        code = "chat_candidate_next" if candidate is decision.next else "chat_candidate"
        lines += [Line(Reason(code, shown), depth), Line(candidate.reason, depth + 2)]
    left = len(decision.candidates) - _SHOWN
    if left > 0:
        lines.append(Line(Reason("chat_more_candidates", {"count": left}), depth))
    if not decision.candidates:
        lines.append(Line(Reason("chat_no_candidates"), depth))
    return lines
