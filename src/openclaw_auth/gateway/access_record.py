"""What the access event says of one request. Pure. Fields are only ever added."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.codes import Reason
    from openclaw_auth.gateway.head import Head
    from openclaw_auth.lease import Lease


def access_record(
    *,
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
) -> dict[str, object]:
    """Return the fields; what is not known is None.

    Args:
        request_id: as the client was told.
        head: None when it could not be read.
        status: what the client was answered; None when it left before.
        reason: why it was refused or broken off.
        ms: from the whole request head to the end.
        first_byte_ms: from there to the upstream's head.
        bytes_in: payload of the request.
        bytes_out: payload of the answer.
        model: as the client wrote it.
        lease: the credential that served it.
    """
    record: dict[str, object] = {
        "requestId": request_id,
        "method": head.method_text if head is not None else None,
        "path": head.path_text if head is not None else None,
        "status": status,
        "code": reason.code if reason is not None else None,
        "ms": ms,
        "firstByteMs": first_byte_ms,
        "bytesIn": bytes_in,
        "bytesOut": bytes_out,
        "model": model,
    }
    if lease is None:
        return {**record, **_NOBODY}
    grant = lease.grant
    candidate = grant.candidate
    record["provider"] = grant.provider.id
    record["upstreamModel"] = lease.model
    record["agentId"] = lease.agent_id
    record["profileId"] = candidate.profile_id
    record["source"] = candidate.source
    return record


_NOBODY = dict.fromkeys(("provider", "upstreamModel", "agentId", "profileId", "source"))
