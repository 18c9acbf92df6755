"""A host at a glance: who answers next, what ends soon, and the one thing to do first. Pure."""

from __future__ import annotations

from openclaw_auth.codes import Reason, remedy
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from openclaw_auth.providers.model_ref import ModelRef
    from openclaw_auth.selection.decision import Candidate, Decision
    from openclaw_auth.selection.snapshot import Snapshot

SOON_MS = 7 * 86_400_000


class Answering:
    """Who would answer for a model.

    Attributes:
        ref: the model.
        decision: all candidates.
    """

    __slots__ = ("decision", "ref")

    def __init__(self, ref: ModelRef, decision: Decision) -> None:
        self.ref = ref
        self.decision = decision

    @property
    def next(self) -> Candidate | None:
        """The credential that the next request gets; None when nothing is usable."""
        found: Candidate | None = self.decision.next
        return found


def who_answers(snapshot: Snapshot, refs: Sequence[ModelRef], now_ms: int) -> list[Answering]:
    """Return who would answer for the default model and for each of its fallbacks.

    Args:
        snapshot: the agent's view.
        refs: the default model, then its fallbacks.
        now_ms: the present, epoch ms.
    """
    from openclaw_auth.providers.models import models_of_catalogue

    known = models_of_catalogue(snapshot.providers)
    return [
        Answering(
            ref,
            select(snapshot, Request(ref.provider, known.wire_id(ref.provider, ref.model)), now_ms),
        )
        for ref in refs
    ]


def ending(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the logins and tokens of a status document that are over or end soon, worst first.

    The document was made with `SOON_MS`, and knows which logins renew themselves.
    """
    found = (row for row in rows if row["status"] in ("expired", "expiring"))
    return sorted(found, key=lambda row: row.get("remainingMs", 0))


def first_step(
    answering: Sequence[Answering], ends: Sequence[dict[str, Any]], *, gateway_runs: bool
) -> Reason | None:
    """Return what to do first, None when all is well: no answer, then an end, then no gateway."""
    primary = answering[0]
    if all(one.next is None for one in answering):
        return _nothing_usable(primary)
    over = [row for row in ends if row["status"] == "expired"] or list(ends)
    if over:
        code = "overview_over" if over[0]["status"] == "expired" else "overview_ends"
        return Reason(code, {"profile": over[0]["profileId"]})
    if primary.next is None:
        return Reason("overview_fallback_answers", {"model": primary.ref.key})
    return None if gateway_runs else Reason("overview_no_gateway")


def _nothing_usable(primary: Answering) -> Reason:
    """Return the way out of the first candidate that has one, else how to add a credential."""
    for candidate in primary.decision.candidates:
        if remedy(candidate.reason):
            return Reason(candidate.reason.code, candidate.reason.params)
    if primary.decision.candidates:
        return Reason("overview_nothing_usable", {"model": primary.ref.key})
    return Reason("no_credential", {"provider": primary.ref.provider})
