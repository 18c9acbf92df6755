"""The path that a request would take if these credentials failed so. Pure; nothing is sent.

It asks what the gateway asks: `select` who may serve, `next_step` what follows a failure,
`penalise` what remains of one.
"""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.selection.cooldown import after_success, penalise
from openclaw_auth.selection.cooldown_limits import DEFAULTS
from openclaw_auth.selection.next_step import (
    REFRESH,
    RETRY_SAME,
    STOP,
    Tried,
    closed,
    next_step,
    unreachable,
)
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Literal, TypeAlias

    from openclaw_auth.credentials import UsageStats
    from openclaw_auth.providers.provider import BillingClass
    from openclaw_auth.selection.decision import Candidate, Decision
    from openclaw_auth.selection.failure import Failure, FailureClass
    from openclaw_auth.selection.next_step import StepKind
    from openclaw_auth.selection.snapshot import Pin, Snapshot

    Outcome: TypeAlias = "FailureClass | Literal['ok', 'skipped']"


class Leg:
    """One model that a request goes through.

    Attributes:
        provider: canonical id.
        model: as the provider spells it.
        key: as users write it: `provider/model`.
        endpoint: base URL that would be called.
        skip: why it is passed over; None when it is asked.
    """

    __slots__ = ("endpoint", "key", "model", "provider", "skip")

    def __init__(
        self, provider: str, model: str, key: str, endpoint: str, skip: Reason | None = None
    ) -> None:
        self.provider = provider
        self.model = model
        self.key = key
        self.endpoint = endpoint
        self.skip = skip


class Call:
    """One thing that happens on the way: a call, or a candidate or model that is passed over.

    Attributes:
        leg: the model.
        candidate: the credential; None where the model itself is passed over.
        outcome: `ok`, `skipped`, or the class of the failure.
        code: of the reason; of a failure its detail.
        reason: the same for people.
        then: what follows a failure; None otherwise.
    """

    __slots__ = ("candidate", "code", "leg", "outcome", "reason", "then")

    def __init__(
        self,
        leg: Leg,
        candidate: Candidate | None,
        outcome: Outcome,
        code: str,
        reason: Reason,
        *,
        then: StepKind | None = None,
    ) -> None:
        self.leg = leg
        self.candidate = candidate
        self.outcome: Outcome = outcome
        self.code = code
        self.reason = reason
        self.then: StepKind | None = then

    def __repr__(self) -> str:
        key = self.candidate.key if self.candidate else None
        return f"Call({self.leg.key!r}, {key!r}, {self.outcome}/{self.code})"


class Rehearsal:
    """What came of it.

    Attributes:
        at_ms: when the request was made, epoch ms.
        calls: in the order in which they would happen.
        answer: the call that was answered; None when none was.
        penalties: what is known of each credential afterwards, by candidate key.
    """

    __slots__ = ("answer", "at_ms", "calls", "penalties")

    def __init__(
        self,
        at_ms: int,
        calls: Sequence[Call],
        answer: Call | None,
        penalties: Mapping[str, UsageStats],
    ) -> None:
        self.at_ms = at_ms
        self.calls = tuple(calls)
        self.answer = answer
        self.penalties = penalties


def rehearse(
    snapshot: Snapshot,
    legs: Sequence[Leg],
    faults: Mapping[str, Failure],
    now_ms: int,
    pin: Pin | None = None,
) -> Rehearsal:
    """Return the path of one request.

    Args:
        snapshot: one agent's view.
        legs: the models, the requested one first.
        faults: by candidate key, how every call with that credential fails; the others answer.
        now_ms: when it is made, epoch ms.
        pin: the session's.
    """
    turn = _Turn(snapshot, legs, faults, now_ms, pin)
    for number in range(len(legs)):
        if turn.over or turn.answer is not None:
            break
        turn.go(number)
    return Rehearsal(now_ms, turn.calls, turn.answer, turn.penalties)


class _Turn:
    """One request on its way."""

    __slots__ = (
        "answer",
        "begun_with",
        "calls",
        "faults",
        "history",
        "legs",
        "now_ms",
        "over",
        "penalties",
        "pin",
        "snapshot",
    )

    def __init__(
        self,
        snapshot: Snapshot,
        legs: Sequence[Leg],
        faults: Mapping[str, Failure],
        now_ms: int,
        pin: Pin | None,
    ) -> None:
        self.snapshot = snapshot
        self.legs = legs
        self.faults = faults
        self.now_ms = now_ms
        self.pin = pin
        self.penalties = dict(snapshot.penalties)
        self.history: list[Tried] = []
        self.calls: list[Call] = []
        self.answer: Call | None = None
        self.begun_with: BillingClass | None = None
        self.over = False

    def go(self, number: int) -> None:
        """Ask one model of every credential that may serve, until one answers."""
        leg = self.legs[number]
        if leg.skip is not None:
            self.calls.append(Call(leg, None, "skipped", leg.skip.code, leg.skip))
            return
        if leg.endpoint in unreachable(self.history):
            reason = Reason("simulate_unreachable", {"model": leg.key, "provider": leg.provider})
            self.calls.append(Call(leg, None, "skipped", reason.code, reason))
            return
        decision = self._decide(leg)
        candidate = decision.after(closed(self.history, leg.key))
        if self.begun_with is None:
            self.begun_with = _class_of(candidate, decision)
        if candidate is None:
            self._pass_over(leg, decision)
        while candidate is not None:
            then = self._call(leg, candidate, decision, number)
            if then != "next_credential":
                return
            candidate = decision.after(closed(self.history, leg.key))

    def _decide(self, leg: Leg) -> Decision:
        profile = self.snapshot.data.profiles.get(self.pin.profile_id) if self.pin else None
        pin = self.pin if profile is not None and profile.provider == leg.provider else None
        request = Request(leg.provider, leg.model, pin, begun_with=self.begun_with)
        return select(self.snapshot.replace(penalties=self.penalties), request, self.now_ms)

    def _pass_over(self, leg: Leg, decision: Decision) -> None:
        """Say of each why a model found nobody; those that were called have said so."""
        called = {tried.key for tried in self.history}
        candidates = [c for c in decision.candidates if c.key not in called]
        for candidate in candidates:
            reason = candidate.reason
            self.calls.append(Call(leg, candidate, "skipped", reason.code, reason))
        if not decision.candidates:
            reason = Reason("no_credential", {"provider": leg.provider})
            self.calls.append(Call(leg, None, "skipped", reason.code, reason))

    def _call(
        self, leg: Leg, candidate: Candidate, decision: Decision, number: int
    ) -> StepKind | None:
        """Call a credential, twice if the first failure asks for it; return what follows."""
        failure = self.faults.get(candidate.key)
        if failure is None:
            self._answered(leg, candidate)
            return None
        refreshed = False
        while True:
            tried = Tried(candidate.key, leg.key, leg.endpoint, failure, refreshed=refreshed)
            self.history.append(tried)
            step = next_step(
                self.history,
                can_refresh=candidate.can_refresh,
                can_retry=self._can_retry(leg, candidate, decision, number),
            )
            kind, detail = failure.failure_class, failure.detail
            self.calls.append(Call(leg, candidate, kind, detail, failure.reason, then=step.kind))
            if step.kind not in (REFRESH, RETRY_SAME):
                break
            refreshed = step.kind == REFRESH
        self._penalise(leg, candidate, failure)
        self.over = step.kind == STOP
        return step.kind

    def _can_retry(self, leg: Leg, candidate: Candidate, decision: Decision, number: int) -> bool:
        """Whether a second call is not better kept for a fallback at the same provider."""
        later = self.legs[number + 1 :]
        if not any(other.skip is None and other.provider == leg.provider for other in later):
            return True
        return decision.after({*closed(self.history, leg.key), candidate.key}) is not None

    def _answered(self, leg: Leg, candidate: Candidate) -> None:
        stats = self.snapshot.replace(penalties=self.penalties).stats(candidate.key)
        self.penalties[candidate.key] = after_success(stats, model=leg.model, at_ms=self.now_ms)
        self.answer = Call(leg, candidate, "ok", candidate.reason.code, candidate.reason)
        self.calls.append(self.answer)

    def _penalise(self, leg: Leg, candidate: Candidate, failure: Failure) -> None:
        snapshot = self.snapshot
        name_of, secret = snapshot.fingerprint, candidate.secret
        after = penalise(
            snapshot.replace(penalties=self.penalties).stats(candidate.key),
            failure,
            provider=leg.provider,
            model=leg.model,
            fingerprint=name_of(secret) if name_of is not None and secret is not None else None,
            started_ms=self.now_ms,
            now_ms=self.now_ms,
            limits=snapshot.limits or DEFAULTS,
        )
        if after is not None:
            self.penalties[candidate.key] = after


def _class_of(candidate: Candidate | None, decision: Decision) -> BillingClass | None:
    """Return the billing class that a turn begins with, also where nobody serves its first model."""
    if candidate is not None:
        return candidate.billing_class
    return next((c.billing_class for c in decision.candidates if c.billing_class), None)
