"""One request of a client to an agent, until its answer has ended; beside `Forward`, as `Forward`.

The client speaks an OpenAI dialect; the agent's session answers through whichever model and
credential it has. A client that leaves stops the answer.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

from openclaw_auth.codes import Reason
from openclaw_auth.errors import OpenclawAuthError
from openclaw_auth.gateway.answer.core_errors import refusal_of
from openclaw_auth.gateway.answer.forward import Forward
from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.answer.relay import Relay
from openclaw_auth.gateway.answer.replies import callers_dialect
from openclaw_auth.gateway.answer.response_head import own_answer
from openclaw_auth.gateway.answer.served import header_value
from openclaw_auth.gateway.chat.agent_request import agent_in, object_in, place_asked, said_in
from openclaw_auth.gateway.chat.agent_voice import CompletionsVoice, ResponsesVoice, Spoken
from openclaw_auth.gateway.chat.talked import Answered, Delta, Told
from openclaw_auth.wording import lines_text

if TYPE_CHECKING:
    from openclaw_auth.gateway.chat.agent_request import AgentSaid
    from openclaw_auth.gateway.chat.agent_voice import Voice
    from openclaw_auth.gateway.chat.said_by_client import Place
    from openclaw_auth.gateway.chat.talked import Talked
    from openclaw_auth.gateway.connection.body import RequestFields
    from openclaw_auth.gateway.connection.front import Front
    from openclaw_auth.gateway.connection.head import Head
    from openclaw_auth.gateway.connection.routing import DataRoute
    from openclaw_auth.gateway.context import Gateway
    from openclaw_auth.lending.lease import Lease
    from openclaw_auth.lending.rotation import Rotation

_RESPONSES = "openai-responses"
_CALLS = ("openai-completions", _RESPONSES)
_EVENTS = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-store")]
_UNIQUE_BYTES = 16


def answering_class(gateway: Gateway, route: DataRoute, model: str) -> type[AgentAnswer | Forward]:
    """Return what answers for a model whose name may be an agent's.

    Anthropic's messages and embeddings have no sessions: there an agent's name stands for its
    model, and the request is forwarded.
    """
    if gateway.talk is None or route.endpoint not in _CALLS or agent_in(model) is None:
        return Forward
    return AgentAnswer


class AgentAnswer:
    """What an agent answers to one request.

    Attributes:
        model: as the client wrote it.
        first_byte_ms: when the first words came, epoch ms; None before.
        lease, rotation: None: who answered is in the outcome events of each call.
    """

    lease: Lease | None = None
    rotation: Rotation | None = None

    def __init__(
        self, front: Front, head: Head, route: DataRoute, body: bytes, fields: RequestFields
    ) -> None:
        self._front = front
        self._gateway = front.gateway
        self._head = head
        self._call = route.endpoint
        self._body = body
        self._streams = fields.stream is True
        self.model = fields.model
        self.first_byte_ms: int | None = None
        self._flows = asyncio.Event()
        self._flows.set()
        self._task: asyncio.Task[None] | None = None
        self._relay: Relay | None = None
        self._text = ""
        self._over = False

    def start(self) -> None:
        """Say it in the session.

        Raises:
            Refusal: it cannot be said.
        """
        gateway = self._gateway
        body = object_in(self._body)
        self._body = b""
        unique = gateway.ports.random_bytes(_UNIQUE_BYTES).hex()
        world = gateway.broker.world
        try:
            place = place_asked(world, self._head, self.model, body.get("user"), unique)
        except OpenclawAuthError as error:
            raise refusal_of(error, gateway.now_ms()) from error
        said = said_in(body, responses=self._call == _RESPONSES)
        voice = self._voice(unique, said)
        self._task = self._front.loop.create_task(self._run(place, said, voice))
        gateway.keep(self._task)

    def _voice(self, name: str, said: AgentSaid) -> Voice:
        now_s = self._gateway.now_ms() // 1000
        if self._call == _RESPONSES:
            return ResponsesVoice(name, self.model, now_s)
        return CompletionsVoice(name, self.model, now_s, usage=said.usage_in_stream)

    async def _run(self, place: Place, said: AgentSaid, voice: Voice) -> None:
        talk = self._gateway.talk
        assert talk is not None
        saying = talk.say(
            place.agent_id,
            place.key,
            said.text,
            said.pictures,
            speaker=self._front.request_id,
            before=said.before,
            system=said.system,
        )
        try:
            spoken = Spoken("")
            async with aclosing(saying) as pieces:
                async for piece in pieces:
                    await self._flows.wait()
                    spoken = self._take(piece, voice, place) or spoken
            self._finish(spoken, voice, place)
        except asyncio.CancelledError:
            self._fail(Refusal(503, "chat_stopped"))  # if the client is still there
            raise
        except OpenclawAuthError as error:
            self._fail(refusal_of(error, self._gateway.now_ms()))
        except Exception as error:  # noqa: BLE001 - said to the client, and to the log
            if not self._over:
                self._front.fault(error)

    def _take(self, piece: Talked, voice: Voice, place: Place) -> Spoken | None:
        """Take a piece; returns what the answer came to when it is whole."""
        if isinstance(piece, Delta):
            self._speak(piece.text, voice, place)
        elif isinstance(piece, Told):
            self._speak(self._words(piece), voice, place)
            if piece.failed:
                return None
        elif isinstance(piece, Answered):
            footer = lines_text(piece.footer, self._gateway.now_ms(), self._lang)
            if any(line.reason.code.startswith("chat_usage") for line in piece.footer):
                self._speak(f"\n\n{footer}", voice, place)  # this session wants to see it
            told = {
                "sessionKey": place.key,
                "sessionId": piece.session_id,
                "model": piece.answered,
                "asked": piece.asked,
                "profile": piece.profile,
                "billing": piece.billing,
                "leftOut": piece.left_out,
                "footer": footer.splitlines(),
            }
            return Spoken("", piece.tokens, piece.stop_reason == "length", told)
        return None

    def _words(self, told: Told) -> str:
        before = "\n\n" if self._text else ""
        return before + lines_text(told.lines, self._gateway.now_ms(), self._lang)

    @property
    def _lang(self) -> str:
        wanted = self._head.get(b"accept-language") or b""
        return "zh" if wanted.lower().startswith(b"zh") else "en"

    def _speak(self, text: str, voice: Voice, place: Place) -> None:
        if self.first_byte_ms is None:
            self.first_byte_ms = self._gateway.now_ms()
        self._text += text
        if self._streams:
            self._stream(place, voice).body(voice.piece(text))

    def _stream(self, place: Place, voice: Voice) -> Relay:
        """Return the stream to the client, begun with the first words: an error comes before."""
        if self._relay is None:
            front, head = self._front, self._head
            self._relay = Relay(front.transport, front.writer, front.loop)
            self._relay.begin(
                200,
                _EVENTS,
                b"".join(b"%b: %b\r\n" % line for line in self._own_lines(place)),
                http_11=head.http_11,
                keep_alive=head.keep_alive and not front.stopping,
            )
            self._relay.body(voice.opening())
        return self._relay

    def _own_lines(self, place: Place) -> tuple[tuple[bytes, bytes], ...]:
        request_id = self._front.request_id.encode()
        return (
            (b"x-request-id", request_id),
            (b"x-openclaw-request-id", request_id),
            (b"x-openclaw-session-key", header_value(place.key)),
        )

    def _finish(self, spoken: Spoken, voice: Voice, place: Place) -> None:
        if self._over:
            return
        front, self._over = self._front, True
        whole = Spoken(self._text, spoken.tokens, spoken.cut, spoken.openclaw)
        if self._streams:
            relay = self._stream(place, voice)
            relay.body(voice.closing(whole))
            relay.end()
            front.log_access(200, None, relay.sent_bytes, self)
            front.answered(keep_alive=relay.keep_alive)
            return
        keep_alive = self._head.keep_alive and not front.stopping
        answer = own_answer(
            200,
            self._own_lines(place),
            voice.whole(whole),
            content_type=b"application/json",
            keep_alive=keep_alive,
        )
        front.writer.write(answer)
        front.log_access(200, None, len(answer), self)
        front.answered(keep_alive=keep_alive)

    def _fail(self, refusal: Refusal) -> None:
        """Say in the caller's dialect that there is no answer, or no more of it."""
        if self._over:  # nobody is there any more
            return
        front, self._over = self._front, True
        if self._relay is None:
            front.refuse_answer(refusal)
            return
        self._relay.break_off(callers_dialect(self._head), refusal.reason, front.request_id)
        front.log_access(200, refusal.reason, self._relay.sent_bytes, self)
        front.answered(keep_alive=False)

    # --- what the connection tells ----------------------------------------------------------

    @property
    def begun(self) -> bool:
        """Whether the client has been (or is about to be) told a status."""
        return self._relay is not None

    def client_left(self) -> None:
        """The client's connection is gone: nobody waits for the answer any more."""
        self.abandon()
        code = "gateway_stopped" if self._gateway.is_cutting_off else "client_left"
        sent_bytes = self._relay.sent_bytes if self._relay is not None else 0
        self._front.log_access(None, Reason(code), sent_bytes, self)

    def abandon(self) -> None:
        """Stop without a word to the client."""
        self._over = True
        if self._task is not None:
            self._task.cancel()

    def pause(self) -> None:
        """The client reads too slowly: let the answer wait."""
        self._flows.clear()

    def resume(self) -> None:
        """The client has caught up."""
        self._flows.set()
