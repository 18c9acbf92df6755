"""What an error says in words: what happened, then what to do."""

from __future__ import annotations

from openclaw_auth.codes import remedy, render
from openclaw_auth.wording import stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.codes import Reason


def sentence(reason: Reason, details: tuple[str, ...] = ()) -> str:
    """Return the English text of a reason, its details and its remedy; programs read the code."""
    step = remedy(reason)
    if not details:
        return f"{stopped(render(reason))} To fix: {step}" if step else render(reason)
    lines = [render(reason), *(f"- {line}" for line in details)]
    if step:
        lines.append(f"To fix: {step}")
    return "\n".join(lines)
