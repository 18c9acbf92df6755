"""Streams per second, and how much later than directly an event arrives."""

import asyncio
import re
import time
from dataclasses import dataclass, field
from statistics import median
from typing import cast
from urllib.parse import urlsplit

import uvloop

from bench.peers.target import Target
from bench.workload import DONE, PACED, PACED_CHUNKS, PATH, STREAM, STREAM_CHUNKS, Workload

SECONDS = 1
CONNECTIONS = 32
STAMP = re.compile(rb"t=(\d+)=")
END = b"\r\n0\r\n\r\n"


def request_bytes(target: Target, workload: Workload) -> bytes:
    body = workload.body()
    head = (
        f"POST {PATH} HTTP/1.1\r\nhost: {urlsplit(target.origin(workload)).netloc}\r\n"
        f"authorization: Bearer {target.token}\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class StreamClient(asyncio.Protocol):
    """Asks for a stream again and again on one connection; `on_end` gets each whole answer."""

    def __init__(self, request: bytes, on_end: "asyncio.Queue[bytes] | None" = None) -> None:
        self.request = request
        self.on_end = on_end
        self.streams = 0
        self.error: str | None = None
        self.received: list[tuple[int, bytes]] = []
        self.sent_ns = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports do not inherit asyncio's: no isinstance here.
        self.transport = cast("asyncio.Transport", transport)

    def ask(self) -> None:
        self.received = []
        self.sent_ns = time.monotonic_ns()
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.received.append((time.monotonic_ns(), data))
        if not data.endswith(b"0\r\n\r\n"):
            return
        answer = b"".join(part for _, part in self.received)
        if not answer.endswith(END):
            return
        self.streams += 1
        if self.on_end is not None:
            self.on_end.put_nowait(answer)
            return
        if not answer.startswith(b"HTTP/1.1 200") or answer.count(b"data: ") < STREAM_CHUNKS:
            self.fail(answer[:300].decode(errors="replace"))
            return
        self.ask()

    def connection_lost(self, error: Exception | None) -> None:
        self.fail(self.error or f"connection lost: {error}")

    def fail(self, error: str) -> None:
        self.error = error
        if self.on_end is not None:
            self.on_end.put_nowait(b"")


async def _connect(
    target: Target, workload: Workload, queue: "asyncio.Queue[bytes] | None"
) -> StreamClient:
    address = urlsplit(target.origin(workload))
    assert address.hostname is not None
    client = StreamClient(request_bytes(target, workload), queue)
    await asyncio.get_running_loop().create_connection(
        lambda: client, address.hostname, address.port or 80
    )
    return client


async def _throughput(target: Target) -> float:
    clients = [await _connect(target, STREAM, None) for _ in range(CONNECTIONS)]
    started = time.monotonic()
    for client in clients:
        client.ask()
    await asyncio.sleep(SECONDS)
    streams, elapsed = sum(client.streams for client in clients), time.monotonic() - started
    errors = [client.error for client in clients if client.error]
    for client in clients:
        client.transport.abort()
    if errors:
        raise RuntimeError(
            f"{target.name}: {len(errors)} of {CONNECTIONS} streams broke: {errors[0]}"
        )
    return streams / elapsed


def streams_per_s(target: Target) -> float:
    """Return whole 50-event streams per second on 32 connections; raises `RuntimeError` if one broke."""
    return uvloop.run(_throughput(target))


@dataclass(frozen=True)
class Added:
    """What a peer adds over the direct way, in ms: medians of paired samples.

    `first` is from asking to the first event on a busy connection; `first_after_pause` the same when
    everything slept for 10 ms before (processes have to wake up: the kernel's share). `event` is the way of
    one paced event: a peer that holds events back shows here, even if it forwards every byte in the end.
    """

    first: float
    first_after_pause: float
    event: float


@dataclass
class Lag:
    """The samples of one target, in ms."""

    first: list[float] = field(default_factory=list)
    first_after_pause: list[float] = field(default_factory=list)
    event: list[float] = field(default_factory=list)


async def _whole_stream(client: StreamClient) -> list[tuple[int, bytes]]:
    client.ask()
    assert client.on_end is not None
    answer = await asyncio.wait_for(client.on_end.get(), 5)
    if not answer.startswith(b"HTTP/1.1 200") or DONE not in answer:
        raise RuntimeError(f"broken stream: {client.error or answer[:300]!r}")
    return client.received


async def _sample_busy(client: StreamClient, lag: Lag) -> None:
    for _ in range(2):
        await _whole_stream(client)
    parts = await _whole_stream(client)
    arrived = next(arrived for arrived, part in parts if b"data: " in part)
    lag.first.append((arrived - client.sent_ns) / 1e6)


async def _sample_paced(client: StreamClient, lag: Lag) -> None:
    parts = await _whole_stream(client)
    # The stamp is the clock that all processes of a host share.
    times = [(arrived, int(stamp)) for arrived, part in parts for stamp in STAMP.findall(part)]
    if len(times) != PACED_CHUNKS:
        raise RuntimeError(f"{len(times)} of {PACED_CHUNKS} events could be timed")
    lag.first_after_pause.append((times[0][0] - client.sent_ns) / 1e6)
    lag.event.append(median((arrived - left) / 1e6 for arrived, left in times))


async def _lags(targets: list[Target], samples: int) -> list[Lag]:
    lags = [Lag() for _ in targets]
    for workload, sample in ((STREAM, _sample_busy), (PACED, _sample_paced)):
        clients = [await _connect(target, workload, asyncio.Queue()) for target in targets]
        for client in clients:
            await sample(client, Lag())
        for _ in range(samples):
            for client, lag in zip(clients, lags, strict=True):
                await sample(client, lag)
        for client in clients:
            client.transport.abort()
    return lags


def added(direct: Target, target: Target, samples: int = 150) -> Added:
    """Compare `target` with `direct`, in turns, one request at a time."""
    try:
        plain, through = uvloop.run(_lags([direct, target], samples))
    except TimeoutError as error:
        raise RuntimeError(f"{target.name}: a stream took over 5 s") from error

    def paired(mine: list[float], reference: list[float]) -> float:
        return median(a - b for a, b in zip(mine, reference, strict=True))

    return Added(
        paired(through.first, plain.first),
        paired(through.first_after_pause, plain.first_after_pause),
        paired(through.event, plain.event),
    )
