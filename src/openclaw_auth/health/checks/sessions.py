"""Chat sessions that are pinned to what is gone, and files of sessions that make no sense."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Finding
from openclaw_auth.health.fixes import PutBack, Unpin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.health.evidence import Evidence

_SHOWN = 3


def pins(evidence: Evidence) -> list[Finding]:
    """Return the pins on profiles that the session's agent does not see any more.

    The next message of such a session clears its pin; until then `/model status` shows it.
    """
    seen = {fact.agent.id: fact.snapshot for fact in evidence.agents}
    found = []
    for pin in evidence.pins:
        snapshot = seen.get(pin.agent.id)
        if snapshot is None or pin.profile_id in snapshot.data.profiles:
            continue
        count = len(pin.sessions)
        names = ", ".join(pin.sessions[:_SHOWN]) + (f", … ({count})" if count > _SHOWN else "")
        params = {"profile": pin.profile_id, "sessions": names, "count": count}
        reason = Reason("doctor_pin_gone", {**params, "path": pin.path, "agent": pin.agent.id})
        fix = Unpin(pin.path, pin.profile_id)
        found.append(Finding("sessions", "warning", f"{pin.path}: {pin.profile_id}", reason, fix))
    return found


def broken(evidence: Evidence) -> list[Finding]:
    """Return files of sessions that cannot be understood; nothing is written to them."""
    return [
        Finding(
            "sessions",
            "error",
            path,
            Reason("doctor_sessions_broken", {"path": path}),
            PutBack(path, None),
        )
        for path in evidence.broken_sessions
    ]
