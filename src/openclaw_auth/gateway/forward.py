"""One client request on its way through an upstream: lease, attempt, answer, report."""

from __future__ import annotations

from openclaw_auth import errors
from openclaw_auth.codes import Reason
from openclaw_auth.gateway.core_errors import refusal_of
from openclaw_auth.gateway.prepared import prepare
from openclaw_auth.gateway.relay import Relay
from openclaw_auth.gateway.replace_model import replace_model
from openclaw_auth.lease import Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.errors import TransportError
    from openclaw_auth.gateway.body import RequestFields
    from openclaw_auth.gateway.context import Gateway
    from openclaw_auth.gateway.front import Front
    from openclaw_auth.gateway.head import Field, Head
    from openclaw_auth.gateway.routing import DataRoute
    from openclaw_auth.lease import Lease
    from openclaw_auth.transport.exchange import Exchange
    from openclaw_auth.transport.request_head import PreparedHead

_SUCCESS = range(200, 300)


class Attempt:
    """One lease and one exchange with an upstream; the sink of its answer."""

    __slots__ = (
        "_error",
        "_first_byte_ms",
        "_forward",
        "_headers",
        "_sample",
        "_started_ms",
        "_status",
        "exchange",
        "lease",
    )

    def __init__(self, forward: Forward, lease: Lease, started_ms: int) -> None:
        self._forward = forward
        self.lease = lease
        self._started_ms = started_ms
        self._first_byte_ms: int | None = None
        self._status: int | None = None
        self._headers: list[Field] = []
        self._sample: bytearray | None = None
        self._error: TransportError | None = None
        self.exchange: Exchange | None = None

    def on_whole(self, status: int, headers: list[Field], body: bytes) -> None:
        """Take an answer that came in one piece."""
        self.on_head(status, headers)
        if body:
            self.on_body(body)
        self.on_end([])

    def on_head(self, status: int, headers: list[Field]) -> None:
        """Take the upstream's status and headers."""
        forward = self._forward
        self._first_byte_ms = forward.gateway.now_ms()
        self._status = status
        self._headers = headers
        if status not in _SUCCESS:
            self._sample = bytearray()
        forward.begin(status, headers)

    def on_body(self, data: bytes) -> None:
        """Take a piece of the upstream's body."""
        if self._sample is not None:
            room = self._forward.gateway.limits.error_sample - len(self._sample)
            self._sample += data[:room]
        self._forward.relay.body(data)

    def on_end(self, trailers: list[Field]) -> None:  # noqa: ARG002 - the protocol's; nothing of ours reads them
        """The upstream's answer is whole."""
        forward = self._forward
        forward.relay.end()
        self.report()
        forward.finish(self._status, None)

    def on_error(self, error: TransportError) -> None:
        """No whole answer came."""
        self._error = error
        self.report()
        self._forward.fail(self._status, error)

    def client_left(self) -> None:
        """Stop: nobody waits for the answer. Neither status nor error counts for the credential."""
        if self.exchange is not None:
            self.exchange.cancel()
        self._status = None
        self.report()

    @property
    def first_byte_ms(self) -> int | None:
        """When the head came, epoch ms; None when none did."""
        return self._first_byte_ms

    def report(self) -> None:
        """Tell the broker what came of the lease."""
        forward = self._forward
        outcome = Outcome(
            status=self._status,
            failure=None,
            complete=self._error is None and self._status in _SUCCESS,
            started_ms=self._started_ms,
            first_byte_ms=self._first_byte_ms,
            ended_ms=forward.gateway.now_ms(),
            streamed=forward.relay.event_stream,
            bytes_out=forward.relay.sent_bytes,
            error=self._error.reason if self._error is not None else None,
        )
        forward.gateway.broker.report(self.lease, outcome)


class Forward:
    """One data request of one client, until its answer has ended."""

    __slots__ = (
        "_body",
        "_fields",
        "_front",
        "_head",
        "_route",
        "attempt",
        "gateway",
        "relay",
    )

    def __init__(
        self,
        front: Front,
        head: Head,
        route: DataRoute,
        body: bytes,
        fields: RequestFields,
    ) -> None:
        self._front = front
        self.gateway: Gateway = front.gateway
        self._head = head
        self._route = route
        self._body = body
        self._fields = fields
        self.attempt: Attempt | None = None
        self.relay = Relay(front.transport, front.writer, front.loop)

    def start(self) -> None:
        """Choose a credential and send the request.

        Raises:
            Refusal: the model is unknown, or nothing can serve it.
        """
        front = self._front
        try:
            lease = self._lease()
            upstream, body = self._upstream_request(lease)
        except errors.OpenclawAuthError as error:
            raise refusal_of(error, front.started_ms) from error
        self.attempt = attempt = Attempt(self, lease, front.started_ms)
        gateway = self.gateway
        timeouts = gateway.stream_timeouts if self._fields.stream else gateway.plain_timeouts
        attempt.exchange = gateway.sender.start(
            upstream, body, attempt, timeouts, idempotent=True
        )

    def _lease(self) -> Lease:
        broker = self.gateway.broker
        route = broker.resolve(self._fields.model, self._head.agent)
        return broker.lease(
            provider=route.provider,
            model=route.model,
            agent_id=route.agent_id,
            call=self._route.endpoint,
        )

    def _upstream_request(self, lease: Lease) -> tuple[PreparedHead, bytes]:
        body = self._body
        if lease.model != self._fields.model:
            body = replace_model(body, lease.model)
        return prepare(self._head, lease.grant), body

    def begin(self, status: int, headers: list[Field]) -> None:
        """The answer is this attempt's: tell the client."""
        self.relay.begin(
            status,
            headers,
            self._front.request_id,
            http_11=self._head.http_11,
            keep_alive=self._head.keep_alive and not self._front.stopping,
        )

    def finish(self, status: int | None, reason: Reason | None) -> None:
        """The answer has ended, well or not; the connection is free or closing."""
        self._front.log_access(status, reason, self.relay.sent_bytes, self)
        self._let_go()
        self._front.answered(keep_alive=reason is None and self.relay.keep_alive)

    def _let_go(self) -> None:
        """Break the circles between attempt, exchange and this: memory is free at once."""
        attempt, self.attempt = self.attempt, None
        if attempt is not None:
            attempt.exchange = None

    def fail(self, status: int | None, error: TransportError) -> None:
        """The upstream gave no whole answer."""
        if not self.relay.begun:
            self._front.refuse_answer(refusal_of(error, self._front.started_ms))
            self._let_go()
            return
        self.relay.break_off(self._route.dialect, error.reason, self._front.request_id)
        self.finish(status, error.reason)

    def client_left(self) -> None:
        """The client's connection is gone, by its own will or because we end."""
        if self.attempt is not None:
            self.attempt.client_left()
        code = "gateway_stopped" if self.gateway.is_cutting_off else "client_left"
        self._front.log_access(None, Reason(code), self.relay.sent_bytes, self)
        self._let_go()

    def abandon(self) -> None:
        """Stop without a word to anyone: a fault of ours is being answered."""
        if self.attempt is not None and self.attempt.exchange is not None:
            self.attempt.exchange.cancel()

    def pause(self) -> None:
        """The client reads too slowly: let the upstream wait."""
        if self.attempt is not None and self.attempt.exchange is not None:
            self.attempt.exchange.pause_reading()

    def resume(self) -> None:
        """The client has caught up."""
        if self.attempt is not None and self.attempt.exchange is not None:
            self.attempt.exchange.resume_reading()

    @property
    def model(self) -> str:
        """The model as the client wrote it."""
        return self._fields.model
