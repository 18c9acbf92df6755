"""When would nothing be usable any more? A virtual clock that jumps from event to event. Pure."""

from __future__ import annotations

from openclaw_auth.selection.select import select
from openclaw_auth.selection.simulate import rehearse
from openclaw_auth.selection.snapshot import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openclaw_auth.selection.failure import Failure
    from openclaw_auth.selection.simulate import Leg, Rehearsal
    from openclaw_auth.selection.snapshot import Pin, Snapshot

# Hourly tries of twenty failing credentials for ten days; beyond it the answer is not worth its wait.
MOST_EVENTS = 5_000


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
    now_ms = from_ms
    for _ in range(most_events):
        tried = rehearse(snapshot, legs, faults, now_ms, pin)
        if tried.answer is None:
            return Horizon(tried, now_ms)
        snapshot = snapshot.replace(penalties=tried.penalties)
        next_ms = _next_event_ms(snapshot, legs, now_ms)
        if next_ms is None or next_ms > until_ms:
            return Horizon(None, until_ms)
        now_ms = next_ms
    return Horizon(None, now_ms, complete=False)


def _next_event_ms(snapshot: Snapshot, legs: Sequence[Leg], now_ms: int) -> int | None:
    """Return the next moment at which a decision for one of the models may change."""
    decisions = (
        select(snapshot, Request(leg.provider, leg.model), now_ms)
        for leg in legs
        if leg.skip is None
    )
    ends = [end for decision in decisions if (end := decision.valid_until_ms) is not None]
    return min(ends, default=None)
