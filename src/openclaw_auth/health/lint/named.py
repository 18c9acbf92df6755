"""What the config says of profiles that does not fit what is stored."""

from __future__ import annotations

from shlex import quote

from openclaw_auth.codes import Reason
from openclaw_auth.config.keypath import show_path
from openclaw_auth.health.finding import Finding
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from openclaw_auth.health.evidence import Evidence
    from openclaw_auth.health.finding import Severity
    from openclaw_auth.selection.decision import Candidate
    from openclaw_auth.selection.snapshot import Snapshot

# What `select` says of a candidate, and how grave it is that it does.
_SEVERITIES: dict[str, Severity] = {
    "profile_unknown": "warning",
    "profile_other_provider": "warning",
    "mode_mismatch": "warning",
    "billing_cross_blocked": "info",
}
# Told once for a whole order, by the check of orders.
_OF_ORDERS = ("profile_unknown", "profile_other_provider")


def check(evidence: Evidence) -> list[Finding]:
    """Return what is named with another type or provider than stored, or is not stored."""
    # What the config names may be stored by one agent and not by another.
    stored = {i for fact in evidence.agents for i in fact.own.profiles}
    told: dict[tuple[str, str, str], Finding] = {}
    for fact in evidence.agents:
        if fact.snapshot is not None:
            for finding in _misnamed(fact.snapshot, stored, evidence.now_ms):
                reason = finding.reason
                told.setdefault((finding.subject, reason.code, str(reason.params)), finding)
    return list(told.values())


def _misnamed(snapshot: Snapshot, stored: set[str], now_ms: int) -> Iterator[Finding]:
    providers = {
        *(p.provider for p in snapshot.data.profiles.values()),
        *(c.provider for c in snapshot.config_profiles.values()),
        *snapshot.data.order,
        *snapshot.config_order,
    }
    for provider in sorted(providers):
        decision = select(snapshot, Request(provider), now_ms)
        for candidate in decision.candidates:
            code = candidate.reason.code
            severity = _SEVERITIES.get(code)
            subject = candidate.profile_id or candidate.source
            if code in _OF_ORDERS and decision.order_source != "config_profiles":
                continue
            if severity and not (code == "profile_unknown" and subject in stored):
                yield Finding("model_auth", severity, subject, _reason(candidate))


def _reason(candidate: Candidate) -> Reason:
    reason = candidate.reason
    if reason.code != "profile_other_provider":
        return reason
    place = show_path(("auth", "profiles", candidate.profile_id or "", "provider"))
    return Reason("lint_named_other_provider", {**reason.params, "quoted": quote(place)})
