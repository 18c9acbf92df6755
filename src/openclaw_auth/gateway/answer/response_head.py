"""The head of an answer to the client. Pure: bytes out of status, headers and framing."""

from __future__ import annotations

from http import HTTPStatus

from openclaw_auth.gateway.connection.request_headers import HOP_BY_HOP

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.gateway.connection.head import Field

_STATUS_LINES = {
    status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() for status in HTTPStatus
}
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
# Cookies of a provider are its business with us; a CORS header would open us to its pages.
_NOT_RELAYED = HOP_BY_HOP | {b"content-length", b"set-cookie", b"alt-svc"}
_CORS = b"access-control-"
_DROPPED, _READ, _PASSED = object(), object(), object()
_MAX_NAMES = 1024
_KINDS: dict[bytes, object] = {
    **dict.fromkeys(_NOT_RELAYED, _DROPPED),
    b"content-type": _READ,
    b"content-encoding": _READ,
}
_PLAIN_CONNECTION = frozenset({b"keep-alive", b"close", b"Keep-Alive", b"Close", b""})
_BODILESS = frozenset({204, 205, 304})

LENGTH, CHUNKS, UNTIL_CLOSE, NO_BODY = range(4)
_line = b": ".join


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
    status: int, headers: list[Field], fields: bytes, *, http_11: bool, keep_alive: bool
) -> AnswerPlan:
    """Decide head and framing for an upstream's answer of which more will come.

    Args:
        status: the upstream's.
        headers: the upstream's, names in lower case.
        fields: our own header lines, each with its line end.
        http_11: whether the client takes chunks.
        keep_alive: whether the client wants the connection kept.
    """
    lines, said = _relayed(headers)
    length = said.get(b"content-length")
    framing = _framing(status, length, http_11=http_11)
    if framing == LENGTH:
        lines.append(b"content-length: %b" % (length or b"0"))
    elif framing == CHUNKS:
        lines.append(b"transfer-encoding: chunked")
    keep_alive = keep_alive and framing != UNTIL_CLOSE
    head = _head(status, lines, fields, http_11=http_11, keep_alive=keep_alive)
    return AnswerPlan(head, framing, event_stream=_is_event_stream(said), keep_alive=keep_alive)


def whole_head(
    status: int,
    headers: list[Field],
    fields: bytes,
    length: int,
    *,
    http_11: bool,
    keep_alive: bool,
) -> bytes:
    """Return the head of an upstream's answer whose `length` bytes of body are all there.

    Other arguments as in `plan_answer`.
    """
    lines, _ = _relayed(headers)
    if status not in _BODILESS:
        lines.append(b"content-length: %d" % length)
    return _head(status, lines, fields, http_11=http_11, keep_alive=keep_alive)


def _head(
    status: int, lines: list[bytes], fields: bytes, *, http_11: bool, keep_alive: bool
) -> bytes:
    """Put a head together from header lines without and `fields` with their line ends."""
    if not keep_alive:
        lines.append(b"connection: close")
    elif not http_11:
        lines.append(b"connection: keep-alive")
    lines.append(fields)
    return (_STATUS_LINES.get(status) or status_line(status)) + b"\r\n".join(lines) + b"\r\n"


def _relayed(headers: list[Field]) -> tuple[list[bytes], dict[bytes, bytes]]:
    """Return the header lines that go on, and what the others said by name."""
    said: dict[bytes, bytes] = {}
    lines = []
    for field in headers:
        kind = _KINDS.get(field[0])
        if kind is _PASSED:
            lines.append(_line(field))
            continue
        if kind is None:
            kind = _learnt(field[0])
        if kind is _READ:
            said[field[0]] = field[1]
        elif kind is _DROPPED:
            said[field[0]] = field[1]
            continue
        lines.append(_line(field))
    connection = said.get(b"connection")
    if connection is not None and connection not in _PLAIN_CONNECTION:
        named = _connection_named(connection)
        lines = [line for line in lines if line.partition(b":")[0] not in named]
    return lines, said


def _learnt(name: bytes) -> object:
    """Judge a header's name, and remember it: providers send the same ones all the time."""
    kind = _DROPPED if name.startswith(_CORS) else _PASSED
    if len(_KINDS) < _MAX_NAMES:
        _KINDS[name] = kind
    return kind


def _is_event_stream(said: dict[bytes, bytes]) -> bool:
    """Whether a body is a stream of events that we could add one to: not a compressed one."""
    if said.get(b"content-type", b"")[:17].lower() != b"text/event-stream":
        return False
    return said.get(b"content-encoding", b"identity").lower() == b"identity"


def _connection_named(value: bytes) -> frozenset[bytes]:
    """Headers that the upstream declared to be for its connection only."""
    return frozenset(token.strip(b" \t").lower() for token in value.split(b","))


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
