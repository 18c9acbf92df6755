"""How an error of the core is answered over HTTP."""

from __future__ import annotations

from openclaw_auth import errors
from openclaw_auth.gateway.refusal import Refusal
from openclaw_auth.wording import candidate_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.errors import OpenclawAuthError

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
    if isinstance(error, errors.NoCredential):
        details = tuple(candidate_lines(error.candidates, now_ms, "en"))
    retry = isinstance(error, errors.TransportError) and not isinstance(
        error, errors.RequestInvalid
    )
    return Refusal.of_reason(status, error.reason, details=details, retry=retry)
