"""Judges one request's candidates, one after another: what each is, and whether it serves."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.selection.billing import BillingGuard
from openclaw_auth.selection.decision import Candidate
from openclaw_auth.selection.eligibility import refreshable, unfit
from openclaw_auth.selection.resting import ENTER, resting_reason, time_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.credentials import CredentialType, Profile
    from openclaw_auth.providers.provider import BillingClass
    from openclaw_auth.selection.decision import CandidateKind
    from openclaw_auth.selection.snapshot import Request, Snapshot, SourceKey


class Judge:
    """Makes candidates for one request. Ask in the order of the listing: billing follows it."""

    __slots__ = ("_blocked", "_guard", "_now_ms", "_provider", "_request", "_snapshot")

    def __init__(self, snapshot: Snapshot, request: Request, now_ms: int) -> None:
        self._snapshot = snapshot
        self._request = request
        self._now_ms = now_ms
        self._provider = snapshot.providers.get(request.provider)
        self._blocked = self._provider.blocked if self._provider else _without_address(request)
        self._guard = BillingGuard(
            snapshot.billing, snapshot.crossings_today, request.begun_with, now_ms
        )

    def profile(self, profile_id: str) -> Candidate:
        """Judge what a listing names."""
        profile = self._snapshot.data.profiles.get(profile_id)
        if profile is None:
            return self._unknown(profile_id)
        wanted = self._request.provider
        if profile.provider != wanted:
            params = {"profile": profile_id, "provider": profile.provider, "wanted": wanted}
            return self.refused(profile, Reason("profile_other_provider", params))
        found = self._of_profile(profile, Reason("usable", {"profile": profile_id}))
        assert found.billing_class is not None
        found.crosses = self._guard.crosses(found.billing_class)
        self._guard.passes(found.billing_class)
        named = self._snapshot.config_profiles.get(profile_id)
        renewed = profile.provider in self._snapshot.refreshes
        why_not = unfit(profile, named, self._now_ms, refreshes=renewed)
        if why_not is not None:
            found.reason = why_not
            found.eligible = why_not.code == "refresh_due"
        if found.eligible:
            self._rest(found, profile_id, profile.type)
        return self._held_back(found, profile_id, stored=True)

    def pinned(self, profile_id: str) -> Candidate:
        """Judge the profile that a user pinned: being asked for by name, it crosses nothing."""
        self._guard = BillingGuard(self._snapshot.billing, 0, None, self._now_ms)
        return self.profile(profile_id)

    def source(self, kind: CandidateKind, key: SourceKey, *, shut_out: bool) -> Candidate:
        """Judge a key outside the store.

        Args:
            kind: `env` or `config`.
            key: what lies there.
            shut_out: whether an explicit order decides without it (ruling 12).
        """
        provider = self._request.provider
        name = f"config:{provider}" if kind == "config" else f"env:{key.source.rpartition(': ')[2]}"
        found = self._made(kind, name, key.source, Reason("usable", {"profile": key.source}))
        found.type = key.type
        found.secret = key.secret
        found.billing_class = self._class_of(name, key.type)
        found.crosses = self._guard.crosses(found.billing_class)
        if key.problem is not None:
            return self._not(found, key.problem)
        if shut_out:
            params = {"provider": provider, "source": key.source}
            return self._not(found, Reason("outside_order", params))
        self._rest(found, key.source, None)
        return self._held_back(found, key.source, stored=False)

    def keyless(self) -> Candidate | None:
        """Judge a server of the user's own that needs no key: it is its own credential."""
        provider = self._provider
        if provider is None or not provider.keyless:
            return None
        reason = Reason("keyless", {"provider": provider.id})
        found = self._made("config", f"config:{provider.id}", "no key needed", reason)
        found.billing_class = "free"
        self._rest(found, provider.id, None)
        return self._held_back(found, provider.id, stored=True)

    def refused(self, profile: Profile, reason: Reason) -> Candidate:
        """Show a profile that is passed over for a reason that it is not to blame for."""
        return self._not(self._of_profile(profile, reason), reason)

    def passes(self, profile_id: str) -> None:
        """Note a profile on the way to the one that is judged next."""
        profile = self._snapshot.data.profiles.get(profile_id)
        if profile is not None and profile.provider == self._request.provider:
            self._guard.passes(self._class_of(profile_id, profile.type))

    def _unknown(self, profile_id: str) -> Candidate:
        provider = self._request.provider
        named = self._snapshot.config_profiles.get(profile_id)
        # An order says no type, and so `add` asks for it.
        enter = ENTER.get(named.mode or "", "add") if named else "add"
        params = {"profile": profile_id, "provider": provider, "enter": enter}
        reason = Reason("profile_unknown", params)
        found = self._made("profile", profile_id, "store", reason)
        found.profile_id = profile_id
        return self._not(found, reason)

    def _of_profile(self, profile: Profile, reason: Reason) -> Candidate:
        found = self._made("profile", profile.id, "store", reason)
        found.provider = profile.provider
        found.profile_id = profile.id
        found.type = profile.type
        found.secret = profile.secret
        found.account_id = profile.account_id
        found.inherited = profile.inherited
        found.expires_ms = profile.expires_ms
        found.billing_class = self._class_of(profile.id, profile.type)
        renewed = profile.provider in self._snapshot.refreshes
        found.can_refresh = renewed and refreshable(profile)
        return found

    def _made(self, kind: CandidateKind, key: str, source: str, reason: Reason) -> Candidate:
        return Candidate(
            kind, self._request.provider, reason, key=key, source=source, eligible=True
        )

    def _class_of(self, key: str, kind: CredentialType) -> BillingClass:
        said = self._snapshot.billing.classes.get(key)
        if said is not None:
            return said
        return self._provider.billing_class(kind) if self._provider else "metered"

    def _rest(self, found: Candidate, name: str, kind: CredentialType | None) -> None:
        """Take a candidate out while it rests, unless this request may try it."""
        out = time_out(
            self._snapshot,
            found.key,
            found.secret,
            self._now_ms,
            model=self._request.model,
            vendor_client=self._request.vendor_client,
        )
        if out is None:
            return
        found.until_ms = out.until_ms
        found.probe_at_ms = out.probe_at_ms
        found.reason = resting_reason(out, name, self._request.provider, kind, self._now_ms)
        due = out.probe_at_ms is not None and out.probe_at_ms <= self._now_ms
        found.probe = due and found.key not in self._snapshot.probing
        found.eligible = found.probe
        if found.probe:
            found.reason = Reason("probe_due", found.reason.params)

    def _held_back(self, found: Candidate, name: str, *, stored: bool) -> Candidate:
        """Take a candidate out where using it would be a crossing that nobody agreed to."""
        if self._blocked is not None:
            return self._not(found, self._blocked)
        if found.crosses and (found.eligible or found.until_ms is not None):
            reason = self._guard.held_back(self._request.provider, name, stored=stored)
            if reason is not None:
                self._not(found, reason)
                until_ms = reason.params.get("until_ms")
                found.until_ms = until_ms if isinstance(until_ms, int) else None
        return found

    def _not(self, found: Candidate, reason: Reason) -> Candidate:
        found.reason = reason if self._blocked is None else self._blocked
        found.eligible = found.probe = False
        found.until_ms = found.probe_at_ms = None
        return found


def _without_address(request: Request) -> Reason:
    return Reason(
        "provider_needs_base_url", {"provider": request.provider, "label": request.provider}
    )
