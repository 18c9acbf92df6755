"""One request being answered: what a script step may do with it, from a true answer down to raw bytes."""

from __future__ import annotations

import asyncio
import http
import json
import socket
import struct
from typing import TYPE_CHECKING, Any

from openclaw_auth.testing.dialect import InvalidRequestError, Served, Setting, to_json
from openclaw_auth.testing.http_server import encode_chunk, encode_head

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.testing.http_server import RequestReader
    from openclaw_auth.testing.record import RequestRecord
    from openclaw_auth.testing.routes import Endpoint

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Exchange:
    """The tools of a step. Each step answers once; `keep_alive` tells whether the connection goes on after it."""

    def __init__(
        self,
        record: RequestRecord,
        endpoint: Endpoint,
        setting: Setting,
        *,
        reader: RequestReader,
        writer: asyncio.StreamWriter,
        keep_alive: bool,
    ) -> None:
        """Bind a request to its endpoint and connection."""
        self.record = record
        self._endpoint = endpoint
        self._setting = setting
        self._reader = reader
        self._writer = writer
        self._wants_keep_alive = keep_alive
        self._ended = False

    @property
    def keep_alive(self) -> bool:
        """Whether the connection may carry another request."""
        return self._wants_keep_alive and not self._ended

    def served(self, text: str | None = None) -> Served:
        """Return the endpoint's true answer, with `text` in place of the composed one when given.

        Raises `InvalidRequestError` when the provider would refuse the request by its content.
        """
        setting = self._setting
        if text is not None:
            setting = Setting(
                lambda _said: text,
                setting.models,
                setting.missing_models,
                setting.number,
                setting.headers,
            )
        if self.record.method != self._endpoint.method:
            message = f"Method {self.record.method} is not allowed here."
            raise InvalidRequestError(message, status=405, kind="method")
        return self._endpoint.serve(self._json_body(), setting)

    def _json_body(self) -> Mapping[str, Any]:
        if self.record.method != "POST":
            return {}
        try:
            body = json.loads(self.record.body)
        except ValueError:
            body = None
        if not isinstance(body, dict):
            message = "The request body is not a JSON object."
            raise InvalidRequestError(message, kind="body")
        return body

    async def send(
        self, status: int, body: bytes, headers: Mapping[str, str], *, sent_bytes: int | None = None
    ) -> None:
        """Send a whole answer; `sent_bytes` stops after that many bytes of a body announced in full."""
        lower = {name.lower() for name in headers}
        head = {} if "content-type" in lower else {"content-type": "application/json"}
        head |= self._endpoint.dialect.headers(self._setting.number) | dict(headers)
        head["content-length"] = str(len(body))
        if not self._wants_keep_alive:
            head["connection"] = "close"
        self._writer.write(encode_head(status, _reason(status), head) + body[:sent_bytes])
        await self._writer.drain()

    async def open_stream(self, headers: Mapping[str, str]) -> None:
        """Send the head of an event stream."""
        head = {"content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache"}
        head |= self._endpoint.dialect.headers(self._setting.number) | dict(headers)
        head["transfer-encoding"] = "chunked"
        if not self._wants_keep_alive:
            head["connection"] = "close"
        self._writer.write(encode_head(200, "OK", head))
        await self._writer.drain()

    async def events(self, frames: tuple[bytes, ...], delay_s: float = 0) -> None:
        """Send stream events, each in its own chunk, after a pause of `delay_s` seconds each."""
        for frame in frames:
            if delay_s:
                await asyncio.sleep(delay_s)
            self._writer.write(encode_chunk(frame))
            await self._writer.drain()
            self.record.events_sent += 1

    async def end_stream(self) -> None:
        """Send the end of the chunked body."""
        self._writer.write(b"0\r\n\r\n")
        await self._writer.drain()

    def error_events(self, body: object) -> tuple[bytes, ...]:
        """Return the events that report this error body inside a stream of the caller's dialect."""
        return self._endpoint.dialect.error_events(body, self.record.events_sent)

    async def refuse(
        self, status: int, message: str, *, kind: str | None = None, param: str | None = None
    ) -> None:
        """Send a refusal in the caller's dialect."""
        body = self._endpoint.dialect.error(
            status, message, kind=kind, param=param, number=self._setting.number
        )
        await self.send(status, to_json(body), {})

    async def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._writer.write(data)
        await self._writer.drain()

    def close(self) -> None:
        """End the connection after what was sent so far (FIN)."""
        self._ended = True
        self._writer.close()

    def cut(self) -> None:
        """End the connection in the middle of an answer (FIN), and record it."""
        self.record.outcome = "cut"
        self.close()

    def reset(self) -> None:
        """End the connection at once with a reset (RST), and record it."""
        self.record.outcome = "cut"
        self._ended = True
        peer = self._writer.get_extra_info("socket")
        if peer is not None:
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self._writer.transport.abort()

    async def until_client_leaves(self) -> None:
        """Wait without a word until the client closes, and record that."""
        await self._reader.until_client_leaves()
        self.record.outcome = "client_left"
        self.close()


def _reason(status: int) -> str:
    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return "Overloaded" if status == 529 else "Unknown"  # noqa: PLR2004 - Anthropic's own status
