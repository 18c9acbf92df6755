"""What `select` answers: every candidate in order, each with its reason."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Literal, TypeAlias

    from openclaw_auth.codes import Reason
    from openclaw_auth.credentials import CredentialType
    from openclaw_auth.secret import Secret
    from openclaw_auth.selection.billing import BillingClass
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
        crosses: whether using it moves the request to a metered key from one that is not.
        can_refresh: whether a login can be refreshed by whoever asked.
    """

    __slots__ = (
        "account_id",
        "billing_class",
        "can_refresh",
        "crosses",
        "eligible",
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
        self.crosses = crosses
        self.can_refresh = can_refresh

    def __repr__(self) -> str:
        state = "eligible" if self.eligible else "not eligible"
        return f"Candidate({self.profile_id or self.source}: {state}, {self.reason.code})"


class Decision:
    """The ordered candidates of one request.

    Attributes:
        candidates: best first; those that cannot serve come last.
        order_source: `pin`, `store_order`, `config_order`, `config_profiles` or `round_robin`.
        valid_until_ms: the earliest moment at which time alone changes the answer, else None.
        effects: what taking `next` asks for.
    """

    __slots__ = ("candidates", "effects", "order_source", "valid_until_ms")

    def __init__(
        self,
        candidates: Sequence[Candidate],
        order_source: str,
        valid_until_ms: int | None = None,
        effects: Sequence[Effect] = (),
    ) -> None:
        self.candidates = tuple(candidates)
        self.effects = tuple(effects)
        self.order_source = order_source
        self.valid_until_ms = valid_until_ms

    @property
    def next(self) -> Candidate | None:
        """The credential that the next request uses; None when nothing is usable."""
        return self.after(())

    def after(self, tried: Collection[str]) -> Candidate | None:
        """Return the best eligible candidate whose key was not tried yet."""
        for candidate in self.candidates:
            if candidate.eligible and candidate.key not in tried:
                return candidate
        return None
