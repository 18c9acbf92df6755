"""The gateway's side of one client connection: uvicorn's `http=` protocol class.

Reads one whole head, judges it, serves the data paths itself and hands everything else over.
One request at a time: what a client sends ahead waits in a bounded buffer.
"""

from __future__ import annotations

import asyncio
from typing import cast

from openclaw_auth.codes import Reason
from openclaw_auth.gateway.answer.fault_fields import fault_fields
from openclaw_auth.gateway.answer.forward import Forward
from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.answer.replies import error_answer, models_answer
from openclaw_auth.gateway.answer.response_head import interim_continue
from openclaw_auth.gateway.chat.agent_answer import answering_class
from openclaw_auth.gateway.chat.agent_request import AGENT_NAMES
from openclaw_auth.gateway.connection.admission import admit
from openclaw_auth.gateway.connection.ahead import Ahead
from openclaw_auth.gateway.connection.body import read_fields
from openclaw_auth.gateway.connection.handover import AppSide, hand_over
from openclaw_auth.gateway.connection.head import HEAD_END
from openclaw_auth.gateway.connection.head_reader import HeadReader
from openclaw_auth.gateway.connection.intake import Intake
from openclaw_auth.gateway.connection.routing import is_data_path
from openclaw_auth.gateway.context import NEVER_S
from openclaw_auth.gateway.log.access_event import AccessEvent
from openclaw_auth.transport.late_writer import LateWriter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from uvicorn.config import Config
    from uvicorn.server import ServerState

    from openclaw_auth.gateway.answer.answering import Answering
    from openclaw_auth.gateway.chat.agent_answer import AgentAnswer
    from openclaw_auth.gateway.connection.head import Head
    from openclaw_auth.gateway.context import Gateway

_CR = ord("\r")
_HEAD, _BODY, _BUSY, _LINGER, _GONE = range(5)


class Front(asyncio.Protocol):
    """One client connection.

    Attributes:
        gateway: what all connections share.
        transport, writer, loop: the connection, its writing half, and the loop it lives on.
        deadline_s: loop time at which the sweep calls `on_deadline`.
        request_id, started_ms: of the request under way; since when its head is whole, epoch ms.
        stopping: whether this answer is the connection's last.
    """

    def __init__(
        self,
        gateway: Gateway,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self.gateway = gateway
        self.loop = _loop or asyncio.get_running_loop()
        self.deadline_s = NEVER_S
        self._config = config
        self._server_state = server_state
        self._app_state = app_state
        self._phase = _HEAD
        self._head_limit = gateway.limits.head
        self._reader = HeadReader(gateway.limits.head)
        self._ahead = Ahead(gateway.limits.pipelined)
        self.stopping = False
        self._writing_paused = False
        self._lingered = 0
        self._head: Head | None = None
        self._intake: Intake | None = None
        self._forward: Forward | AgentAnswer | None = None
        self._held = 0
        self.request_id = ""
        self.started_ms = 0
        self._body_until_s = NEVER_S

    # --- asyncio ---------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has connected."""
        self.transport = cast("asyncio.Transport", transport)
        self.writer = LateWriter(self.transport, self.gateway.outbox)
        self._server_state.connections.add(self)  # type: ignore[arg-type] # uvicorn lists its own classes
        self.gateway.connections.add(self)
        self.deadline_s = self.loop.time() + self.gateway.timeouts.keep_alive_s

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        """The client is gone: whatever runs for it stops."""
        self._leave()
        if self._phase in (_BODY, _BUSY):
            forward, self._forward = self._forward, None
            if forward is not None:
                forward.client_left()
            self._release()
        self._phase = _GONE

    def _leave(self) -> None:
        self._server_state.connections.discard(self)
        self.gateway.connections.discard(self)
        self.deadline_s = NEVER_S

    def eof_received(self) -> None:
        """A client that ends its side has gone: half a connection cannot be told from none."""

    def data_received(self, data: bytes) -> None:
        """Bytes from the client."""
        try:
            if self._phase == _HEAD:
                end = data.find(HEAD_END)
                if 0 < end <= self._head_limit and data[0] != _CR and not self._reader.buffer:
                    self._begin(data[:end], data[end + len(HEAD_END) :])  # as nearly always
                else:
                    self._take_head(data)
            elif self._phase == _BODY:
                self._take_body(data)
            elif self._phase == _BUSY:
                self._ahead.hold(data, self.transport)
            elif self._phase == _LINGER:
                self._discard(data)
        except Refusal as refusal:
            self._refuse(refusal)
        except Exception as error:  # noqa: BLE001 - one request's fault must not end the process
            self.fault(error)

    def pause_writing(self) -> None:
        """The client does not read: nothing more is taken from the upstream for it."""
        self._writing_paused = True
        self.deadline_s = self.loop.time() + self.gateway.timeouts.write_idle_s
        if self._forward is not None:
            self._forward.pause()

    def resume_writing(self) -> None:
        """The client reads again."""
        self._writing_paused = False
        if self._phase == _BUSY:
            self.deadline_s = NEVER_S
        elif self._phase == _HEAD:
            self.deadline_s = self.loop.time() + self.gateway.timeouts.keep_alive_s
        if self._forward is not None:
            self._forward.resume()

    def shutdown(self) -> None:
        """Close when idle; finish the answer in flight otherwise."""
        self.stopping = True
        if self._phase == _HEAD:
            self.writer.close()

    def on_deadline(self) -> None:
        """Something took too long."""
        if self._writing_paused:
            self.transport.abort()
        elif self._phase == _BODY or (self._phase == _HEAD and len(self._reader)):
            times = self.gateway.timeouts
            seconds = times.head_s if self._phase == _HEAD else times.body_idle_s
            self._refuse(Refusal(408, "request_timeout", close=True, seconds=f"{seconds:g}"))
        elif self.transport.get_write_buffer_size():
            self.transport.abort()  # a close would wait for a client that does not read
        else:
            self.writer.close()

    # --- reading a request -----------------------------------------------------------------

    def _take_head(self, data: bytes) -> None:
        reader = self._reader
        begun = len(reader)
        whole = reader.feed(data)
        if whole is not None:
            self._begin(*whole)
        elif not begun and len(reader):
            self.deadline_s = self.loop.time() + self.gateway.timeouts.head_s

    def _begin(self, raw: bytes, rest: bytes) -> None:
        """Judge a whole head and choose who answers."""
        gateway = self.gateway
        self.deadline_s = NEVER_S
        self.request_id = gateway.next_request_id()
        self.started_ms = gateway.now_ms()
        self._head = None
        self._phase = _BODY
        head, length = gateway.heads.read(raw)
        self._head = head
        refusal: Refusal | None = None
        if not head.accepted:
            if not is_data_path(head.path):
                self._hand_over(head, rest)
                return
            refusal = admit(gateway, head)
        if refusal is None and length == len(rest) and length <= gateway.limits.body:
            gateway.hold_body(length)
            self._held = length
            self._answer(head, rest)
        else:
            self._start_intake(head, length, rest, refusal)

    def _start_intake(
        self, head: Head, length: int | None, rest: bytes, refusal: Refusal | None
    ) -> None:
        """Wait for the body, or refuse: without its end known the connection cannot stay."""
        gateway = self.gateway
        if refusal is not None:
            refusal.close |= head.chunked or len(rest) < (length or 0)
            if not refusal.close:
                self._ahead.hold(rest[length or 0 :], self.transport)
            raise refusal
        self._intake = intake = Intake(gateway, length or 0, chunked=head.chunked)
        if intake.feed(rest):
            self._whole(head, intake)
            return
        now_s = self.loop.time()
        self.deadline_s = now_s + gateway.timeouts.body_idle_s
        self._body_until_s = now_s + gateway.timeouts.body_total_s
        if head.expects_continue and not rest:
            self.writer.write(interim_continue())

    def _take_body(self, data: bytes) -> None:
        intake, head = self._intake, self._head
        assert intake is not None
        assert head is not None
        if intake.feed(data):
            self._whole(head, intake)
        else:
            idle_until_s = self.loop.time() + self.gateway.timeouts.body_idle_s
            self.deadline_s = min(idle_until_s, self._body_until_s)

    def _whole(self, head: Head, intake: Intake) -> None:
        """The body has come in pieces and is complete."""
        self.deadline_s = NEVER_S
        if intake.rest:
            self._ahead.hold(intake.rest, self.transport)
        self._answer(head, intake.take())

    def _answer(self, head: Head, body: bytes) -> None:
        """The request is complete: answer it."""
        self._phase = _BUSY
        if head.route is None:
            self._answer_models(head)
            return
        if not body:
            raise Refusal(400, "body_missing")
        fields = read_fields(body)
        may_be_agent = fields.model.startswith(AGENT_NAMES)
        route = head.route
        kind = answering_class(self.gateway, route, fields.model) if may_be_agent else Forward
        self._forward = forward = kind(self, head, route, body, fields)
        forward.start()
        if self._writing_paused:
            forward.pause()

    def _discard(self, data: bytes) -> None:
        self._lingered += len(data)
        if self._lingered > self.gateway.limits.lingering:
            self.transport.abort()

    def _hand_over(self, head: Head, rest: bytes) -> None:
        self.gateway.access.check_place(head)
        self._phase = _GONE
        self._leave()
        side = AppSide(self._config, self._server_state, self._app_state, self.loop)
        hand_over(head, rest, self.transport, side)

    # --- answering -------------------------------------------------------------------------

    def _answer_models(self, head: Head) -> None:
        models = self.gateway.broker.models(head.agent)
        keep_alive = head.keep_alive and not self.stopping
        answer = models_answer(head, models, self.request_id, keep_alive=keep_alive)
        self.writer.write(answer)
        self.log_access(200, None, len(answer))
        self.answered(keep_alive=keep_alive)

    def refuse_answer(self, refusal: Refusal) -> None:
        """Answer with an error of our own in the caller's dialect, in place of an answer."""
        head = self._head
        if not self.request_id:
            self.request_id = self.gateway.next_request_id()
            self.started_ms = self.gateway.now_ms()
        if refusal.close:
            self.stopping = True
        keep_alive = head is not None and head.keep_alive and not self.stopping
        answer = error_answer(head, refusal, self.request_id, keep_alive=keep_alive)
        self.writer.write(answer)
        self.log_access(refusal.status, refusal.reason, len(answer), self._forward)
        if refusal.close:
            self._linger()
        else:
            self.answered(keep_alive=keep_alive)

    def _refuse(self, refusal: Refusal) -> None:
        if not self.transport.is_closing():
            self.refuse_answer(refusal)

    def fault(self, error: Exception) -> None:
        """A fault of ours: say so to the client, and everything to the log."""
        forward = self._forward
        gateway = self.gateway
        gateway.publish("health", gateway.now_ms(), fault_fields(error))
        if forward is not None:
            forward.abandon()
            if forward.begun:
                self.transport.abort()
                return
        self._refuse(Refusal(500, "gateway_fault", close=True, detail=type(error).__name__))

    def _linger(self) -> None:
        """Close so that the refusal arrives: unread bytes would reset the connection first."""
        self._release()
        self._phase = _LINGER
        self._ahead.take(self.transport)
        if not self.transport.can_write_eof():
            self.writer.close()
            return
        self.writer.flush()
        self.transport.write_eof()
        self.deadline_s = self.loop.time() + self.gateway.timeouts.linger_s

    def _release(self) -> None:
        if self._intake is not None:
            self._intake.release()
            self._intake = None
        if self._held:
            self.gateway.release_body(self._held)
            self._held = 0

    def answered(self, *, keep_alive: bool) -> None:
        """The answer is out: close, or wait for the next request."""
        self._server_state.total_requests += 1
        if self._intake is None:
            self.gateway.release_body(self._held)
            self._held = 0
        else:
            self._release()
        self._forward = None
        self.request_id = ""
        times = self.gateway.timeouts
        if not keep_alive or self.stopping or self.transport.is_closing():
            self._phase = _GONE
            self.deadline_s = self.loop.time() + times.write_idle_s
            self.writer.close()
            return
        if self._ahead.data:
            # Still busy until its turn: what arrives meanwhile comes behind it.
            self.loop.call_soon(self._next_from_ahead)
            return
        self._phase = _HEAD
        wait_s = times.write_idle_s if self._writing_paused else times.keep_alive_s
        self.deadline_s = self.loop.time() + wait_s

    def _next_from_ahead(self) -> None:
        """Take up the request that a client sent ahead."""
        if self.stopping:
            self.writer.close()
        elif not self.transport.is_closing():
            self._phase = _HEAD
            self.data_received(self._ahead.take(self.transport))

    def log_access(
        self,
        status: int | None,
        reason: Reason | None,
        bytes_out: int,
        forward: Answering | AgentAnswer | None = None,
        now_ms: int | None = None,
    ) -> None:
        """Publish what became of the request, at `now_ms` (epoch ms) where somebody has looked."""
        if now_ms is None:
            now_ms = self.gateway.now_ms()
        started_ms = self.started_ms
        first_byte_ms = model = lease = rotation = None
        if forward is not None:
            model, lease, rotation = forward.model, forward.lease, forward.rotation
            if forward.first_byte_ms is not None:
                first_byte_ms = forward.first_byte_ms - started_ms
        self.gateway.spine.publish(
            AccessEvent(
                now_ms,
                self.request_id,
                self._head,
                status,
                reason,
                now_ms - started_ms,
                first_byte_ms,
                self._held or (self._intake.size if self._intake is not None else 0),
                bytes_out,
                model,
                lease,
                rotation,
            )
        )
