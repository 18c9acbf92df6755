"""Takes the answer of one attempt after another, and brings the one that is one to the client.

Nothing reaches the client before the commit point: a whole answer, or the first content of a
stream. Until then a failure is `Forward`'s business; after it the client sees what happens.
"""

from __future__ import annotations

from openclaw_auth.errors import UpstreamClosed
from openclaw_auth.gateway.answer.commit_point import HELD_S
from openclaw_auth.gateway.answer.held_answer import (
    COMMIT,
    JUDGE,
    HeldAnswer,
    answer_of,
    plainly_an_answer,
)
from openclaw_auth.gateway.answer.relay import Relay
from openclaw_auth.gateway.answer.replies import callers_dialect
from openclaw_auth.gateway.answer.response_head import whole_head
from openclaw_auth.gateway.answer.served import own_fields
from openclaw_auth.lending.lease import Outcome
from openclaw_auth.selection.classify import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from openclaw_auth.codes import Reason
    from openclaw_auth.errors import TransportError
    from openclaw_auth.gateway.answer.commit_point import StreamWatch
    from openclaw_auth.gateway.connection.front import Front
    from openclaw_auth.gateway.connection.head import Field, Head
    from openclaw_auth.gateway.context import Gateway
    from openclaw_auth.lending.lease import Lease
    from openclaw_auth.lending.rotation import Rotation
    from openclaw_auth.selection.failure import Failure
    from openclaw_auth.transport.exchange import Exchange

_OK = 200
# How long the body of a refusal may take: its status tells nearly everything.
_REFUSAL_S = 5.0


class Answering:
    """The sink of each attempt of one client's request.

    Attributes:
        gateway: what all connections share.
        model: as the client wrote it.
        lease: of the attempt under way; None before the first.
        first_byte_ms: when the head of its answer came, epoch ms; None before.
        rotation: what was tried so far; None while the first attempt is under way.
    """

    __slots__ = (
        "_exchange",
        "_front",
        "_given_up",
        "_head",
        "_held",
        "_owed",
        "_relay",
        "_sent",
        "_started_ms",
        "_timer",
        "_watch",
        "first_byte_ms",
        "gateway",
        "lease",
        "model",
        "rotation",
    )

    def __init__(self, front: Front, head: Head, model: str) -> None:
        self._front = front
        self.gateway: Gateway = front.gateway
        self._head = head
        self.model = model
        self.lease: Lease | None = None
        self.rotation: Rotation | None = None
        self.first_byte_ms: int | None = None
        self._started_ms = front.started_ms
        self._exchange: Exchange | None = None
        self._held: HeldAnswer | None = None
        self._relay: Relay | None = None
        self._watch: StreamWatch | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._given_up = False
        self._owed = False  # whether the broker has yet to hear what came of the lease
        self._sent = 1

    def _failed(self, failure: Failure, error: TransportError | None = None) -> None:
        """Go on without this attempt: nothing of it is with the client yet."""
        raise NotImplementedError

    def on_whole(self, status: int, headers: list[Field], body: bytes) -> None:
        """Take an answer that came in one piece."""
        self.first_byte_ms = now_ms = self.gateway.now_ms()
        if status != _OK or not plainly_an_answer(body):
            self._held = held = HeldAnswer(status, headers)
            if held.take(body) == COMMIT:
                self._commit()
            self.on_end([])
            return
        front, head, lease = self._front, self._head, self.lease
        assert lease is not None
        keep_alive = head.keep_alive and not front.stopping
        fields = own_fields(lease, front.request_id, self.rotation)
        answer_head = whole_head(
            status, headers, fields, len(body), http_11=head.http_11, keep_alive=keep_alive
        )
        front.writer.write(answer_head + body)
        self._owed = False
        self.gateway.broker.succeeded(lease, self._started_ms, now_ms)
        front.log_access(status, None, len(body), self, now_ms)
        self._exchange = None  # breaks the circle: memory is free at once
        front.answered(keep_alive=keep_alive)

    def on_head(self, status: int, headers: list[Field]) -> None:
        """Take the upstream's status and headers."""
        self.first_byte_ms = self.gateway.now_ms()
        self._held = held = HeldAnswer(status, headers)
        if held.streams:
            self._timer = self._front.loop.call_later(HELD_S, self._in_time, self._commit)
        elif not held.success:
            self._timer = self._front.loop.call_later(_REFUSAL_S, self._in_time, self._judge)

    def _in_time(self, go_on: Callable[[], None]) -> None:
        """Do what a timer asks; a fault of ours in it must not leave the client waiting."""
        try:
            go_on()
        except Exception as error:  # noqa: BLE001 - said to the client, and to the log
            self._front.fault(error)

    def on_body(self, data: bytes) -> None:
        """Take a piece of the upstream's body."""
        relay = self._relay
        if relay is None:
            assert self._held is not None
            verdict = self._held.take(data)
            if self._given_up:
                return
            if verdict == COMMIT:
                self._commit()
            elif verdict == JUDGE:
                self._judge()
            return
        watch = self._watch
        if watch is not None:
            watch.see(data)
            if watch.error and self._owed:
                # Before the client hears of it: its next request must not meet the same again.
                self._report(self._failure_in_stream())
        relay.body(data)

    def on_end(self, trailers: list[Field]) -> None:  # noqa: ARG002 - the protocol's; nothing of ours reads them
        """The upstream's answer is whole."""
        self._exchange = None
        if self._relay is not None:
            self._end()
        elif not self._given_up:
            assert self._held is not None
            assert self.lease is not None
            if self._held.cut_short:
                origin = self.lease.endpoint[0]
                self.on_error(UpstreamClosed("upstream_closed_mid_body", origin=origin))
            else:
                self._judge()

    def on_error(self, error: TransportError) -> None:
        """No whole answer came."""
        exchange, self._exchange = self._exchange, None
        self._sent = 2 if exchange is not None and exchange.retried else 1
        assert self.lease is not None
        failure = self.gateway.classify(self.lease, Answer(None, error=error))
        assert failure is not None
        if self._relay is None:
            if self._given_up:
                self._held = None  # half a refusal is not passed on as if it were whole
            else:
                self._failed(failure, error)
            return
        if self._owed:
            self._report(failure, error.reason)
        self._relay.break_off(callers_dialect(self._head), error.reason, self._front.request_id)
        self._finish(error.reason)

    # --- the commit point ------------------------------------------------------------------

    def _commit(self) -> None:
        """This answer is the one: tell the client what has come of it."""
        front, head, held, lease = self._front, self._head, self._held, self.lease
        assert held is not None
        assert lease is not None
        self._stop_timer()
        self._relay = relay = Relay(front.transport, front.writer, front.loop)
        relay.begin(
            held.status,
            held.headers,
            own_fields(lease, front.request_id, self.rotation),
            http_11=head.http_11,
            keep_alive=head.keep_alive and not front.stopping,
        )
        data = held.held
        if data:
            relay.body(data)
        self._watch = held.watch()

    def _judge(self) -> None:
        """Ask what the held answer means, whole or as much as there is of it."""
        assert self.lease is not None
        assert self._held is not None
        failure = self.gateway.classify(self.lease, self._held.answer())
        if failure is not None:
            self._failed(failure)
            return
        self._commit()
        if self._exchange is None:
            self._end()

    def _end(self) -> None:
        """The answer is with the client but for its end, and it is whole."""
        relay = self._relay
        assert relay is not None
        if self._watch is not None:
            self._watch.end()
        if self._owed:
            self._report(self._failure_in_stream())
        relay.end()
        self._finish(None)

    def _failure_in_stream(self) -> Failure | None:
        """Return what a stream turned out to be after it began to go to the client."""
        watch, held = self._watch, self._held
        if watch is None or (watch.spoke and not watch.error):
            return None
        assert held is not None
        assert self.lease is not None
        answer = answer_of(held.status, held.headers, watch.error, in_stream=True)
        return self.gateway.classify(self.lease, answer)

    def _report(
        self, failure: Failure | None, error: Reason | None = None, *, complete: bool = True
    ) -> None:
        """Tell the broker what came of the lease."""
        held, relay, lease = self._held, self._relay, self.lease
        assert lease is not None
        self._owed = False
        outcome = Outcome(
            status=held.status if held is not None else None,
            failure=failure,
            complete=complete and failure is None and error is None,
            started_ms=self._started_ms,
            first_byte_ms=self.first_byte_ms,
            ended_ms=self.gateway.now_ms(),
            streamed=held is not None and held.streams,
            bytes_out=relay.sent_bytes if relay is not None else 0,
            error=error,
        )
        self.gateway.broker.report(lease, outcome)

    def _finish(self, reason: Reason | None) -> None:
        """The answer has ended, well or not; the connection is free or closing."""
        relay, held, front = self._relay, self._held, self._front
        assert relay is not None
        assert held is not None
        front.log_access(held.status, reason, relay.sent_bytes, self)
        front.answered(keep_alive=reason is None and relay.keep_alive)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    @property
    def begun(self) -> bool:
        """Whether the client has been (or is about to be) told a status."""
        return self._relay is not None
