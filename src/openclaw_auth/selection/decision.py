"""What `select` answers: every candidate in order, each with its reason."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal, TypeAlias

    from openclaw_auth.codes import Reason
    from openclaw_auth.credentials import CredentialType
    from openclaw_auth.secret import Secret

    CandidateKind: TypeAlias = Literal["profile", "env", "config"]


class Candidate:
    """A credential considered for a request.

    Attributes:
        kind: a stored profile, an environment variable, or a key in the config.
        profile_id: of a stored profile, else None.
        source: where it lies, in words a person can search for.
        eligible: whether it may be sent now.
        reason: why, or why not.
        until_ms: when a time out ends (epoch ms), None when time changes nothing.
    """

    __slots__ = (
        "account_id",
        "eligible",
        "inherited",
        "kind",
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
        source: str,
        eligible: bool,
        profile_id: str | None = None,
        type: CredentialType | None = None,  # noqa: A002 # the file format's word
        secret: Secret | None = None,
        account_id: str | None = None,
        inherited: bool = False,
        until_ms: int | None = None,
    ) -> None:
        self.kind = kind
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

    def __repr__(self) -> str:
        state = "eligible" if self.eligible else "not eligible"
        return f"Candidate({self.profile_id or self.source}: {state}, {self.reason.code})"


class Decision:
    """The ordered candidates of one request.

    Attributes:
        candidates: best first; those that cannot serve come last.
        order_source: `pin`, `store_order`, `config_order`, `config_profiles` or `round_robin`.
        valid_until_ms: the earliest moment at which time alone changes the answer, else None.
    """

    __slots__ = ("candidates", "order_source", "valid_until_ms")

    def __init__(
        self,
        candidates: Sequence[Candidate],
        order_source: str,
        valid_until_ms: int | None = None,
    ) -> None:
        self.candidates = tuple(candidates)
        self.order_source = order_source
        self.valid_until_ms = valid_until_ms

    @property
    def next(self) -> Candidate | None:
        """The credential that the next request uses; None when nothing is usable."""
        for candidate in self.candidates:
            if candidate.eligible:
                return candidate
        return None
