"""Why a credential is used and every other one is not: a decision as one document. Pure."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from openclaw_auth.codes import Reason
    from openclaw_auth.selection.decision import Candidate, Decision

    Json: TypeAlias = dict[str, Any]
    # A reason in the reader's language: what happened, and what mends it.
    Words: TypeAlias = tuple[Callable[[Reason], str], Callable[[Reason], str]]

# Nothing is wrong with these; something else was put before them.
SET_ASIDE = frozenset({"outside_order", "not_in_order", "hidden_by_config", "pinned_elsewhere"})


def explanation(
    decision: Decision,
    *,
    model: str | None,
    provider: str,
    agent: str,
    place_of: Callable[[Candidate], str],
    words: Words,
) -> Json:
    """Return the document of `models auth explain`.

    Args:
        decision: about this provider and model.
        model: as a reference, `provider/model`; None when only the provider was asked about.
        provider: canonical id.
        agent: whose view.
        place_of: tells where a candidate lies: file, variable or config path.
        words: put reasons and remedies in the reader's language.
    """
    chosen = decision.next
    rows = [
        candidate_json(candidate, rank, place_of(candidate), words)
        for rank, candidate in enumerate(decision.candidates, 1)
    ]
    winner = None
    if chosen is not None:
        winner = rows[decision.candidates.index(chosen)]
    return {
        "model": model,
        "provider": provider,
        "agent": agent,
        "winner": winner,
        "candidates": rows,
    }


def candidate_json(candidate: Candidate, rank: int, source: str, words: Words) -> Json:
    """Return one candidate as the document shows it; `rank` counts from 1."""
    say, mend = words
    return {
        "rank": rank,
        "profileId": candidate.profile_id,
        "source": source,
        "kind": candidate.kind,
        "type": candidate.type,
        "eligible": candidate.eligible,
        "code": candidate.reason.code,
        "reason": say(candidate.reason),
        "untilMs": candidate.until_ms,
        "billingClass": candidate.billing_class,
        "remedy": mend(candidate.reason) or None,
    }


def shadowed(decision: Decision) -> list[Candidate]:
    """Return who would serve if the winner were not there, or if nothing were put before them."""
    chosen = decision.next
    if chosen is None:
        return []
    return [
        c
        for c in decision.candidates
        if c is not chosen and (c.eligible or c.reason.code in SET_ASIDE)
    ]
