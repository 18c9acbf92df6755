"""One client request on its way: a lease, an attempt, perhaps the next one, until an answer goes out.

What comes back is `Answering`'s; a failure before the commit point moves the request on to the
next credential or model, as `Rotation` says.
"""

from __future__ import annotations

from openclaw_auth import errors
from openclaw_auth.codes import Reason
from openclaw_auth.gateway.answer.answering import Answering
from openclaw_auth.gateway.answer.asking import ask_of
from openclaw_auth.gateway.answer.core_errors import refusal_of, refusal_of_tried
from openclaw_auth.gateway.answer.prepared import prepare
from openclaw_auth.gateway.answer.replace_model import replace_model
from openclaw_auth.gateway.logins.renewal import renewed
from openclaw_auth.lending.rotation import Rotation
from openclaw_auth.selection.next_step import calls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.errors import TransportError
    from openclaw_auth.gateway.connection.body import RequestFields
    from openclaw_auth.gateway.connection.front import Front
    from openclaw_auth.gateway.connection.head import Head
    from openclaw_auth.gateway.connection.routing import DataRoute
    from openclaw_auth.lending.lease import Lease
    from openclaw_auth.lending.rotation import Next
    from openclaw_auth.selection.failure import Failure

# How long a store that another process has locked may hold up the answer that all have failed.
_WRITTEN_S = 1.0


class Forward(Answering):
    """One data request of one client, until its answer has ended."""

    __slots__ = ("_body", "_error", "_fields", "_over", "_paused", "_route", "_said")

    def __init__(
        self, front: Front, head: Head, route: DataRoute, body: bytes, fields: RequestFields
    ) -> None:
        super().__init__(front, head, fields.model)
        self._route = route
        self._body = body
        self._fields = fields
        self._paused = False
        self._over = False
        self._said = False
        self._error: TransportError | None = None

    def start(self) -> None:
        """Choose a credential and send the request.

        Raises:
            Refusal: the model is unknown, or nothing can serve it.
        """
        try:
            head, lease = self._head, None
            if head.session is None and not self._fields.names_session:
                lease = self.gateway.broker.ready(
                    self.model, head.agent, head.vendor, self._route.endpoint, self._started_ms
                )
            if lease is not None:
                self._send(lease)
            else:
                self._go_on(self._rotate().first())
        except errors.OpenclawAuthError as error:
            self.abandon()
            raise refusal_of(error, self._started_ms) from error

    def _rotate(self) -> Rotation:
        if self.rotation is None:
            gateway = self.gateway
            ask = ask_of(self._fields, self._head, self._route.endpoint, self._body)
            self.rotation = Rotation(gateway.broker, ask, gateway.now_ms, gateway.chance)
        return self.rotation

    def _send(self, lease: Lease) -> None:
        self.lease = lease
        self._owed = True
        head, gateway, body = self._head, self.gateway, self._body
        if lease.model != self.model:
            body = replace_model(body, self.model, lease.model)
        known = head.prepared
        upstream = (
            known.upstream
            if known is not None and known.grant is lease.grant
            else prepare(head, lease.grant)
        )
        timeouts = gateway.stream_timeouts if self._fields.stream else gateway.plain_timeouts
        # A second call that finds its connection closed is over: a third would be one too many.
        first = self.rotation is None or not calls(self.rotation.tried, lease.key)
        self._exchange = gateway.sender.start(upstream, body, self, timeouts, idempotent=first)
        if self._paused:
            self._exchange.pause_reading()

    # --- failures --------------------------------------------------------------------------

    def _failed(self, failure: Failure, error: TransportError | None = None) -> None:
        """Nothing is with the client yet: go on with the next credential or model, or give up."""
        self._stop_timer()
        assert self.lease is not None
        took_ms = self.gateway.now_ms() - self._started_ms
        sent, self._sent = self._sent, 1
        try:
            following = self._rotate().after(self.lease, failure, took_ms=took_ms, sent=sent)
            if following is None or not following.rejected:  # else a refresh decides what it means
                self._report(failure, error.reason if error is not None else None)
            if following is None:
                self._give_up(error)
                return
            if self._exchange is not None:
                self._exchange.cancel()
                self._exchange = None
            self._held = self.first_byte_ms = None
            self._go_on(following)
        except Exception as problem:  # noqa: BLE001 - see `_stumbled`
            self._stumbled(problem)

    def _go_on(self, following: Next) -> None:
        """Make the next attempt, after a pause or a refresh where it needs one."""
        front = self._front
        if following.refresh:
            self.lease = following.lease
            self._owed = True
            self.gateway.keep(front.loop.create_task(self._refresh(following)))
        elif following.delay_ms:
            self._timer = front.loop.call_later(
                following.delay_ms / 1000, self._send_later, following.lease
            )
        else:
            self._started_ms = self.gateway.now_ms()
            self._send(following.lease)

    def _send_later(self, lease: Lease) -> None:
        self._timer = None
        self._started_ms = self.gateway.now_ms()
        try:
            self._send(lease)
        except Exception as problem:  # noqa: BLE001 - see `_stumbled`
            self._stumbled(problem)

    async def _refresh(self, following: Next) -> None:
        """Have a login renewed, then go on with it, or without it."""
        try:
            serves = await renewed(self.gateway, following)
            if self._over:
                return
            self._give_back()
            after = self._rotate().refreshed(following, serves=serves)
            if after is None:
                self._give_up(None)
            else:
                self._go_on(after)
        except Exception as problem:  # noqa: BLE001 - see `_stumbled`
            self._stumbled(problem)

    def _stumbled(self, problem: Exception) -> None:
        """Going on was not possible: whatever it was, the client hears of it and does not wait."""
        if isinstance(problem, errors.OpenclawAuthError):
            self.abandon()
            self._front.refuse_answer(refusal_of(problem, self._started_ms))
        else:
            self._front.fault(problem)

    def _give_up(self, error: TransportError | None) -> None:
        """Nobody is left. The client hears of it when what was learnt is on the disk, or soon."""
        self._given_up = True
        self._error = error
        self._timer = self._front.loop.call_later(_WRITTEN_S, self._say_failure)
        self.gateway.broker.when_written(self._say_failure)

    def _say_failure(self) -> None:
        """Pass on the one provider's own words, or what each of several said."""
        if self._over or self._said:
            return
        self._said = True
        self._stop_timer()
        rotation, error = self._rotate(), self._error
        held = self._held
        if rotation.one_voice and error is None and held is not None and held.owns_up:
            self._commit()
            if self._exchange is None:
                self._end()
            return
        self.abandon()
        if rotation.one_voice and error is not None:
            self._front.refuse_answer(refusal_of(error, self._started_ms))
        elif rotation.tried:
            self._front.refuse_answer(refusal_of_tried(rotation, self.gateway.now_ms()))
        else:
            assert rotation.error is not None
            self._front.refuse_answer(refusal_of(rotation.error, self._started_ms))

    # --- the end ---------------------------------------------------------------------------

    def client_left(self) -> None:
        """The client's connection is gone, by its own will or because we end."""
        if self._owed:
            self._held = None  # neither status nor error counts for the credential
            self._report(None, complete=False)
        self.abandon()
        code = "gateway_stopped" if self.gateway.is_cutting_off else "client_left"
        sent_bytes = self._relay.sent_bytes if self._relay is not None else 0
        self._front.log_access(None, Reason(code), sent_bytes, self)

    def abandon(self) -> None:
        """Stop without a word to the client; the credential is given back."""
        self._over = True
        self._stop_timer()
        self._give_back()
        exchange, self._exchange = self._exchange, None
        if exchange is not None:
            exchange.cancel()

    def _give_back(self) -> None:
        """The lease comes to nothing, and nobody else has said so."""
        if self._owed:
            self._owed = False
            assert self.lease is not None
            self.gateway.broker.gave_back(self.lease)

    def pause(self) -> None:
        """The client reads too slowly: let the upstream wait."""
        self._paused = True
        if self._exchange is not None:
            self._exchange.pause_reading()

    def resume(self) -> None:
        """The client has caught up."""
        self._paused = False
        if self._exchange is not None:
            self._exchange.resume_reading()
