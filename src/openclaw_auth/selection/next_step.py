"""After a failure: the same credential again, a refresh, another one, another model, or the error.

Pure, and the one path of the gateway's rotation and of `simulate`. A credential is called at
most twice in one request; every other credential still has its own second call.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal, TypeAlias

    from openclaw_auth.selection.failure import Failure

    StepKind: TypeAlias = Literal["retry_same", "refresh", "next_credential", "next_model", "stop"]

RETRY_SAME: StepKind = "retry_same"
REFRESH: StepKind = "refresh"
NEXT_CREDENTIAL: StepKind = "next_credential"
NEXT_MODEL: StepKind = "next_model"
STOP: StepKind = "stop"

CALLS_PER_CREDENTIAL = 2
LONGEST_PAUSE_MS = 2_000
# Who waited this long for nothing does not wait for it again.
LONG_MS = 10_000
_SHORTEST_RETRY_MS, _RETRY_SPREAD_MS = 300, 500
# What every credential meets at this address from this host.
_OF_THE_ADDRESS = frozenset(
    {
        "address_blocked",
        "connect_failed",
        "connect_timeout",
        "dns_failure",
        "edge_challenge",
        "offline",
        "proxy_failed",
        "region_blocked",
        "tls_certificate",
    }
)


class Tried:
    """One call of a request and how it failed.

    Attributes:
        key: of the candidate: a profile id, `env:NAME` or `config:PROVIDER`.
        model: `provider/model` that was asked for.
        endpoint: base URL that was called.
        failure: what came of it.
        refreshed: whether the credential was refreshed for this call.
        took_ms: how long until it had failed.
        sent: how often it went out; twice where the first connection closed without a word, and
            so did the next.
    """

    __slots__ = ("endpoint", "failure", "key", "model", "refreshed", "sent", "took_ms")

    def __init__(
        self,
        key: str,
        model: str,
        endpoint: str,
        failure: Failure,
        *,
        refreshed: bool = False,
        took_ms: int = 0,
        sent: int = 1,
    ) -> None:
        self.key = key
        self.model = model
        self.endpoint = endpoint
        self.failure = failure
        self.refreshed = refreshed
        self.took_ms = took_ms
        self.sent = sent

    def __repr__(self) -> str:
        return f"Tried({self.key!r}, {self.model!r}, {self.failure!r})"


class Step:
    """What to do next; `delay_ms` is how long to wait first (only `retry_same` waits)."""

    __slots__ = ("delay_ms", "kind")

    def __init__(self, kind: StepKind, delay_ms: int = 0) -> None:
        self.kind = kind
        self.delay_ms = delay_ms

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Step):
            return NotImplemented
        return (self.kind, self.delay_ms) == (other.kind, other.delay_ms)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Step({self.kind}, {self.delay_ms})"


def next_step(
    history: Sequence[Tried],
    *,
    can_refresh: bool,
    can_retry: bool = True,
    jitter: float = 0.5,
) -> Step:
    """Return what to do after the last of these failures.

    Args:
        history: every call of this request, oldest first; not empty.
        can_refresh: whether the credential last used can be refreshed.
        can_retry: whether its second call may be spent on the same model. Not where a fallback
            at the same provider has no other credential.
        jitter: 0 to 1, by chance, so that many requests do not come back at once.
    """
    last = history[-1]
    failure = last.failure
    if failure.failure_class == "format":
        return Step(STOP)
    if failure.detail in _OF_THE_ADDRESS:
        return Step(NEXT_MODEL)
    if calls(history, last.key) >= CALLS_PER_CREDENTIAL:
        return Step(NEXT_CREDENTIAL)
    if failure.action == "refresh_then_retry" and can_refresh and not last.refreshed:
        return Step(REFRESH)
    if failure.action == "retry_same" and can_retry:
        delay_ms = _pause_ms(last, jitter)
        if delay_ms is not None:
            return Step(RETRY_SAME, delay_ms)
    return Step(NEXT_CREDENTIAL)


def calls(history: Sequence[Tried], key: str) -> int:
    """Return how often a credential was called in this request, whatever the model."""
    return sum(tried.sent for tried in history if tried.key == key)


def closed(history: Sequence[Tried], model: str) -> frozenset[str]:
    """Return the candidate keys that this request asks no more for a model.

    Those that failed with it, those called twice, and those refused as a whole: a key that is
    invalid for one model is invalid for the next.
    """
    return frozenset(
        tried.key
        for tried in history
        if tried.model == model
        or tried.failure.scope == "credential"
        or calls(history, tried.key) >= CALLS_PER_CREDENTIAL
    )


def unreachable(history: Sequence[Tried]) -> frozenset[str]:
    """Return the endpoints at which this request finds no one, whatever the credential."""
    return frozenset(t.endpoint for t in history if t.failure.detail in _OF_THE_ADDRESS)


def _pause_ms(last: Tried, jitter: float) -> int | None:
    """Return how long to wait for the second call; None when it is not worth it."""
    wait_ms = last.failure.wait_ms
    if wait_ms is not None and wait_ms > LONGEST_PAUSE_MS:
        return None
    if last.failure.failure_class == "timeout" and last.took_ms >= LONG_MS:
        return None
    if wait_ms is not None and wait_ms > 0:
        return wait_ms
    return _SHORTEST_RETRY_MS + int(_RETRY_SPREAD_MS * min(max(jitter, 0.0), 1.0))
