"""One upstream's answers, byte by byte: strict HTTP/1.1 over llhttp, plus what it leaves to us.

llhttp (through httptools) already refuses two lengths, a length beside a transfer coding,
folded headers, bare line feeds and control characters. Left to us: the size of heads, trailers
and chunk extensions, 1xx, other transfer codings, whether an end of file ends a body, and
anything behind an answer.
"""

from __future__ import annotations

import httptools

from openclaw_auth.errors import TransportError, UpstreamProtocolError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    from openclaw_auth.transport.exchange import Header, ResponseSink

MAX_HEAD = 64 * 1024
MAX_FIELDS = 100
_VERSION = b"HTTP/1."
_PARSER_ERRORS = (httptools.HttpParserError, httptools.HttpParserUpgrade)
_FRAMING = frozenset({b"content-length", b"transfer-encoding"})

# Where an answer is. IDLE: none is due. DONE: it is whole. DEAD: nothing more will be read.
IDLE, HEAD, BODY, DONE, DEAD = range(5)


class AnswerParser:
    """Parses the answers of one connection, one at a time, and tells the sink of each.

    The sink hears at the end of each read: an answer that came in one piece, as most do, is one
    call to it instead of three.

    Attributes:
        origin: the upstream's name, for errors.
        state: IDLE, HEAD, BODY, DONE or DEAD; who sets DEAD hears nothing more.
        answered: whether a byte of the answer has come.
        alive: set by each piece of payload; whoever watches for silence clears it.
        framed: whether the body says where it ends. If not, the end of the connection ends it.
        keep: at DONE, whether the connection may serve another request.
        trailers: at DONE, the fields that came after a chunked body.
        status, headers: of the answer, from BODY on.
        untold: whether the sink has not heard of the answer yet.
        held: the first piece of a body that the sink has not heard of.
    """

    __slots__ = (
        "_fields",
        "_head_only",
        "_head_room",
        "_overhead",
        "_parser",
        "alive",
        "answered",
        "framed",
        "headers",
        "held",
        "keep",
        "origin",
        "sink",
        "state",
        "status",
        "trailers",
        "untold",
    )

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.state = IDLE
        self.answered = False
        self.alive = False
        self.framed = False
        self.keep = False
        self.sink: ResponseSink | None = None
        self.trailers: list[Header] = []
        self.status = 0
        self.headers: list[Header] = []
        self.held = b""
        self.untold = True
        self._fields: list[Header] = []
        self._head_only = False
        self._head_room = MAX_HEAD
        self._overhead = 0
        self._parser = httptools.HttpResponseParser(self)

    def expect(self, sink: ResponseSink, head_only: bool) -> None:
        """Get ready for the answer to one request.

        Args:
            sink: who hears of it.
            head_only: whether the request was HEAD, so that a length announces no body.
        """
        self.sink = sink
        self.state = HEAD
        self.answered = self.framed = self.keep = False
        self.untold = True
        self.held = b""
        self._head_only = head_only
        self._head_room = MAX_HEAD
        self._overhead = 0

    def feed(self, data: bytes) -> None:
        """Take bytes in HEAD or BODY; afterwards the state may be DONE, or DEAD if the sink said so.

        Raises:
            UpstreamProtocolError: this is not HTTP/1.1 as we accept it.
            TransportError: the sink raised; its exception is the cause.
        """
        if self.state != HEAD:
            self._overhead += len(data)
        elif not self.answered and len(data) <= MAX_HEAD and data[:7] == _VERSION:
            self.answered = True
            self._head_room = MAX_HEAD - len(data)
        else:
            data = self._measured_head(data)
        try:
            self._parser.feed_data(data)
        except _PARSER_ERRORS as error:
            self._stumble(error)
        if self.state == BODY:
            if self._overhead > MAX_HEAD:
                self._refuse("upstream_not_http", detail="endless chunk extension or trailers")
            if self.untold:
                self._tell_safely()

    def _tell_safely(self) -> None:
        try:
            self.tell()
        except Exception as error:
            raise TransportError("upstream_relay_failed", origin=self.origin) from error

    def tell(self) -> None:
        """Let the sink hear what has come of an answer that goes on."""
        sink = self.sink
        assert sink is not None
        self.untold = False
        held, self.held = self.held, b""
        sink.on_head(self.status, self.headers)
        if held and self.sink is sink:
            sink.on_body(held)

    def _measured_head(self, data: bytes) -> bytes:
        """Take the part of `data` that may still be head if it is too long; return the rest."""
        if not self.answered:
            self.answered = True
            if data[:7] != _VERSION[: len(data)]:
                self._refuse("upstream_not_http", detail=f"it starts with {data[:16]!r}")
        room = self._head_room
        if len(data) <= room:
            self._head_room = room - len(data)
            return data
        try:
            self._parser.feed_data(data[:room])
        except _PARSER_ERRORS as error:
            self._stumble(error)
        if self.state == HEAD:
            self._refuse("upstream_head_too_large", limit=f"{MAX_HEAD} bytes")
        return data[room:]

    def _stumble(self, error: Exception) -> None:
        """Raise what a failure of llhttp means; nothing when the answer was already whole."""
        if isinstance(error, httptools.HttpParserCallbackError):
            cause = error.__context__
            if isinstance(cause, UpstreamProtocolError):
                raise cause from None
            raise TransportError("upstream_relay_failed", origin=self.origin) from cause
        if self.state == DONE:
            self.keep = False  # the answer stands; what follows it is not ours
        elif self.state != DEAD:
            self._refuse("upstream_not_http", detail=str(error))

    def _refuse(self, code: str, **params: object) -> NoReturn:
        raise UpstreamProtocolError(code, origin=self.origin, **params)

    def deliver(self, sink: ResponseSink) -> None:
        """Tell the sink that the answer is whole, and whatever it has not heard of it yet."""
        if self.untold and not self.trailers:
            sink.on_whole(self.status, self.headers, self.held)
            return
        trailers = self.trailers
        if self.untold:
            self.sink = sink
            self.tell()
            self.sink = None
        sink.on_end(trailers)

    # Called by httptools, which looks them up by these names.

    def on_message_begin(self) -> None:
        """A first byte of a message: of the answer, of what follows a 1xx, or too many."""
        if self.state == DONE:
            self.keep = False

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header of the head or, later, a trailer."""
        name = name.lower()
        if name in _FRAMING and self.state == HEAD:
            self.framed = True
            if name == b"transfer-encoding" and value.lower() != b"chunked":
                self._refuse("upstream_coding_unknown")
        self._fields.append((name, value))

    def on_headers_complete(self) -> None:
        """The end of a head: of the answer's, or of one that merely announces it (1xx)."""
        if self.state != HEAD:
            return
        status = self._parser.get_status_code()
        headers, self._fields = self._fields, []
        if status < 200:  # noqa: PLR2004 - the class of interim answers
            self._check_interim(status)
            return
        if len(headers) > MAX_FIELDS:
            self._refuse("upstream_head_too_large", limit=f"{MAX_FIELDS} fields")
        self.status = status
        self.headers = headers
        self.state = BODY
        self.alive = True
        if self._head_only:
            self.state = DONE  # keep stays false: llhttp would take the next head for the body

    def _check_interim(self, status: int) -> None:
        if status == 101:  # noqa: PLR2004 - Switching Protocols
            self._refuse("upstream_upgrade_refused")
        if status < 100:  # noqa: PLR2004 - no such class
            self._refuse("upstream_not_http", detail=f"status {status:03d}")
        self.framed = False

    def on_body(self, data: bytes) -> None:
        """A piece of payload."""
        if self.state == BODY:
            self.alive = True
            self._overhead = 0
            if self.untold:
                if not self.held:
                    self.held = data
                    return
                self.tell()
            sink = self.sink
            if sink is not None:  # it may have had enough
                sink.on_body(data)

    def on_message_complete(self) -> None:
        """The end of a message. Only here does llhttp know whether the connection may stay."""
        if self.state == BODY:
            self.state = DONE
            self.keep = self._parser.should_keep_alive()
            self.trailers = self._fields
            self._fields = []
