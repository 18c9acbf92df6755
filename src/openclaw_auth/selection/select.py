"""The one decision: which credential serves a request, in which order, and why.

Pure: no file, no clock, no network. Gateway, status and every other view call this and
nothing else, so what is shown is what is sent.
"""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.selection.decision import Candidate, Decision
from openclaw_auth.selection.eligibility import time_out, unfit, unusable_until_ms
from openclaw_auth.selection.order import listing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.credentials import Profile
    from openclaw_auth.selection.decision import CandidateKind
    from openclaw_auth.selection.order import Listing
    from openclaw_auth.selection.snapshot import Request, Snapshot, SourceKey


def select(snapshot: Snapshot, request: Request, now_ms: int) -> Decision:
    """Return every candidate for the request, best first.

    Eligible ones lead, in the order that the user or round robin gives; those in a time out
    follow, soonest back first; then those that cannot serve at all.
    """
    chosen = listing(snapshot, request.provider)
    profiles = [
        _profile_candidate(snapshot, request.provider, i, now_ms) for i in chosen.profile_ids
    ]
    if snapshot.billing.cross == "never":
        profiles = _without_crossings(snapshot, request, profiles)
    outside = _outside_store(snapshot, request.provider, chosen, profiles)
    hidden = _hidden(snapshot, chosen)
    ordered = _with_pin_first(_cooling_last(profiles + outside), request) + hidden
    if not ordered:
        ordered = _keyless(snapshot, request.provider)
    blocked = _blocked(snapshot, request.provider)
    if blocked is not None:
        ordered = [_ineligible(c, blocked) for c in ordered]
    source = "pin" if _pinned(request, ordered) else chosen.source
    return Decision(ordered, source, _valid_until_ms(snapshot, ordered, now_ms))


def _profile_candidate(
    snapshot: Snapshot, provider: str, profile_id: str, now_ms: int
) -> Candidate:
    profile = snapshot.data.profiles.get(profile_id)
    if profile is None:
        named = snapshot.config_profiles.get(profile_id)
        paste = "paste-api-key" if named and named.mode == "api_key" else "paste-token"
        params = {"profile": profile_id, "provider": provider, "paste": paste}
        reason = Reason("profile_unknown", params)
        return Candidate(
            "profile",
            provider,
            reason,
            key=profile_id,
            source="store",
            eligible=False,
            profile_id=profile_id,
        )
    if profile.provider != provider:
        reason = Reason(
            "profile_other_provider",
            {"profile": profile_id, "provider": profile.provider, "wanted": provider},
        )
        return _of_profile(profile, reason, eligible=False)
    why_not = unfit(profile, snapshot.config_profiles.get(profile_id), now_ms)
    if why_not is not None:
        return _of_profile(profile, why_not, eligible=False)
    stats = snapshot.data.usage_stats.get(profile_id)
    until_ms = unusable_until_ms(stats, now_ms)
    if stats is not None and until_ms is not None:
        reason = time_out(profile_id, stats, until_ms, now_ms)
        return _of_profile(profile, reason, eligible=False, until_ms=until_ms)
    return _of_profile(profile, Reason("usable", {"profile": profile_id}), eligible=True)


def _of_profile(
    profile: Profile, reason: Reason, *, eligible: bool, until_ms: int | None = None
) -> Candidate:
    return Candidate(
        "profile",
        profile.provider,
        reason,
        key=profile.id,
        source="store",
        eligible=eligible,
        profile_id=profile.id,
        type=profile.type,
        secret=profile.secret,
        account_id=profile.account_id,
        inherited=profile.inherited,
        until_ms=until_ms,
    )


def _hidden(snapshot: Snapshot, chosen: Listing) -> list[Candidate]:
    """Return what the listing leaves out, each with an order that uses it.

    What the config hides it hides unasked, so one order brings all of it back; what an order leaves
    out was left out by whoever wrote it, and comes back one by one.
    """
    by_config = chosen.source == "config_profiles"
    everything = " ".join([*chosen.profile_ids, *chosen.hidden]) if by_config else ""
    candidates = []
    for profile_id in chosen.hidden:
        profile = snapshot.data.profiles[profile_id]
        params = {
            "profile": profile_id,
            "provider": profile.provider,
            "order": everything or " ".join([*chosen.profile_ids, profile_id]),
        }
        reason = Reason("hidden_by_config" if by_config else "not_in_order", params)
        candidates.append(_of_profile(profile, reason, eligible=False))
    return candidates


def _outside_store(
    snapshot: Snapshot, provider: str, chosen: Listing, profiles: list[Candidate]
) -> list[Candidate]:
    """Environment, then config key. An explicit order that names a stored profile shuts them out."""
    exists = any(c.reason.code != "profile_unknown" for c in profiles)
    shut_out = chosen.explicit and exists
    held_back = _crossing_held_back(snapshot, provider, profiles)
    candidates = []
    kinds: tuple[tuple[CandidateKind, SourceKey | None], ...] = (
        ("env", snapshot.env_key(provider)),
        ("config", snapshot.config_keys.get(provider)),
    )
    for kind, key in kinds:
        if key is None:
            continue
        params = {"provider": provider, "source": key.source}
        reason = Reason("usable", {"profile": key.source})
        if key.problem is not None:
            reason = key.problem
        elif shut_out:
            reason = Reason("outside_order", params)
        elif held_back and _class_of(snapshot, provider, key.type) == "metered":
            reason = Reason("billing_cross_blocked", params)
        candidates.append(
            Candidate(
                kind,
                provider,
                reason,
                key=_source_key(kind, provider, key.source),
                source=key.source,
                eligible=reason.code == "usable",
                type=key.type,
                secret=key.secret,
            )
        )
    return candidates


def _crossing_held_back(snapshot: Snapshot, provider: str, profiles: list[Candidate]) -> bool:
    """Whether a metered key that merely lies around would replace a subscription unasked."""
    if snapshot.billing.cross == "allow":
        return False
    return any(
        c.type is not None and _class_of(snapshot, provider, c.type) == "subscription"
        for c in profiles
    )


def _without_crossings(
    snapshot: Snapshot, request: Request, profiles: list[Candidate]
) -> list[Candidate]:
    """Hold back the metered profiles that would follow a subscription (ruling 13, `never`).

    One that comes first, or that the user pinned, is no crossing: the request begins there.
    """
    begun_with_subscription = False
    found = []
    for candidate in profiles:
        kind = _class_of(snapshot, request.provider, candidate.type) if candidate.type else None
        begun_with_subscription |= kind == "subscription"
        serves = candidate.eligible or candidate.until_ms is not None
        crosses = serves and kind == "metered" and begun_with_subscription
        if crosses and not _is_users_pin(request, candidate):
            params = {"provider": request.provider, "source": candidate.profile_id}
            found.append(_ineligible(candidate, Reason("billing_cross_blocked", params)))
        else:
            found.append(candidate)
    return found


def _is_users_pin(request: Request, candidate: Candidate) -> bool:
    pin = request.pin
    return pin is not None and pin.origin == "user" and pin.profile_id == candidate.profile_id


def _class_of(snapshot: Snapshot, provider_id: str, credential_type: str) -> str:
    provider = snapshot.providers.get(provider_id)
    return provider.billing_class(credential_type) if provider else "metered"


def _keyless(snapshot: Snapshot, provider_id: str) -> list[Candidate]:
    """A server of the user's own that needs no key is its own credential."""
    provider = snapshot.providers.get(provider_id)
    if provider is None or not provider.keyless:
        return []
    reason = Reason("keyless", {"provider": provider_id})
    key = f"config:{provider_id}"
    return [
        Candidate("config", provider_id, reason, key=key, source="no key needed", eligible=True)
    ]


def _source_key(kind: CandidateKind, provider: str, source: str) -> str:
    """Return the name under which a key outside the store keeps its statistics."""
    return f"config:{provider}" if kind == "config" else f"env:{source.rpartition(': ')[2]}"


def _blocked(snapshot: Snapshot, provider_id: str) -> Reason | None:
    """Why nothing is ever sent to a provider: left out, or no address that we can reach."""
    provider = snapshot.providers.get(provider_id)
    if provider is None:
        return Reason("provider_needs_base_url", {"provider": provider_id, "label": provider_id})
    return provider.blocked


def _cooling_last(candidates: list[Candidate]) -> list[Candidate]:
    """Keep the order, but eligible first, then time outs by their end, then the rest."""

    def rank(candidate: Candidate) -> tuple[int, int]:
        if candidate.eligible:
            return 0, 0
        if candidate.until_ms is not None:
            return 1, candidate.until_ms
        return 2, 0

    return sorted(candidates, key=rank)


def _pinned(request: Request, candidates: list[Candidate]) -> bool:
    return request.pin is not None and any(
        c.profile_id == request.pin.profile_id for c in candidates
    )


def _with_pin_first(candidates: list[Candidate], request: Request) -> list[Candidate]:
    if request.pin is None:
        return candidates
    pinned_id = request.pin.profile_id
    return sorted(candidates, key=lambda c: c.profile_id != pinned_id)


def _ineligible(candidate: Candidate, reason: Reason) -> Candidate:
    return Candidate(
        candidate.kind,
        candidate.provider,
        reason,
        key=candidate.key,
        source=candidate.source,
        eligible=False,
        profile_id=candidate.profile_id,
        type=candidate.type,
        secret=candidate.secret,
        account_id=candidate.account_id,
        inherited=candidate.inherited,
    )


def _valid_until_ms(snapshot: Snapshot, candidates: list[Candidate], now_ms: int) -> int | None:
    """Return when a time out ends or a token expires, whichever is first."""
    ends = [c.until_ms for c in candidates if c.until_ms is not None]
    for candidate in candidates:
        profile = snapshot.data.profiles.get(candidate.profile_id or "")
        if profile is not None and profile.expires_ms is not None:
            ends.append(profile.expires_ms)
    return min((end for end in ends if end > now_ms), default=None)
