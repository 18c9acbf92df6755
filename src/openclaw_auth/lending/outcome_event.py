"""The event that tells what came of a lease."""

from __future__ import annotations

from openclaw_auth.events import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.lending.lease import Lease, Outcome


def outcome_event(lease: Lease, outcome: Outcome, kind: str = "outcome") -> Event:
    """Return the event, of kind `outcome` or `failure`; a credential is named by its profile or source."""
    failure = outcome.failure
    return Event(
        kind,
        outcome.ended_ms,
        {
            "provider": lease.provider,
            "profileId": lease.profile_id,
            "source": lease.source,
            "model": lease.model,
            "agentId": lease.agent_id,
            "status": outcome.status,
            "error": outcome.error.code if outcome.error else None,
            "class": failure.failure_class if failure else None,
            "detail": failure.detail if failure else None,
            "action": failure.action if failure else None,
            "durationMs": outcome.ended_ms - outcome.started_ms,
        },
    )
