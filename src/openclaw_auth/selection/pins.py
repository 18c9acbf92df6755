"""What a session's pin does to the decision. Imported only where a request has one."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.selection.decision import Decision
from openclaw_auth.selection.judge import Judge
from openclaw_auth.selection.order import Listing
from openclaw_auth.selection.select import in_order, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from openclaw_auth.selection.decision import Candidate
    from openclaw_auth.selection.snapshot import Pin, Request, Snapshot


def select_pinned(snapshot: Snapshot, request: Request, now_ms: int) -> Decision:
    """Decide for a session with a pin: a user's locks it, an automatic one leads until it cools."""
    pin = request.pin
    assert pin is not None
    if pin.origin == "user":
        return _locked(snapshot, request, pin, now_ms)
    return _led(snapshot, request, pin, now_ms)


def _locked(snapshot: Snapshot, request: Request, pin: Pin, now_ms: int) -> Decision:
    """Let the pinned profile serve or nobody, whatever order and config say of it.

    What is no profile of this provider any more cannot be what the user asked for: the pin goes.
    """
    profile = snapshot.data.profiles.get(pin.profile_id)
    if profile is None or profile.provider != request.provider:
        decision = in_order(snapshot, request, now_ms)
        decision.clear_pin = pin.profile_id
        return decision

    def candidates() -> Iterator[Candidate]:
        yield Judge(snapshot, request, now_ms).pinned(pin.profile_id)
        chosen = Listing(snapshot, request.provider)
        for candidate in walk(snapshot, request, chosen, now_ms):
            if candidate.key != pin.profile_id:
                _give_way(candidate, pin)
                yield candidate

    return Decision(candidates(), "pin", now_ms)


def _give_way(candidate: Candidate, pin: Pin) -> None:
    """Take out who could serve but for the pin; what is wrong with the others stays said."""
    if candidate.eligible or candidate.until_ms is not None:
        name = candidate.profile_id or candidate.source
        candidate.reason = Reason("pinned_elsewhere", {"profile": name, "pin": pin.profile_id})
        candidate.eligible = candidate.probe = False
        candidate.until_ms = candidate.probe_at_ms = None


def _led(snapshot: Snapshot, request: Request, pin: Pin, now_ms: int) -> Decision:
    """Let the pinned profile lead while it is usable and the order is the one it was set under."""
    chosen = Listing(snapshot, request.provider)
    first = None
    if pin.order_mark in (None, chosen.mark) and pin.profile_id in chosen:
        first = _judged_in_place(snapshot, request, pin, chosen, now_ms)
    if first is None or not first.eligible or first.probe:
        others = walk(snapshot, request, chosen, now_ms)
        decision = Decision(others, chosen.source, now_ms, keep=chosen.mark)
        decision.lapsed_pin = pin.profile_id
        return decision
    leader = first

    def candidates() -> Iterator[Candidate]:
        yield leader
        for candidate in walk(snapshot, request, chosen, now_ms):
            if candidate.key != pin.profile_id:
                yield candidate

    return Decision(candidates(), "pin", now_ms)


def _judged_in_place(
    snapshot: Snapshot, request: Request, pin: Pin, chosen: Listing, now_ms: int
) -> Candidate:
    """Judge the pinned profile where it stands: nobody consented to a crossing by this pin."""
    judge = Judge(snapshot, request, now_ms)
    for profile_id in chosen.walk():
        if profile_id == pin.profile_id:
            break
        judge.passes(profile_id)
    return judge.profile(pin.profile_id)
