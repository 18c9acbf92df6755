"""`--check --usable`: the truth about what requests would find (ruling 7). Pure."""

from __future__ import annotations

from openclaw_auth.expiry import WARN_AFTER_MS
from openclaw_auth.health.status import models_asked
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from openclaw_auth.providers.model_ref import ModelRef
    from openclaw_auth.refresh.facts import Renewal
    from openclaw_auth.selection.decision import Candidate
    from openclaw_auth.selection.snapshot import Snapshot


def usable_exit_code(
    snapshot: Snapshot,
    refs: Iterable[ModelRef],
    now_ms: int,
    renewals: Mapping[str, Renewal] | None = None,
    warn_ms: int = WARN_AFTER_MS,
) -> int:
    """Return 1 when a model in use has no eligible candidate, 2 when its last one ends soon.

    One that may only be tried, because its time out is long, is no candidate to count on.

    Args:
        snapshot: the agent's view.
        refs: the default model and its fallbacks.
        now_ms: the present, epoch ms.
        renewals: what is known of logins, by profile id.
        warn_ms: from when on an end is near.
    """
    worst = 0
    for ref in refs:
        model = models_asked(snapshot, [ref])[ref.provider]
        decision = select(snapshot, Request(ref.provider, model), now_ms)
        eligible = [c for c in decision.candidates if c.eligible and not c.probe]
        if not eligible:
            return 1
        if all(_ends_soon(snapshot, c, renewals or {}, now_ms, warn_ms) for c in eligible):
            worst = 2
    return worst


def _ends_soon(
    snapshot: Snapshot,
    candidate: Candidate,
    renewals: Mapping[str, Renewal],
    now_ms: int,
    warn_ms: int,
) -> bool:
    profile = snapshot.data.profiles.get(candidate.profile_id or "")
    if profile is None or profile.expires_ms is None or profile.type == "api_key":
        return False
    renewal = renewals.get(profile.id)
    judged = renewal.judged(profile) if renewal is not None else profile
    return judged.refresh is None and 0 < profile.expires_ms - now_ms <= warn_ms
