"""What `select` answers: every candidate in order, each with its reason."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from typing import Literal, TypeAlias

    from openclaw_auth.codes import Reason
    from openclaw_auth.credentials import CredentialType
    from openclaw_auth.providers.provider import BillingClass
    from openclaw_auth.secret import Secret
    from openclaw_auth.selection.effects import Effect

    CandidateKind: TypeAlias = Literal["profile", "env", "config"]


class Candidate:
    """A credential considered for a request.

    Attributes:
        kind: a stored profile, an environment variable, or a key in the config.
        profile_id: of a stored profile, else None.
        key: names it among all candidates: the profile id, `env:NAME` or `config:PROVIDER`.
        source: where it lies, in words a person can search for.
        eligible: whether it may be sent now.
        reason: why, or why not.
        until_ms: when a time out ends (epoch ms), None when time changes nothing.
        probe_at_ms: from when on one request may try it although it rests.
        probe: eligible only so: the request that takes it claims it (`ClaimProbe`).
        billing_class: what its use costs; None where nothing is stored.
        expires_ms: when the secret itself ends, epoch ms; None when unknown or never.
        crosses: whether using it moves the request to a metered key from one that is not.
        can_refresh: whether a login can be refreshed by whoever asked.
    """

    __slots__ = (
        "account_id",
        "billing_class",
        "can_refresh",
        "crosses",
        "eligible",
        "expires_ms",
        "inherited",
        "key",
        "kind",
        "probe",
        "probe_at_ms",
        "profile_id",
        "provider",
        "reason",
        "secret",
        "source",
        "type",
        "until_ms",
    )

    def __init__(
        self,
        kind: CandidateKind,
        provider: str,
        reason: Reason,
        *,
        key: str,
        source: str,
        eligible: bool,
        profile_id: str | None = None,
        type: CredentialType | None = None,  # noqa: A002 # the file format's word
        secret: Secret | None = None,
        account_id: str | None = None,
        inherited: bool = False,
        until_ms: int | None = None,
        probe_at_ms: int | None = None,
        probe: bool = False,
        billing_class: BillingClass | None = None,
        expires_ms: int | None = None,
        crosses: bool = False,
        can_refresh: bool = False,
    ) -> None:
        self.kind = kind
        self.key = key
        self.provider = provider
        self.reason = reason
        self.source = source
        self.eligible = eligible
        self.profile_id = profile_id
        self.type = type
        self.secret = secret
        self.account_id = account_id
        self.inherited = inherited
        self.until_ms = until_ms
        self.probe_at_ms = probe_at_ms
        self.probe = probe
        self.billing_class = billing_class
        self.expires_ms = expires_ms
        self.crosses = crosses
        self.can_refresh = can_refresh

    def __repr__(self) -> str:
        state = "eligible" if self.eligible else "not eligible"
        return f"Candidate({self.profile_id or self.source}: {state}, {self.reason.code})"


class Decision:
    """The ordered candidates of one request, each judged when it is asked for.

    Attributes:
        order_source: `pin`, `store_order`, `config_order`, `config_profiles` or `round_robin`.
        clear_pin: the user's pin that names nothing any more.
        lapsed_pin: the automatic pin that no longer leads.
    """

    __slots__ = (
        "_candidates",
        "_keep",
        "_now_ms",
        "_seen",
        "_walk",
        "clear_pin",
        "lapsed_pin",
        "order_source",
    )

    def __init__(
        self,
        candidates: Iterable[Candidate],
        order_source: str,
        now_ms: int,
        *,
        keep: str | None = None,
    ) -> None:
        self._walk = iter(candidates)
        self._seen: list[Candidate] = []
        self._candidates: tuple[Candidate, ...] | None = None
        self._now_ms = now_ms
        self._keep = keep
        self.order_source = order_source
        self.clear_pin: str | None = None
        self.lapsed_pin: str | None = None

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Everyone, best first: the eligible in order, the resting by their end, then the rest."""
        if self._candidates is None:
            self._seen += self._walk
            self._candidates = tuple(sorted(self._seen, key=_rank))
        return self._candidates

    @property
    def next(self) -> Candidate | None:
        """The credential that the next request uses; None when nothing is usable."""
        return self.after(())

    def after(self, tried: Collection[str]) -> Candidate | None:
        """Return the best eligible candidate whose key was not tried yet."""
        for candidate in self._seen:
            if candidate.eligible and candidate.key not in tried:
                return candidate
        for candidate in self._walk:
            self._seen.append(candidate)
            if candidate.eligible and candidate.key not in tried:
                return candidate
        return None

    @property
    def valid_until_ms(self) -> int | None:
        """The earliest moment at which time alone changes the answer, else None."""
        return _first_end(self.candidates, self._now_ms)

    @property
    def next_until_ms(self) -> int | None:
        """The same for `next` alone, which hangs only on those before it and on itself."""
        return _first_end(self._seen, self._now_ms) if self.next else self.valid_until_ms

    @property
    def effects(self) -> tuple[Effect, ...]:
        """What taking `next` asks for."""
        return self.effects_of(self.next)

    def effects_of(self, taken: Candidate | None) -> tuple[Effect, ...]:
        """Return what taking a candidate of this decision asks for."""
        if not (self.clear_pin or self.lapsed_pin or self._keep or (taken and taken.probe)):
            return ()
        from openclaw_auth.selection.effects import effects_of

        return effects_of(self, taken, self._keep)


def _first_end(candidates: Iterable[Candidate], now_ms: int) -> int | None:
    ends = [
        end
        for c in candidates
        for end in (c.until_ms, c.probe_at_ms, c.expires_ms)
        if end is not None and end > now_ms
    ]
    return min(ends, default=None)


def _rank(candidate: Candidate) -> tuple[int, int]:
    if candidate.eligible:
        return 0, 0
    if candidate.until_ms is not None:
        return 1, candidate.until_ms
    return 2, 0
