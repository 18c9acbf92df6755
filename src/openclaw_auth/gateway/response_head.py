"""The head of an answer to the client. Pure: bytes out of status, headers and framing."""

from __future__ import annotations

from http import HTTPStatus

from openclaw_auth.gateway.request_headers import HOP_BY_HOP

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.gateway.head import Field

_STATUS_LINES = {
    status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() for status in HTTPStatus
}
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
# Cookies of a provider are its business with us; a CORS header would open us to its pages.
_NOT_RELAYED = HOP_BY_HOP | {b"content-length", b"set-cookie", b"alt-svc"}
_CORS = b"access-control-"
_DROPPED, _READ = object(), object()
_KINDS = {
    **dict.fromkeys(_NOT_RELAYED, _DROPPED),
    b"content-type": _READ,
    b"content-encoding": _READ,
}
_PLAIN_CONNECTION = frozenset({None, b"keep-alive", b"close", b"Keep-Alive", b"Close", b""})
_BODILESS = frozenset({204, 205, 304})

LENGTH, CHUNKS, UNTIL_CLOSE, NO_BODY = range(4)


def status_line(status: int) -> bytes:
    """Return the status line, with an empty phrase for a status without a name."""
    return _STATUS_LINES.get(status) or b"HTTP/1.1 %d \r\n" % status


def interim_continue() -> bytes:
    """Return the invitation to send the body (RFC 9110 section 15.2.1)."""
    return _CONTINUE


class AnswerPlan:
    """How an upstream's answer is put to the client.

    Attributes:
        head: the bytes of the head.
        framing: `LENGTH`, `CHUNKS`, `UNTIL_CLOSE` or `NO_BODY`.
        event_stream: whether it is a plain (not compressed) server-sent event stream.
        keep_alive: whether the connection can serve another request afterwards.
    """

    __slots__ = ("event_stream", "framing", "head", "keep_alive")

    def __init__(self, head: bytes, framing: int, *, event_stream: bool, keep_alive: bool) -> None:
        self.head = head
        self.framing = framing
        self.event_stream = event_stream
        self.keep_alive = keep_alive


def plan_answer(
    status: int, headers: list[Field], request_id: str, *, http_11: bool, keep_alive: bool
) -> AnswerPlan:
    """Decide head and framing for an upstream's status and headers.

    Args:
        status: the upstream's.
        headers: the upstream's, names in lower case.
        request_id: ours, sent as `x-openclaw-request-id` beside the upstream's own.
        http_11: whether the client takes chunks.
        keep_alive: whether the client wants the connection kept.
    """
    parts = [status_line(status)]
    said: dict[bytes, bytes] = {}
    for name, value in headers:
        kind = _KINDS.get(name)
        if kind is None:
            if name.startswith(_CORS):
                continue
        else:
            said[name] = value
            if kind is _DROPPED:
                continue
        parts += (name, b": ", value, b"\r\n")
    if said.get(b"connection") not in _PLAIN_CONNECTION:
        parts = _without(parts, _connection_named(said[b"connection"]))
    length = said.get(b"content-length")
    framing = _framing(status, length, http_11=http_11)
    if framing == LENGTH:
        parts += (b"content-length: ", length or b"0", b"\r\n")
    elif framing == CHUNKS:
        parts.append(b"transfer-encoding: chunked\r\n")
    keep_alive = keep_alive and framing != UNTIL_CLOSE
    if not keep_alive:
        parts.append(b"connection: close\r\n")
    elif not http_11:
        parts.append(b"connection: keep-alive\r\n")
    parts += (b"x-openclaw-request-id: ", request_id.encode(), b"\r\n\r\n")
    return AnswerPlan(
        b"".join(parts), framing, event_stream=_is_event_stream(said), keep_alive=keep_alive
    )


def _is_event_stream(said: dict[bytes, bytes]) -> bool:
    """Whether a body is a stream of events that we could add one to: not a compressed one."""
    if said.get(b"content-type", b"")[:17].lower() != b"text/event-stream":
        return False
    return said.get(b"content-encoding", b"identity").lower() == b"identity"


def _connection_named(value: bytes) -> frozenset[bytes]:
    """Headers that the upstream declared to be for its connection only."""
    return frozenset(token.strip(b" \t").lower() for token in value.split(b","))


def _without(parts: list[bytes], named: frozenset[bytes]) -> list[bytes]:
    """Drop header lines by name; after the status line each takes four parts."""
    kept = parts[:1]
    for at in range(1, len(parts), 4):
        if parts[at] not in named:
            kept += parts[at : at + 4]
    return kept


def _framing(status: int, length: bytes | None, *, http_11: bool) -> int:
    if status in _BODILESS:
        return NO_BODY
    if length is not None:
        return LENGTH
    return CHUNKS if http_11 else UNTIL_CLOSE


def own_answer(
    status: int,
    headers: tuple[Field, ...],
    body: bytes,
    *,
    content_type: bytes,
    keep_alive: bool,
    head_only: bool = False,
) -> bytes:
    """Return a whole answer of the gateway's own, never cached, never sniffed."""
    parts = [
        status_line(status),
        b"content-type: %b\r\n" % content_type,
        b"content-length: %d\r\n" % len(body),
        b"cache-control: no-store\r\nx-content-type-options: nosniff\r\n",
    ]
    parts.extend(b"%b: %b\r\n" % field for field in headers)
    if not keep_alive:
        parts.append(b"connection: close\r\n")
    parts.append(b"\r\n")
    if not head_only:
        parts.append(body)
    return b"".join(parts)
