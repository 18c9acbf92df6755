"""Servers for the transport tests that send exactly the bytes they are told to, right or wrong."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct

from openclaw_auth.transport.exchange import UpstreamRequest
from openclaw_auth.transport.route import plan_route

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class RawUpstream:
    """Listens on a loopback port and runs `behave(upstream, reader, writer)` per connection.

    Attributes:
        requests: the requests read by `read_request`, whole, in order.
        connections: how many came.
        open_now: how many have not ended yet.
    """

    def __init__(self, behave, context=None, host="127.0.0.1", buffered=1 << 26):
        self.behave = behave
        self.context = context
        self.host = host
        self.buffered = buffered
        self.requests = []
        self.connections = 0
        self.open_now = 0
        self._serving = {}

    async def __aenter__(self):
        self._server = await asyncio.start_server(
            self._accept, self.host, 0, ssl=self.context, limit=self.buffered
        )
        if self.buffered < 1 << 20:  # then the kernel shall not buffer much either
            self._server.sockets[0].setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.buffered)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self._server.close()
        for _ in range(4):  # what was accepted just now becomes a connection, and is closed below
            await asyncio.sleep(0)
        serving = dict(self._serving)
        for task, writer in serving.items():
            task.cancel()
            writer.transport.abort()
        await asyncio.gather(*serving, return_exceptions=True)
        await asyncio.sleep(0)

    def _accept(self, reader, writer):
        self.connections += 1
        self.open_now += 1
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._serving[task] = writer
        task.add_done_callback(lambda _: self._ended(task))

    def _ended(self, task):
        self.open_now -= 1
        writer = self._serving.pop(task)  # a name keeps it alive until its transport is closed
        writer.transport.abort()

    async def _serve(self, reader, writer):
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await self.behave(self, reader, writer)

    async def read_request(self, reader):
        head = await reader.readuntil(b"\r\n\r\n")
        length = 0
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        self.requests.append(head + await reader.readexactly(length))
        return self.requests[-1]


def answers(*pieces, then="wait"):
    """Behaviour: answer each request with the pieces, each sent on its own, then wait.

    then: `wait` for the next request, `close` the connection, `reset` it, or `hang`.
    """

    async def behave(upstream, reader, writer):
        while True:
            await upstream.read_request(reader)
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                if len(pieces) > 1:
                    await asyncio.sleep(0)
            if then == "wait":
                continue
            if then == "close":
                await close(writer)
            elif then == "reset":
                reset(writer)
            else:
                await reader.read()
            return

    return behave


async def close(writer):
    """Close as a server does: everything written arrives, then the end."""
    writer.close()
    with contextlib.suppress(ConnectionError, ssl.SSLError):
        await writer.wait_closed()


def reset(writer):
    """Close with a TCP reset."""
    writer.get_extra_info("socket").setsockopt(
        socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
    )
    writer.transport.abort()


def tunnel(upstream_port, *, reply=b"HTTP/1.1 200 Connection established\r\n\r\n", user=None):
    """Behaviour of a CONNECT proxy that leads everything to one loopback port.

    reply: what it says to CONNECT. user: the Proxy-Authorization value that it wants.
    """

    async def behave(proxy, reader, writer):
        head = await proxy.read_request(reader)
        if user is not None and b"\r\nProxy-Authorization: " + user + b"\r\n" not in head:
            reply_now = (
                b"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 2\r\n\r\nno"
            )
        else:
            reply_now = reply
        writer.write(reply_now)
        if not reply_now.startswith(b"HTTP/1.1 2"):
            await close(writer)
            return
        out_reader, out_writer = await asyncio.open_connection("127.0.0.1", upstream_port)
        try:
            await asyncio.gather(_pump(reader, out_writer), _pump(out_reader, writer))
        finally:
            out_writer.transport.abort()

    return behave


async def _pump(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        writer.transport.abort()
    else:
        with contextlib.suppress(OSError, RuntimeError):
            writer.write_eof()


def get(port, target=b"/x", *, scheme="http", host="127.0.0.1", environ=None, **fields):
    """A GET request to a loopback port; `fields` replace those of the request."""
    route = fields.pop("route", None) or plan_route(f"{scheme}://{host}:{port}", environ or {})[0]
    values = {"method": b"GET", "target": target, "headers": [], "body": b"", "idempotent": True}
    return UpstreamRequest(route, **{**values, **fields})


class Collector:
    """A sink that keeps all and checks the order of its calls."""

    def __init__(self):
        self.status = None
        self.headers = None
        self.pieces = []
        self.trailers = None
        self.error = None
        self.calls = []
        self.last = asyncio.get_running_loop().create_future()
        self.first_piece = asyncio.get_running_loop().create_future()

    @property
    def body(self):
        return b"".join(self.pieces)

    def on_whole(self, status, headers, body):
        self.on_head(status, headers)
        if body:
            self.on_body(body)
        self.on_end([])

    def on_head(self, status, headers):
        assert self.calls == []
        self.calls.append("head")
        self.status, self.headers = status, headers

    def on_body(self, data):
        assert self.calls == ["head"]
        assert data
        self.pieces.append(data)
        if not self.first_piece.done():
            self.first_piece.set_result(data)

    def on_end(self, trailers):
        assert self.calls == ["head"]
        self.calls.append("end")
        self.trailers = trailers
        self.last.set_result(None)

    def on_error(self, error):
        assert "end" not in self.calls
        assert "error" not in self.calls
        self.calls.append("error")
        self.error = error
        self.last.set_result(None)

    async def whole(self):
        """Wait for the last call; return self or raise the error that it brought."""
        await asyncio.wait_for(self.last, 10)
        if self.error is not None:
            raise self.error
        return self


async def until(condition, seconds=5.0):
    """Wait until something holds."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what it waits for has no event
            await asyncio.sleep(0.001)
