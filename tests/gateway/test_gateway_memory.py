"""A gateway that served a hundred thousand requests is no bigger than one that served a few."""

from __future__ import annotations

import asyncio

import pytest
import uvloop

from gateway_process import GatewayProcess

TOKEN = "the-token-of-this-gateway-0123456789"
ANSWER = b'{"id": "x", "choices": [{"message": {"content": "%b"}}]}' % (b"pong " * 120)
CONNECTIONS = 32


class Upstream(asyncio.Protocol):
    """Answers every request at once."""

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        if data.endswith(b"}"):
            head = (
                b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
            )
            self.transport.write(head % len(ANSWER) + ANSWER)


class Client(asyncio.Protocol):
    """Asks again as soon as it is answered."""

    def __init__(self, request, count, done):
        self.request = request
        self.left = count
        self.done = done

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data):
        if not data.startswith(b"HTTP/1.1 200"):
            self.done.set_exception(AssertionError(data))
        self.left -= 1
        if self.left:
            self.transport.write(self.request)
        else:
            self.done.set_result(None)
            self.transport.close()


def resident_mb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


async def load(port, requests):
    body = b'{"model": "up/m1", "messages": [{"role": "user", "content": "ping"}]}'
    head = (
        f"POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n"
        f"authorization: Bearer {TOKEN}\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    )
    loop = asyncio.get_running_loop()
    waits = []
    for _ in range(CONNECTIONS):
        done = loop.create_future()
        waits.append(done)
        count = requests // CONNECTIONS
        await loop.create_connection(
            lambda count=count, done=done: Client(head.encode() + body, count, done),
            "127.0.0.1",
            port,
        )
    await asyncio.gather(*waits)


@pytest.mark.slow
def test_memory_is_flat_over_100_000_requests(tmp_path):
    async def scene():
        loop = asyncio.get_running_loop()
        server = await loop.create_server(Upstream, "127.0.0.1", 0)
        base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        entry = {"baseUrl": base, "api": "openai-completions", "apiKey": "sk-x", "models": []}
        config = {
            "models": {"providers": {"up": entry}},
            "gateway": {"auth": {"token": TOKEN}},
        }
        gateway = GatewayProcess(tmp_path, config=config)
        await loop.run_in_executor(None, gateway.__enter__)
        try:
            await load(gateway.port, 10_000)
            before = resident_mb(gateway.process.pid)
            await load(gateway.port, 100_000)
            return before, resident_mb(gateway.process.pid)
        finally:
            await loop.run_in_executor(None, gateway.__exit__, None, None, None)
            server.close()

    before, after = uvloop.run(scene())
    assert before < 60
    assert after - before < 3
