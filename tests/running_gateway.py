"""A gateway inside the test's own loop, in front of an upstream that does as it is told."""

from __future__ import annotations

import asyncio
import contextlib
import json
from functools import partial

import uvicorn

from openclaw_auth.config.paths import system_paths
from openclaw_auth.events import Spine
from openclaw_auth.gateway.connection.access import AccessPolicy
from openclaw_auth.gateway.connection.front import Front
from openclaw_auth.gateway.context import Gateway
from openclaw_auth.gateway.settings import Limits, Timeouts
from openclaw_auth.gateway.uvicorn_server import server_config
from openclaw_auth.gateway.worlds import Worlds
from openclaw_auth.lending.broker import Broker
from openclaw_auth.lending.usage import Usage
from openclaw_auth.ports import Ports, system_ports
from openclaw_auth.transport.client import UpstreamClient
from openclaw_auth.transport.exchange import Timeouts as UpstreamTimeouts

TOKEN = "gateway-token-for-tests"
KEY = "sk-the-key-that-is-lent"
BODY = b'{"model":"up/m1","messages":[]}'


def request(body=BODY, *lines, path="/v1/chat/completions", method="POST", token=TOKEN):
    """The bytes of a request with everything that it needs."""
    head = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Bearer {token}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        *lines,
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


class RunningGateway:
    """The gateway under test.

    Attributes: gateway (its parts), events, state (uvicorn's), port, client (upstream's).
    """

    def __init__(self, folder, upstream_port, *, timeouts=None, limits=None):
        state = folder / "state"
        state.mkdir()
        config = {
            "models": {
                "providers": {
                    "up": {
                        "baseUrl": f"http://127.0.0.1:{upstream_port}/v1",
                        "apiKey": KEY,
                        "api": "openai-completions",
                        "models": [{"id": "m1", "name": "m1", "api": "anthropic-messages"}],
                    }
                }
            }
        }
        (state / "openclaw.json").write_text(json.dumps(config))
        real = system_ports()
        ports = Ports(
            now_ms=real.now_ms,
            monotonic_s=real.monotonic_s,
            sleep_s=real.sleep_s,
            random_bytes=real.random_bytes,
            environ={"OPENCLAW_STATE_DIR": str(state), "HOME": str(folder)},
            cwd=str(folder),
        )
        spine = Spine()
        self.events = []
        spine.subscribe(self.events.append)
        world = Worlds(system_paths(ports), ports).build()
        self.client = UpstreamClient(timeouts=UpstreamTimeouts(5, 5, 5), sweep_s=0.05)
        self.gateway = Gateway(
            broker=Broker(world, ports, spine, Usage()),
            sender=self.client,
            access=AccessPolicy(TOKEN),
            spine=spine,
            ports=ports,
            timeouts=timeouts or Timeouts(),
            limits=limits or Limits(),
        )
        self.state = uvicorn.server.ServerState()

    async def __aenter__(self):
        config = server_config(self.gateway)
        config.load()
        protocol = partial(Front, self.gateway, config, self.state, {})
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: protocol(_loop=loop), "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        self._sweep = asyncio.create_task(self.gateway.sweep())
        return self

    async def __aexit__(self, *_):
        self._sweep.cancel()
        self._server.close()
        for connection in list(self.state.connections):
            connection.transport.abort()
        await self.client.aclose()
        await asyncio.sleep(0)

    async def connect(self, **options):
        return await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 24, **options)

    async def exchange(self, raw):
        """Send bytes, read until the gateway closes (or has answered and the client half-closes)."""
        reader, writer = await self.connect()
        writer.write(raw)
        answer = await read_answer(reader)
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
        return answer

    def accesses(self):
        return [event.fields for event in self.events if event.kind == "access"]

    def outcomes(self):
        return [event.fields for event in self.events if event.kind == "outcome"]


class Answer:
    """One answer: status, headers (lower-case names), body; `whole` says if it ended properly."""

    def __init__(self, status, headers, body, *, whole):
        self.status, self.headers, self.body, self.whole = status, headers, body, whole

    def json(self):
        return json.loads(self.body)


async def read_head(reader):
    raw = await reader.readuntil(b"\r\n\r\n")
    lines = raw[:-4].decode("latin-1").split("\r\n")
    headers = {}
    for line in lines[1:]:
        name, _, value = line.partition(": ")
        headers[name.lower()] = value
    return int(lines[0].split(" ")[1]), headers


async def read_answer(reader):
    """Read one answer, skipping interim ones."""
    status, headers = await read_head(reader)
    while status < 200:
        status, headers = await read_head(reader)
    body, whole = b"", True
    if headers.get("transfer-encoding") == "chunked":
        try:
            while (size := int(await reader.readuntil(b"\r\n"), 16)) > 0:
                body += await reader.readexactly(size)
                await reader.readexactly(2)
            await reader.readexactly(2)
        except asyncio.IncompleteReadError:
            whole = False
    elif "content-length" in headers:
        try:
            body = await reader.readexactly(int(headers["content-length"]))
        except asyncio.IncompleteReadError as cut:
            body, whole = cut.partial, False
    elif status not in (204, 304):
        try:
            body = await reader.read()
        except ConnectionError:
            whole = False
    return Answer(status, headers, body, whole=whole)
