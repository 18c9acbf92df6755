"""Puts an upstream's answer on the client's connection, piece by piece as it comes."""

from __future__ import annotations

import socket
import struct

from openclaw_auth.gateway.answer.response_head import (
    CHUNKS,
    LENGTH,
    NO_BODY,
    UNTIL_CLOSE,
    plan_answer,
)
from openclaw_auth.gateway.dialects import error_event

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio

    from openclaw_auth.codes import Reason
    from openclaw_auth.gateway.answer.response_head import AnswerPlan
    from openclaw_auth.gateway.connection.head import Field
    from openclaw_auth.transport.late_writer import LateWriter

_LAST_CHUNK = b"0\r\n\r\n"
_EVENT_ENDS = (b"\n\n", b"\r\n\r\n", b"\r\r")


class Relay:
    """One answer on its way to one client.

    The head leaves together with the first bytes of the body: where
    the length is not known, a stream perhaps, at the latest at the end of the loop's turn. Nothing
    else is held back.

    Attributes:
        sent_bytes: payload written so far.
    """

    __slots__ = (
        "_flowing",
        "_head",
        "_last",
        "_loop",
        "_plan",
        "_transport",
        "_writer",
        "sent_bytes",
    )

    def __init__(
        self, transport: asyncio.Transport, writer: LateWriter, loop: asyncio.AbstractEventLoop
    ) -> None:
        self._transport = transport
        self._writer = writer
        self._loop = loop
        self._plan: AnswerPlan | None = None
        self._head = b""
        self._last = b""
        self._flowing = False
        self.sent_bytes = 0

    @property
    def keep_alive(self) -> bool:
        """Whether the connection can serve another request after a whole answer."""
        return self._plan is not None and self._plan.keep_alive

    def begin(
        self,
        status: int,
        headers: list[Field],
        fields: bytes,
        *,
        http_11: bool,
        keep_alive: bool,
    ) -> None:
        """Take the upstream's head, and our own header lines (`fields`)."""
        self._plan = plan = plan_answer(
            status, headers, fields, http_11=http_11, keep_alive=keep_alive
        )
        self._head = plan.head
        if plan.framing != LENGTH:
            self._loop.call_soon(self._send_head)

    def _send_head(self) -> None:
        if self._head:
            head, self._head = self._head, b""
            self._writer.write(head)

    def body(self, data: bytes) -> None:
        """Pass payload on."""
        if self._flowing:
            self.sent_bytes += len(data)
            self._last = data
            self._writer.write(b"%x\r\n%b\r\n" % (len(data), data))
        else:
            self._body_slowly(data)

    def _body_slowly(self, data: bytes) -> None:
        """Pass on what is not simply one more chunk."""
        plan = self._plan
        assert plan is not None
        if plan.framing == NO_BODY:
            return
        self.sent_bytes += len(data)
        head, self._head = self._head, b""
        if plan.framing == CHUNKS:
            self._flowing = True
            self._last = data
            self._writer.write(b"%b%x\r\n%b\r\n" % (head, len(data), data))
        else:
            self._writer.write(head + data if head else data)

    def end(self) -> None:
        """The upstream's answer is whole."""
        plan = self._plan
        assert plan is not None
        head, self._head = self._head, b""
        if plan.framing == CHUNKS:
            self._writer.write(head + _LAST_CHUNK)
        elif head:
            self._writer.write(head)

    def break_off(self, dialect: str, reason: Reason, request_id: str) -> None:
        """The answer stays incomplete: say so in a stream, and never end it cleanly.

        The error event goes only to an event boundary; behind half an event it would read as
        part of it. Without the last chunk, or with bytes missing, the client's HTTP layer sees
        the cut too; a body that ends with the connection is reset for the same end.
        """
        plan = self._plan
        assert plan is not None
        self._send_head()
        if plan.framing == CHUNKS and plan.event_stream and self._at_event_boundary():
            event = error_event(dialect, reason, request_id)
            self._writer.write(b"%x\r\n%b\r\n" % (len(event), event))
        if plan.framing == UNTIL_CLOSE:
            self._writer.flush()
            _reset(self._transport)
        else:
            self._writer.close()

    def _at_event_boundary(self) -> bool:
        return not self._last or self._last.endswith(_EVENT_ENDS)


def _reset(transport: asyncio.Transport) -> None:
    """Close with a TCP reset: an orderly end would tell the client that it has everything."""
    sock = transport.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
