"""When would nothing be usable any more? A virtual clock that jumps from event to event. Pure."""

from __future__ import annotations

from openclaw_auth.selection.next_step import NEXT_CREDENTIAL, Tried, next_step
from openclaw_auth.selection.select import select
from openclaw_auth.selection.simulate import rehearse
from openclaw_auth.selection.snapshot import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openclaw_auth.selection.failure import Failure
    from openclaw_auth.selection.simulate import Call, Leg, Rehearsal
    from openclaw_auth.selection.snapshot import Pin, Snapshot

# Hourly tries of twenty failing credentials for ten days; beyond it the answer is not worth its wait.
MOST_EVENTS = 5_000
# The same for agents with thousands of credentials: each is looked at for each event.
_MOST_LOOKS = 500_000


class Horizon:
    """How far a request is answered whenever it is made.

    Attributes:
        dark: the first rehearsal without an answer; None when each was answered.
        walked_until_ms: how far the clock went, epoch ms.
        complete: whether it went as far as it was asked to, or found the dark before.
    """

    __slots__ = ("complete", "dark", "walked_until_ms")

    def __init__(
        self, dark: Rehearsal | None, walked_until_ms: int, *, complete: bool = True
    ) -> None:
        self.complete = complete
        self.dark = dark
        self.walked_until_ms = walked_until_ms


def first_dark(
    snapshot: Snapshot,
    legs: Sequence[Leg],
    faults: Mapping[str, Failure],
    *,
    from_ms: int,
    until_ms: int,
    pin: Pin | None = None,
    most_events: int = MOST_EVENTS,
) -> Horizon:
    """Make the request now and again whenever time alone could change its path.

    Such moments are the end of a token, of a time out, of a day's budget, and when a resting
    credential may be tried again. A credential with a fault fails each time that it is tried, and
    is penalised each time.

    Args:
        snapshot: one agent's view.
        legs: the models, the requested one first.
        faults: by candidate key, how every call with that credential fails.
        from_ms: the first request, epoch ms.
        until_ms: no request is made after it.
        pin: the session's.
        most_events: when to give up; `walked_until_ms` then says how far it came.
    """
    now_ms, looks = from_ms, 0
    passing = snapshot.billing.cross in ("ask", "allow") and all(map(_passes_on, faults.values()))
    for _ in range(most_events):
        tried = rehearse(snapshot, legs, faults, now_ms, pin)
        if tried.answer is None:
            return Horizon(tried, now_ms)
        if passing and _lasts(tried.answer, until_ms):
            return Horizon(None, until_ms)
        snapshot = snapshot.replace(penalties=tried.penalties)
        decisions = [
            select(snapshot, Request(leg.provider, leg.model), now_ms)
            for leg in legs
            if leg.skip is None
        ]
        ends = [end for decision in decisions if (end := decision.valid_until_ms) is not None]
        if not ends or min(ends) > until_ms:
            return Horizon(None, until_ms)
        now_ms = min(ends)
        looks += sum(len(decision.candidates) for decision in decisions)
        if looks > _MOST_LOOKS:
            break
    return Horizon(None, now_ms, complete=False)


def _passes_on(failure: Failure) -> bool:
    """Whether a request that meets this failure still comes to every other credential."""
    tried = Tried("any", "any", "any", failure)
    return next_step([tried, tried], can_refresh=False).kind == NEXT_CREDENTIAL


def _lasts(answer: Call, until_ms: int) -> bool:
    """Whether time takes nothing from who answers: then no later request finds nobody.

    Whoever comes before it by then answers, or fails and passes the request on.
    """
    candidate = answer.candidate
    if candidate is None:
        return False
    ends_ms = candidate.expires_ms
    return ends_ms is None or ends_ms > until_ms or candidate.can_refresh
