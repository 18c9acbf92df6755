"""How an error of the core is answered over HTTP."""

from __future__ import annotations

from openclaw_auth import errors
from openclaw_auth.codes import Reason
from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.selection.standing import RESTRICTED
from openclaw_auth.wording import candidate_lines, reason_text, remedy_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openclaw_auth.errors import OpenclawAuthError
    from openclaw_auth.gateway.connection.head import Field
    from openclaw_auth.lending.rotation import Rotation
    from openclaw_auth.selection.decision import Candidate

# Most particular first. 503 for a missing credential and not 401: the caller's own token was
# right, and an SDK that sees 401 sends its user looking for the wrong key.
_STATUSES: tuple[tuple[type[OpenclawAuthError], int], ...] = (
    (errors.UpstreamTimeout, 504),
    (errors.RequestInvalid, 500),
    (errors.TransportError, 502),
    (errors.UnknownName, 404),
    (errors.UsageError, 400),
    (errors.ProviderNotCallable, 501),
    (errors.DialectNotOffered, 400),
    (errors.CredentialError, 503),
)


def refusal_of(error: OpenclawAuthError, now_ms: int) -> Refusal:
    """Return the refusal for an error; its text and remedy stay its own.

    Args:
        error: of resolving, leasing or sending.
        now_ms: for the times out among the candidates' reasons.
    """
    status = next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)
    details: tuple[str, ...] = ()
    headers: tuple[Field, ...] = ()
    if isinstance(error, errors.NoCredential):
        details = tuple(candidate_lines(error.candidates, now_ms, "en"))
        headers = _retry_after(_soonest_ms(error.candidates), now_ms)
        if _only_limited(error.candidates):
            status = _COMMON["rate_limit"][0]
    if isinstance(error, errors.ChatFailed):
        status = _status_of_chat(error)
        details = tuple(_passed_over_lines(error.passed_over, now_ms))
    retry = isinstance(error, errors.TransportError) and not isinstance(
        error, errors.RequestInvalid
    )
    refusal = Refusal.of_reason(status, error.reason, details=details, retry=retry)
    refusal.headers = headers
    return refusal


def refusal_of_tried(rotation: Rotation, now_ms: int) -> Refusal:
    """Return the refusal after several credentials or models failed: what each of them said.

    The status is what the failures have in common, so that an SDK raises the right error.

    Args:
        rotation: the request's; it has tried somebody.
        now_ms: for the times out among the reasons.
    """
    first = rotation.tried[0]
    classes = {tried.failure.failure_class for tried in rotation.tried}
    details = _passed_over_lines(((p.key, p.model, p.reason) for p in rotation.passed_over), now_ms)
    reason = Reason(
        "all_candidates_failed",
        {"provider": first.model.partition("/")[0], "count": len(rotation.tried)},
    )
    status, retry = _COMMON.get(classes.pop(), _MIXED) if len(classes) == 1 else _MIXED
    if all(tried.failure.detail == RESTRICTED for tried in rotation.tried):
        status = _AS_THE_PROVIDER
    refusal = Refusal.of_reason(status, reason, details=tuple(details), retry=retry)
    # Whoever stated no wait may serve at any moment.
    waits_ms = {tried.key: tried.failure.wait_ms or 0 for tried in rotation.tried}
    refusal.headers = _retry_after(now_ms + min(waits_ms.values()), now_ms)
    return refusal


def _passed_over_lines(rows: Iterable[tuple[str | None, str, Reason]], now_ms: int) -> list[str]:
    lines = []
    for key, model, reason in rows:
        mend = remedy_text(reason, "en")
        who = f"{key} ({model})" if key else model
        line = f"{who}: {reason_text(reason, now_ms, 'en')}"
        lines.append(line + (f" ({mend})" if mend else ""))
    return lines


def _status_of_chat(error: errors.ChatFailed) -> int:
    """Return the status for a chat that nobody answered, or not to the end."""
    if error.reason.code in _CHAT:
        return _CHAT[error.reason.code]
    classes = error.classes
    return _COMMON.get(next(iter(classes)), _MIXED)[0] if len(classes) == 1 else _MIXED[0]


_CHAT = {"chat_queue_full": 429, "chat_broken_off": 502}
# What a client is told when all failures are of one class, and whether to try again at once.
_COMMON = {"rate_limit": (429, False), "timeout": (502, True), "billing": (402, False)}
_MIXED = (503, False)
_AS_THE_PROVIDER = 400  # who reserves a credential for its own client (ruling 14)
_LONGEST_WAIT_S = 24 * 3600


def _only_limited(candidates: Sequence[Candidate]) -> bool:
    """Whether rate limits are all that keeps everyone away who could serve."""
    resting = [c for c in candidates if c.until_ms is not None]
    return bool(resting) and all(c.reason.code == "cooling_model" for c in resting)


def _soonest_ms(candidates: Sequence[Candidate]) -> int | None:
    return min((c.until_ms for c in candidates if c.until_ms is not None), default=None)


def _retry_after(until_ms: int | None, now_ms: int) -> tuple[Field, ...]:
    """Return a Retry-After header (RFC 9110 section 10.2.3), in seconds, for a known end."""
    if until_ms is None or until_ms <= now_ms:
        return ()
    seconds = min(-(-(until_ms - now_ms) // 1000), _LONGEST_WAIT_S)
    return ((b"retry-after", b"%d" % seconds),)
