"""The access event: what became of one client request. Fields are only ever added."""

from __future__ import annotations

from openclaw_auth.events import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.codes import Reason
    from openclaw_auth.gateway.connection.head import Head
    from openclaw_auth.lending.lease import Lease
    from openclaw_auth.lending.rotation import Rotation


class AccessEvent(Event):
    """One request as an event. Its fields are made when somebody asks for them.

    Attributes:
        request_id: as the client was told.
        head: None when it could not be read.
        status: what the client was answered; None when it left before.
        reason: why it was refused or broken off.
        ms: from the whole request head to the end.
        first_byte_ms: from there to the upstream's head.
        bytes_in, bytes_out: payload of request and answer.
        model: as the client wrote it.
        lease: the credential that served it, or failed last.
        rotation: who else was tried; None when nobody was.
    """

    __slots__ = (
        "_fields",
        "bytes_in",
        "bytes_out",
        "first_byte_ms",
        "head",
        "lease",
        "model",
        "ms",
        "reason",
        "request_id",
        "rotation",
        "status",
    )

    def __init__(  # noqa: PLR0917 - by position: made for every request
        self,
        at_ms: int,
        request_id: str,
        head: Head | None,
        status: int | None,
        reason: Reason | None,
        ms: int,
        first_byte_ms: int | None,
        bytes_in: int,
        bytes_out: int,
        model: str | None,
        lease: Lease | None,
        rotation: Rotation | None,
    ) -> None:
        self.kind = "access"
        self.version = 1
        self.at_ms = at_ms
        self.request_id = request_id
        self.head = head
        self.status = status
        self.reason = reason
        self.ms = ms
        self.first_byte_ms = first_byte_ms
        self.bytes_in = bytes_in
        self.bytes_out = bytes_out
        self.model = model
        self.lease = lease
        self.rotation = rotation
        self._fields: dict[str, object] | None = None

    @property
    def fields(self) -> Mapping[str, object]:  # type: ignore[override] # made when asked for
        """The event's fields; what is not known is None."""
        if self._fields is None:
            self._fields = self._made()
        return self._fields

    def _made(self) -> dict[str, object]:
        head, reason, lease, rotation = self.head, self.reason, self.lease, self.rotation
        candidate = lease.grant.candidate if lease is not None else None
        return {
            "requestId": self.request_id,
            "method": head.method_text if head is not None else None,
            "path": head.path_text if head is not None else None,
            "status": self.status,
            "code": reason.code if reason is not None else None,
            "ms": self.ms,
            "firstByteMs": self.first_byte_ms,
            "bytesIn": self.bytes_in,
            "bytesOut": self.bytes_out,
            "model": self.model,
            "provider": lease.provider if lease is not None else None,
            "upstreamModel": lease.model if lease is not None else None,
            "agentId": lease.agent_id if lease is not None else None,
            "profileId": candidate.profile_id if candidate is not None else None,
            "source": candidate.source if candidate is not None else None,
            "billingClass": candidate.billing_class if candidate is not None else None,
            "passedOver": [str(p) for p in rotation.passed_over] if rotation is not None else [],
        }
