"""A request that the gateway itself answers with an error, before any dialect is chosen."""

from __future__ import annotations

from openclaw_auth.codes import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.gateway.connection.head import Field


class Refusal(Exception):
    """Why a request is refused; rendered in the caller's dialect where it is answered.

    Attributes:
        status: the HTTP status.
        reason: code and parameters.
        headers: further headers of the answer, such as Allow or Retry-After.
        close: whether the connection ends, because what follows cannot be trusted or is unread.
        details: further lines of text, such as each candidate with its reason.
        retry: whether the same request may succeed in a moment; the SDKs are told.
    """

    def __init__(
        self,
        status: int,
        code: str,
        *,
        headers: tuple[Field, ...] = (),
        close: bool = False,
        retry: bool = False,
        details: tuple[str, ...] = (),
        **params: object,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.reason = Reason(code, params)
        self.headers = headers
        self.close = close
        self.retry = retry
        self.details = details

    @classmethod
    def of_reason(
        cls, status: int, reason: Reason, *, details: tuple[str, ...] = (), retry: bool = False
    ) -> Refusal:
        """Return a refusal that says what an error of the core says."""
        refusal = cls(status, reason.code, details=details, retry=retry)
        refusal.reason = reason
        return refusal
