"""One request head, parsed and judged. Pure.

Strict where HTTP is ambiguous, because what two readers understand differently is how requests
are smuggled (RFC 9112 sections 2.2, 3.2.1, 5.1, 5.2, 6.1, 6.3): origin-form only, CRLF only, one
Content-Length or exactly `Transfer-Encoding: chunked`, never both, no folded lines.
"""

from __future__ import annotations

import re

from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.providers.vendor_clients import vendor_of_client

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from openclaw_auth.gateway.answer.prepared import Prepared
    from openclaw_auth.gateway.connection.routing import DataRoute

HEAD_END = b"\r\n\r\n"
MAX_FIELDS = 100

_REQUEST_LINE = re.compile(rb"([A-Z]{1,16}) (/[\x21\x22\x24-\x7e]*) HTTP/1\.([01])")
_FIELD = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):([\t\x20-\x7e\x80-\xff]*)")
_BARE_LF = re.compile(rb"(?<!\r)\n")
_LENGTH = re.compile(rb"[0-9]{1,18}")

_CACHED_LINES = 2048
_CACHED_LINE_BYTES = 256
# What authenticates somebody does not outlive its request in a cache.
_UNCACHED = frozenset(
    {b"authorization", b"x-api-key", b"cookie", b"proxy-authorization", b"content-length"}
)

Field = tuple[bytes, bytes]


class Head:
    """One request head.

    Attributes:
        method, target, path, query: as sent; `query` is what follows the first `?`, or empty.
        method_text, path_text: the same as text, for the log.
        fields: lower-case names and trimmed values, in order.
        http_11: whether the client speaks HTTP/1.1 and not 1.0.
        keep_alive: whether the client wants the connection kept.
        content_length: None without that header.
        chunked: whether the body is in chunks.
        expects_continue: whether the client waits for `100 Continue`.
        connection: lower-case tokens of the Connection header.
        host, origin, content_type, authorization, api_key: those headers' values, or None.
        agent: the agent that the client asks for by header, or None.
        session: the client's name for its session, by header, or None.
        vendor: the provider whose own client this is, None for any other.
        fallback: whether another model may answer (`x-openclaw-fallback: off`).
        accepted: whether it passed every check of the gateway.
        route: the data route, once accepted; None for the list of models.
        log_name: method and path as the log shows them, made when it first does.
        prepared: what goes upstream of it with the latest grant, made by `prepare`.
        memory_key: under which it may be remembered, None when it may not.
    """

    __slots__ = (
        "accepted",
        "agent",
        "api_key",
        "authorization",
        "chunked",
        "connection",
        "content_length",
        "content_type",
        "expects_continue",
        "fallback",
        "fields",
        "host",
        "http_11",
        "keep_alive",
        "log_name",
        "memory_key",
        "method",
        "method_text",
        "origin",
        "path",
        "path_text",
        "prepared",
        "query",
        "route",
        "session",
        "target",
        "vendor",
    )

    def __init__(self, method: bytes, target: bytes, *, http_11: bool) -> None:
        self.method = method
        self.target = target
        self.path, _, self.query = target.partition(b"?")
        self.method_text = method.decode("ascii")
        self.path_text = self.path.decode("ascii")
        self.http_11 = http_11
        self.keep_alive = http_11
        self.fields: list[Field] = []
        self.content_length: int | None = None
        self.chunked = False
        self.expects_continue = False
        self.connection: tuple[bytes, ...] = ()
        self.host: bytes | None = None
        self.origin: bytes | None = None
        self.content_type: bytes | None = None
        self.authorization: bytes | None = None
        self.api_key: bytes | None = None
        self.agent: str | None = None
        self.session: str | None = None
        self.vendor: str | None = None
        self.fallback = True
        self.accepted = False
        self.route: DataRoute | None = None
        self.log_name = ""
        self.prepared: Prepared | None = None
        self.memory_key: bytes | None = None

    def get(self, name: bytes) -> bytes | None:
        """Return the first value of a header by its lower-case name, None without it."""
        for field, value in self.fields:
            if field == name:
                return value
        return None


def refuse_early(partial: bytes | bytearray, since: int) -> None:
    """Judge a head whose end has not come yet, so that nobody waits for what cannot become one.

    Args:
        partial: all that has come.
        since: how much of it has been judged before.

    Raises:
        Refusal: 400, a bare LF or a NUL in it.
    """
    if _BARE_LF.search(partial, since) or partial.find(b"\0", since) >= 0:
        raise _malformed("a line does not end in CRLF")


def _malformed(detail: str) -> Refusal:
    return Refusal(400, "request_malformed", close=True, detail=detail)


def _once(seen: object, name: str) -> None:
    if seen is not None:
        raise _malformed(f"{name} appears twice")


def _take_length(head: Head, value: bytes) -> None:
    _once(head.content_length, "Content-Length")
    if not _LENGTH.fullmatch(value):
        raise _malformed("Content-Length is not a number")
    head.content_length = int(value)


def _take_encoding(head: Head, value: bytes) -> None:
    if head.chunked or value.lower() != b"chunked":
        raise _malformed("Transfer-Encoding is not exactly chunked")
    head.chunked = True


def _take_connection(head: Head, value: bytes) -> None:
    tokens = tuple(token.strip(b" \t").lower() for token in value.split(b","))
    head.connection += tokens
    if b"close" in head.connection:
        head.keep_alive = False
    elif b"keep-alive" in tokens:
        head.keep_alive = True


def _take_expect(head: Head, value: bytes) -> None:
    if value.lower() != b"100-continue":
        raise Refusal(417, "expectation_unknown", close=True)
    # RFC 9110 section 10.1.1: ignored from an HTTP/1.0 client.
    head.expects_continue = head.http_11


def _keeping(attribute: str, name: str) -> Callable[[Head, bytes], None]:
    """Return what keeps a header's value as it is, and refuses a second one."""

    def take(head: Head, value: bytes) -> None:
        _once(getattr(head, attribute), name)
        setattr(head, attribute, value)

    return take


def _take_agent(head: Head, value: bytes) -> None:
    _once(head.agent, "x-openclaw-agent-id")
    head.agent = value.decode("latin-1") or None


def _take_session(head: Head, value: bytes) -> None:
    _once(head.session, "x-openclaw-session-key")
    head.session = value.decode("latin-1") or None


def _take_fallback(head: Head, value: bytes) -> None:
    head.fallback = value.strip().lower() not in (b"off", b"false", b"0", b"no")


def _take_user_agent(head: Head, value: bytes) -> None:
    head.vendor = vendor_of_client(value.decode("latin-1"))


_TAKERS: dict[bytes, Callable[[Head, bytes], None]] = {
    b"content-length": _take_length,
    b"transfer-encoding": _take_encoding,
    b"connection": _take_connection,
    b"expect": _take_expect,
    b"host": _keeping("host", "Host"),
    b"origin": _keeping("origin", "Origin"),
    b"content-type": _keeping("content_type", "Content-Type"),
    b"authorization": _keeping("authorization", "Authorization"),
    b"x-api-key": _keeping("api_key", "x-api-key"),
    b"x-openclaw-agent": _take_agent,
    b"x-openclaw-agent-id": _take_agent,
    b"x-openclaw-session-key": _take_session,
    b"x-openclaw-fallback": _take_fallback,
    b"user-agent": _take_user_agent,
}

# A client sends the same lines with every request; each distinct one is judged once.
_known_lines: dict[bytes, Field] = {}


def _field(line: bytes) -> Field:
    match = _FIELD.fullmatch(line)
    if match is None:
        raise _malformed("a header line is not `name: value`")
    field = (match[1].lower(), match[2].strip(b" \t"))
    if len(line) <= _CACHED_LINE_BYTES and field[0] not in _UNCACHED:
        if len(_known_lines) >= _CACHED_LINES:
            _known_lines.clear()
        _known_lines[line] = field
    return field


def parse_head(raw: bytes) -> Head:
    """Return the head in `raw`, which is everything before the blank line, without it.

    Raises:
        Refusal: 400 for what is malformed or ambiguous, 417 for an unknown expectation, 431 for
            too many header lines. All of them close the connection.
    """
    lines = raw.split(b"\r\n")
    match = _REQUEST_LINE.fullmatch(lines[0])
    if match is None:
        raise _malformed("the request line is not `METHOD /path HTTP/1.1`")
    if len(lines) > MAX_FIELDS + 1:
        raise Refusal(431, "head_too_large", close=True, limit=f"{MAX_FIELDS} lines")
    head = Head(match[1], match[2], http_11=match[3] == b"1")
    fields = head.fields
    known = _known_lines.get
    takers = _TAKERS.get
    for line in lines[1:]:
        field = known(line) or _field(line)
        fields.append(field)
        take = takers(field[0])
        if take is not None:
            take(head, field[1])
    _check_framing(head)
    return head


def _check_framing(head: Head) -> None:
    """RFC 9112 section 6.1: both framings, or chunks from HTTP/1.0, are an attack or a fault."""
    if head.chunked and (head.content_length is not None or not head.http_11):
        raise _malformed("Transfer-Encoding with Content-Length or HTTP/1.0")
    if head.host is None and head.http_11:
        raise _malformed("no Host")
