"""What a session chose and has no more: it ended, or its model left the allow-list. Pure.

The default takes the place of a model that left, and that is said.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from openclaw_auth.codes import Reason
from openclaw_auth.sessions.commands.desk import override_of
from openclaw_auth.sessions.commands.model import MODEL_FIELDS, PIN_FIELDS
from openclaw_auth.sessions.commands.reply import Line, SetFields
from openclaw_auth.sessions.commands.reset import reset_entry
from openclaw_auth.sessions.freshness import is_stale, reset_policy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from openclaw_auth.providers.model_ref import ModelRef
    from openclaw_auth.sessions.commands.desk import Desk
    from openclaw_auth.sessions.commands.reply import Effect

# The pin goes with the model that it was chosen for.
DROP_SELECTION = SetFields({}, (*MODEL_FIELDS, *PIN_FIELDS))


def is_over(desk: Desk, zone: tzinfo) -> bool:
    """Return whether the next message begins the session anew, by the day's end or idleness.

    Args:
        desk: of the session.
        zone: of the host.
    """
    updated = desk.entry.get("updatedAt")
    policy = reset_policy(desk.view, desk.key)
    return isinstance(updated, int) and is_stale(updated, desk.now_ms, policy, zone)


def renewed(desk: Desk) -> Desk:
    """Return the desk of a session that begins anew."""
    session_id = str(desk.entry.get("sessionId") or "")
    return replace(desk, entry=reset_entry(desk.entry, session_id, desk.now_ms))


def in_force(desk: Desk, zone: tzinfo) -> Desk:
    """Return the desk as the next message finds it: what that message drops is not shown either."""
    desk = renewed(desk) if is_over(desk, zone) else desk
    return desk if gone_selection(desk) is None else without_selection(desk)


def gone_selection(desk: Desk) -> ModelRef | None:
    """Return the model that the session chose and may no longer use; None when all is well."""
    chosen, allowed = override_of(desk.entry), desk.allowed
    return chosen if chosen is not None and allowed and chosen not in allowed else None


def without_selection(desk: Desk) -> Desk:
    """Return the desk of a session that has chosen nothing."""
    entry = {name: v for name, v in desk.entry.items() if name not in DROP_SELECTION.remove}
    return replace(desk, entry=entry)


def selection_notice(
    gone: ModelRef | None, desk: Desk, effects: Sequence[Effect]
) -> tuple[Line, ...]:
    """Return the line that says so; none where the message itself chooses anew.

    Args:
        gone: as `gone_selection` says.
        desk: without the selection.
        effects: of the message.
    """
    if gone is None or effects:
        return ()
    shown = {"model": desk.selected.key, "gone": gone.key}
    return (Line(Reason("chat_selection_reset", shown)),)
