"""Many pages that listen while many sessions answer: is anything lost, does the memory stay flat?

200 open pages over 20 sessions; each round every session gets one message of 100 words, ten pages
hear each answer word by word. Every round begins its sessions anew, so that all are alike.
"""

import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import median

from bench.peers.gateway import clean_environment, console_script, write_state
from bench.processes import free_port, rss_mb, start
from bench.table import Row, at_most
from bench.workload import GATEWAY_TOKEN, UPSTREAM_KEY
from openclaw_auth.testing import Answer, ProviderEmulator

PAGES, SESSIONS, ROUNDS = 200, 20, 12
MESSAGE = "/new up/m1 " + " ".join(f"word{number}" for number in range(100))
_PACE_S = 0.01
_SETTLE_S = 0.5

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def chat_rows() -> list[Row]:
    """Return what was lost, how long a round took, and how the memory went."""
    paced = {UPSTREAM_KEY: Answer(chunk_delay_s=_PACE_S)}
    with (
        tempfile.TemporaryDirectory(prefix="openclaw-auth-chats-") as name,
        ProviderEmulator(compose=str, behaviour_by_key=paced) as upstream,
    ):
        home, port = Path(name), free_port()
        write_state(home, port, {"up": upstream.openai_base_url.removesuffix("/v1")})
        running = start(
            [console_script(), "gateway", "run", "--port", str(port)],
            port=port,
            log=home / "log",
            environment=clean_environment(home),
        )
        try:
            lost, took_ms, sizes = asyncio.run(_measure(port, running.pid))
        finally:
            running.stop()
    course = ", ".join(f"{size:.1f}" for size in (*sizes[:2], sizes[len(sizes) // 2], sizes[-1]))
    pages = f"{PAGES} pages, {SESSIONS} chats"
    return [
        at_most(f"{pages}, answers not heard whole", lost, "", f"{ROUNDS} rounds", 0),
        at_most(f"{pages}, a round", median(took_ms), "ms", "1,000 ms of it pauses", None),
        at_most(f"{pages}, growth after round 1", sizes[-1] - sizes[1], "MB", course, 5),
    ]


async def _measure(port: int, pid: int) -> tuple[int, list[float], list[float]]:
    """Return answers that a page did not hear whole, ms of each round, and MB before and after."""
    heard: list[set[str]] = [set() for _ in range(PAGES)]
    open_pages = asyncio.Semaphore(0)
    async with asyncio.TaskGroup() as group:
        listening = [
            group.create_task(_listen(port, page % SESSIONS, heard[page], open_pages))
            for page in range(PAGES)
        ]
        for _ in range(PAGES):
            await open_pages.acquire()
        lost, took_ms, sizes = 0, [], [rss_mb(pid)]
        for _ in range(ROUNDS):
            began = time.perf_counter()
            names = await asyncio.gather(*(_say(port, chat) for chat in range(SESSIONS)))
            took_ms.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(_SETTLE_S)
            lost += sum(names[page % SESSIONS] not in heard[page] for page in range(PAGES))
            sizes.append(rss_mb(pid))
        for task in listening:
            task.cancel()
    return lost, took_ms, sizes


async def _listen(port: int, chat: int, whole: set[str], ready: asyncio.Semaphore) -> None:
    """Note the messages whose answer came word by word as it was in the end."""
    texts: dict[str, str] = {}
    connection = await _ask(port, f"GET /api/chat/live?session=bench{chat}", b"")
    ready.release()
    async for piece in _pieces(connection):
        if piece["kind"] == "delta":
            texts[piece["from"]] = texts.get(piece["from"], "") + piece["text"]
        elif piece["kind"] == "answered" and texts.pop(piece["from"], "") == piece["text"]:
            whole.add(piece["from"])


async def _say(port: int, chat: int) -> str:
    """Say the message and wait for the whole answer; returns its name."""
    body = json.dumps({"session": f"bench{chat}", "message": MESSAGE}).encode()
    last = {"kind": "nothing"}
    async for piece in _pieces(await _ask(port, "POST /api/chat/say", body)):
        last = piece
    if last["kind"] != "answered":
        raise RuntimeError(json.dumps(last)[:500])
    return last["from"]


async def _ask(port: int, asked: str, body: bytes) -> Connection:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = [
        f"{asked} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Bearer {GATEWAY_TOKEN}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)
    status = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1]
    if status != b"200":
        raise RuntimeError(f"{asked}: {status.decode()}")
    return reader, writer


async def _pieces(connection: Connection) -> AsyncIterator[dict[str, str]]:
    """Yield the JSON objects of a chunked answer, one a line, until it ends."""
    reader, writer = connection
    held = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        *lines, held = (held + await reader.readexactly(size)).split(b"\n")
        await reader.readexactly(2)
        for line in lines:
            yield json.loads(line)
    writer.close()
