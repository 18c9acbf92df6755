"""The streaming upstream: 50 events at once, or 5 paced ones that carry the time at which they left.

`python -m bench.stream_server PORT`. Refuses a request without the injected key.
"""

import asyncio
import sys
import time
from typing import cast

import uvloop

from bench.workload import DONE, PACE_S, PACED_CHUNKS, STREAM_CHUNKS, UPSTREAM_KEY, stream_chunk

HEAD = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-cache\r\n"
    b"transfer-encoding: chunked\r\n\r\n"
)
REFUSED = b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n"
KEY = f"bearer {UPSTREAM_KEY}".lower().encode()


def framed(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


CHUNKS = [framed(stream_chunk(f"word{index:03d} ")) for index in range(STREAM_CHUNKS)]
END = framed(DONE) + b"0\r\n\r\n"


class StreamServer(asyncio.Protocol):
    """Answers one request after the other; knows only requests with a content-length."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports do not inherit asyncio's: no isinstance here.
        self.transport = cast("asyncio.Transport", transport)
        self.loop = asyncio.get_running_loop()
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        lines = head.lower().split(b"\r\n")
        headers = dict(line.split(b": ", 1) for line in lines[1:] if b": " in line)
        size = int(headers[b"content-length"])
        if len(rest) < size:
            return
        body, self.buffer = rest[:size], rest[size:]
        if headers.get(b"authorization") != KEY:
            self.transport.write(REFUSED)
            return
        self.transport.write(HEAD)
        if b'paced"' in body:
            self.send_paced(0)
        else:
            self.send_at_once(0)

    def send_at_once(self, index: int) -> None:
        # One write for each turn of the loop: events leave one by one, as from a real model.
        if index < STREAM_CHUNKS:
            self.transport.write(CHUNKS[index])
            self.loop.call_soon(self.send_at_once, index + 1)
        else:
            self.transport.write(END)

    def send_paced(self, index: int) -> None:
        if self.transport.is_closing():
            return
        if index < PACED_CHUNKS:
            self.transport.write(framed(stream_chunk(f"t={time.monotonic_ns()}=")))
            self.loop.call_later(PACE_S, self.send_paced, index + 1)
        else:
            self.transport.write(END)


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(StreamServer, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
