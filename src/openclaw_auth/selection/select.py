"""The one decision: which credential serves a request, in which order, and why.

Pure: no file, no clock, no network. Gateway, status and every other view call this and
nothing else, so what is shown is what is sent.
"""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.selection.decision import Decision
from openclaw_auth.selection.judge import Judge
from openclaw_auth.selection.order import Listing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openclaw_auth.selection.decision import Candidate, CandidateKind
    from openclaw_auth.selection.snapshot import Request, Snapshot, SourceKey


def select(snapshot: Snapshot, request: Request, now_ms: int) -> Decision:
    """Return every candidate for the request, best first.

    Eligible ones lead, in the order that the user or round robin gives; those in a time out
    follow, soonest back first; then those that cannot serve at all. A candidate is judged when
    it is asked for: who only wants the next pays for no other.

    Args:
        snapshot: one agent's view.
        request: the question.
        now_ms: the present, epoch ms.
    """
    if request.pin is not None:
        from openclaw_auth.selection.pins import select_pinned

        return select_pinned(snapshot, request, now_ms)
    return in_order(snapshot, request, now_ms)


def in_order(snapshot: Snapshot, request: Request, now_ms: int) -> Decision:
    """Decide as if the session had no pin."""
    chosen = Listing(snapshot, request.provider)
    mark = chosen.mark if request.sticky else None
    return Decision(walk(snapshot, request, chosen, now_ms), chosen.source, now_ms, keep=mark)


def walk(snapshot: Snapshot, request: Request, chosen: Listing, now_ms: int) -> Iterator[Candidate]:
    """Yield the candidates: profiles, environment, config key, then what the listing leaves out."""
    judge = Judge(snapshot, request, now_ms)
    profiles = snapshot.data.profiles
    exists = anything = False
    for profile_id in chosen.walk():
        exists = exists or profile_id in profiles
        anything = True
        yield judge.profile(profile_id)
    for kind, key in _sources(snapshot, request.provider):
        anything = True
        yield judge.source(kind, key, shut_out=chosen.explicit and exists)
    for profile_id, reason in _hidden(snapshot, chosen):
        anything = True
        yield judge.refused(snapshot.data.profiles[profile_id], reason)
    if not anything:
        keyless = judge.keyless()
        if keyless is not None:
            yield keyless


def _sources(snapshot: Snapshot, provider: str) -> Iterator[tuple[CandidateKind, SourceKey]]:
    """Yield the keys outside the store: environment, then config."""
    env = snapshot.env_key(provider)
    if env is not None:
        yield "env", env
    config = snapshot.config_keys.get(provider)
    if config is not None:
        yield "config", config


def _hidden(snapshot: Snapshot, chosen: Listing) -> Iterator[tuple[str, Reason]]:
    """Yield what the listing leaves out, each with an order that uses it.

    What the config hides it hides unasked, so one order brings all of it back; what an order leaves
    out was left out by whoever wrote it, and comes back one by one.
    """
    left_out: Sequence[str] = chosen.hidden
    by_config = chosen.source == "config_profiles"
    listed = " ".join([*chosen.profile_ids, *left_out] if by_config else chosen.profile_ids)
    for profile_id in left_out:
        profile = snapshot.data.profiles[profile_id]
        params = {
            "profile": profile_id,
            "provider": profile.provider,
            "order": listed if by_config else f"{listed} {profile_id}",
        }
        yield profile_id, Reason("hidden_by_config" if by_config else "not_in_order", params)
