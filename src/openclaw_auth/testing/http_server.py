"""HTTP/1.1 on asyncio streams: reads whole requests, and leaves the socket open to every kind of bad answer."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httptools

from openclaw_auth.testing.record import RequestRecord

if TYPE_CHECKING:
    from collections.abc import Callable

READ_BYTES = 65_536


class BadRequestBytesError(ValueError):
    """What arrived is not HTTP."""


class RequestReader:
    """Reads one request after the other from a connection, pipelined ones included."""

    def __init__(
        self, reader: asyncio.StreamReader, write: Callable[[bytes], None], connection: int
    ) -> None:
        """Take the stream, `write` for the interim `100 Continue`, and the connection's number."""
        self._reader = reader
        self._write = write
        self._connection = connection
        self._parser = httptools.HttpRequestParser(self)
        self._ready: deque[tuple[RequestRecord, bool]] = deque()
        self._start_message()

    def _start_message(self) -> None:
        self._target = b""
        self._headers: list[tuple[str, str]] = []
        self._body: list[bytes] = []

    def on_message_begin(self) -> None:
        """Start a new message (parser callback)."""
        self._start_message()

    def on_url(self, part: bytes) -> None:
        """Collect the request target (parser callback, may come in pieces)."""
        self._target += part

    def on_header(self, name: bytes, value: bytes) -> None:
        """Collect one header (parser callback)."""
        self._headers.append((name.decode("latin-1"), value.decode("latin-1")))

    def on_headers_complete(self) -> None:
        """Invite the body of a client that waits for `100 Continue` (parser callback)."""
        if any(n.lower() == "expect" and v.lower() == "100-continue" for n, v in self._headers):
            self._write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, part: bytes) -> None:
        """Collect body bytes (parser callback)."""
        self._body.append(part)

    def on_message_complete(self) -> None:
        """Queue the finished request (parser callback)."""
        # The parser knows about keep-alive only inside this callback; asked later it always says no.
        keep_alive = self._parser.should_keep_alive()
        target = urlsplit(self._target.decode("latin-1"))
        record = RequestRecord(
            method=self._parser.get_method().decode("latin-1"),
            path=target.path,
            query=target.query,
            raw_headers=tuple(self._headers),
            body=b"".join(self._body),
            connection=self._connection,
        )
        self._ready.append((record, keep_alive))

    async def next(self) -> tuple[RequestRecord, bool] | None:
        """Return the next request and whether the connection stays open after it; `None` when the client is done.

        Raises `BadRequestBytesError` on anything that is not HTTP.
        """
        while not self._ready:
            data = await self._reader.read(READ_BYTES)
            if not data:
                return None
            try:
                self._parser.feed_data(data)
            except httptools.HttpParserUpgrade:
                continue
            except httptools.HttpParserError as error:
                raise BadRequestBytesError(str(error)) from error
        return self._ready.popleft()

    async def until_client_leaves(self) -> None:
        """Return when the client has closed its side; what it still sends is dropped."""
        while await self._reader.read(READ_BYTES):
            pass


def encode_head(status: int, reason: str, headers: dict[str, str]) -> bytes:
    """Encode a status line with headers; names and values go out as given."""
    lines = [
        f"HTTP/1.1 {status} {reason}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def encode_chunk(data: bytes) -> bytes:
    """Encode one piece of a chunked body (RFC 9112, 7.1); empty input would end the body and gives nothing."""
    return b"%x\r\n%b\r\n" % (len(data), data) if data else b""
