"""Talking through the gateway that runs already, so that two processes never hold one session.

`RemoteTalk` has the interface of `Talk`: commands use whichever there is.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from openclaw_auth.errors import ChatFailed, GatewayError
from openclaw_auth.gateway.chat.heard_json import failure_of, piece_of
from openclaw_auth.transport.client import UpstreamClient
from openclaw_auth.transport.exchange import Timeouts, UpstreamRequest
from openclaw_auth.transport.route import plan_route

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence
    from typing import TypeAlias

    from openclaw_auth.errors import TransportError
    from openclaw_auth.gateway.chat.talked import Talked
    from openclaw_auth.sessions.turn import Picture
    from openclaw_auth.transport.exchange import Header

    _Step: TypeAlias = tuple[str, Any]

_CONNECT_S = 5.0
# An answer may be long in coming; a gateway that ends closes the connection.
_PATIENCE_S = 3600.0
_SWEEP_S = 1.0
_OK = 200
_UNAUTHORISED = 401


class RemoteTalk:
    """Sessions of the gateway of this host.

    Args:
        url: where it listens.
        token: what it wants to see; None where none is known.
        lang: of the words that only the gateway knows.
    """

    def __init__(self, url: str, token: str | None, lang: str = "en") -> None:
        self.url = url
        self._lang = lang
        self._route, _ = plan_route(url, {})  # to this host: no proxy
        self._headers: list[Header] = [(b"content-type", b"application/json")]
        if token is not None:
            self._headers.append((b"authorization", f"Bearer {token}".encode()))
        patience = Timeouts(_CONNECT_S, _PATIENCE_S, _PATIENCE_S)
        self._client = UpstreamClient(timeouts=patience, max_idle_per_route=0, sweep_s=_SWEEP_S)

    async def say(
        self, agent_id: str, key: str, message: str, pictures: Sequence[Picture] = ()
    ) -> AsyncGenerator[Talked, None]:
        """Yield what comes of a message, as `Talk.say`; whoever stops listening stops the answer.

        Raises:
            ChatFailed: nobody answered, it was refused, or somebody else stopped it.
            GatewayError: the gateway is gone, or does not know our token.
        """
        shown = [{"mimeType": p.mime_type, "data": p.data} for p in pictures]
        said = {"agent": agent_id, "session": key, "message": message, "pictures": shown}
        answer = self._ask("/api/chat/say", said)
        try:
            status = await answer.status()
            if status != _OK:
                raise self._refused(status, await answer.rest())
            async for line in answer.lines():
                piece = self._read(line)
                if piece is not None:
                    yield piece
        finally:
            answer.cancel()

    async def stop(self, agent_id: str, key: str) -> bool:
        """Stop the answer under way; returns whether there was one.

        Raises:
            GatewayError: as `say`.
        """
        answer = self._ask("/api/chat/stop", {"agent": agent_id, "session": key})
        try:
            status = await answer.status()
            body = await answer.rest()
        finally:
            answer.cancel()
        if status != _OK:
            raise self._refused(status, body)
        return json.loads(body).get("stopped") is True

    async def aclose(self) -> None:
        """Close what is open."""
        await self._client.aclose()

    def _ask(self, path: str, document: dict[str, Any]) -> _Answer:
        body = json.dumps(document).encode()
        request = UpstreamRequest(
            self._route, b"POST", path.encode(), self._headers, body, idempotent=False
        )
        answer = _Answer(self.url)
        answer.exchange = self._client.send(request, answer)
        return answer

    def _read(self, line: bytes) -> Talked | None:
        try:
            return piece_of(json.loads(line), self._lang)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise GatewayError("gateway_answered_oddly", url=self.url, status=_OK) from error

    def _refused(self, status: int, body: bytes) -> GatewayError | ChatFailed:
        if status == _UNAUTHORISED:
            return GatewayError("gateway_knows_other_token", url=self.url)
        try:
            return failure_of(json.loads(body), self._lang)
        except (ValueError, KeyError, TypeError, AttributeError):
            return GatewayError("gateway_answered_oddly", url=self.url, status=status)


class _Answer:
    """The sink of one answer of the gateway, line by line."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._steps: asyncio.Queue[_Step] = asyncio.Queue()
        self.exchange: Any = None

    def cancel(self) -> None:
        """Hang up."""
        self.exchange.cancel()

    async def status(self) -> int:
        """Wait for the status. Raises GatewayError when none comes."""
        _, value = await self._next()
        return int(value)

    async def rest(self) -> bytes:
        """Wait for the whole body."""
        return b"".join([line async for line in self.lines()])

    async def lines(self) -> AsyncGenerator[bytes, None]:
        """Yield the body's lines. Raises GatewayError when it breaks off."""
        held = b""
        while True:
            kind, value = await self._next()
            if kind == "end":
                break
            *lines, held = (held + value).split(b"\n")
            for line in lines:
                yield line
        if held:
            yield held

    async def _next(self) -> _Step:
        step = await self._steps.get()
        if step[0] == "error":
            why = step[1].reason
            raise GatewayError("gateway_unreachable", url=self._url, why=why) from step[1]
        return step

    # --- the sink -------------------------------------------------------------------------

    def on_whole(self, status: int, headers: list[Header], body: bytes) -> None:
        """Take an answer that came in one piece."""
        self.on_head(status, headers)
        self.on_body(body)
        self.on_end([])

    def on_head(self, status: int, headers: list[Header]) -> None:  # noqa: ARG002 - the protocol's
        """Take the status."""
        self._steps.put_nowait(("head", status))

    def on_body(self, data: bytes) -> None:
        """Take a piece of the body."""
        self._steps.put_nowait(("body", data))

    def on_end(self, trailers: list[Header]) -> None:  # noqa: ARG002 - the protocol's
        """The answer is whole."""
        self._steps.put_nowait(("end", b""))

    def on_error(self, error: TransportError) -> None:
        """No whole answer came."""
        self._steps.put_nowait(("error", error))
