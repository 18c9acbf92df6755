"""A stream reaches the client at once, and a client that leaves or stops reading holds nothing."""

import asyncio

import pytest

from openclaw_auth.gateway.settings import Timeouts
from raw_upstream import answers, until
from running_gateway import BODY, read_head, request
from upstream_answers import EVENT, SSE_HEAD, chunk


def test_a_stream_is_never_held_back(scenario):
    """The upstream sends its second event only after the client has the first one."""
    seen = None

    async def behave(upstream, reader, writer):
        await upstream.read_request(reader)
        writer.write(SSE_HEAD + chunk(EVENT))
        await seen.wait()
        writer.write(chunk(b"data: last\n\n") + b"0\r\n\r\n")
        await reader.read()

    async def steps(gateway, _):
        nonlocal seen
        seen = asyncio.Event()
        reader, writer = await gateway.connect()
        writer.write(request())
        status, headers = await read_head(reader)
        assert (status, headers["transfer-encoding"]) == (200, "chunked")
        assert await reader.readexactly(len(chunk(EVENT))) == chunk(EVENT)
        seen.set()
        assert (await reader.readuntil(b"0\r\n\r\n")).startswith(chunk(b"data: last\n\n"))
        writer.close()

    scenario(behave, steps)


def test_the_head_of_a_stream_arrives_before_its_first_event(scenario):
    seen = None

    async def behave(upstream, reader, writer):
        await upstream.read_request(reader)
        writer.write(SSE_HEAD)
        await seen.wait()
        writer.write(chunk(EVENT) + b"0\r\n\r\n")
        await reader.read()

    async def steps(gateway, _):
        nonlocal seen
        seen = asyncio.Event()
        reader, writer = await gateway.connect()
        writer.write(request())
        await read_head(reader)
        seen.set()
        await reader.readuntil(b"0\r\n\r\n")
        writer.close()

    scenario(behave, steps)


def test_a_client_that_leaves_cancels_the_upstream(scenario):
    left = None

    async def behave(upstream, reader, writer):
        await upstream.read_request(reader)
        writer.write(SSE_HEAD + chunk(EVENT))
        await reader.read()
        left.set()

    async def steps(gateway, _):
        nonlocal left
        left = asyncio.Event()
        reader, writer = await gateway.connect()
        writer.write(request())
        await read_head(reader)
        writer.close()
        await asyncio.wait_for(left.wait(), 5)
        await until(gateway.accesses)
        assert gateway.accesses()[0]["code"] == "client_left"
        assert gateway.outcomes()[0]["status"] is None
        assert gateway.outcomes()[0]["error"] is None
        assert gateway.gateway.held_body_bytes == 0

    scenario(behave, steps)


def test_a_client_that_leaves_before_the_answer_cancels_the_upstream(scenario):
    arrived, left = None, None

    async def behave(upstream, reader, writer):
        await upstream.read_request(reader)
        arrived.set()
        await reader.read()
        left.set()

    async def steps(gateway, _):
        nonlocal arrived, left
        arrived, left = asyncio.Event(), asyncio.Event()
        _, writer = await gateway.connect()
        writer.write(request())
        await asyncio.wait_for(arrived.wait(), 5)
        writer.close()
        await asyncio.wait_for(left.wait(), 5)

    scenario(behave, steps)


def test_a_slow_reader_holds_the_upstream_back_and_not_our_memory(scenario):
    """64 MB towards a client that reads nothing: the upstream gets stuck after a few."""
    sent = 0

    async def behave(upstream, reader, writer):
        nonlocal sent
        await upstream.read_request(reader)
        writer.write(SSE_HEAD)
        piece = chunk(b"x" * 65536)
        for _ in range(1024):
            writer.write(piece)
            await writer.drain()
            sent += len(piece)
        await reader.read()

    async def steps(gateway, _):
        reader, writer = await gateway.connect()
        writer.write(request())
        await read_head(reader)
        writer.transport.pause_reading()
        before = -1
        while before != sent:
            before = sent
            await asyncio.sleep(0.3)
        assert sent < 24 << 20  # the kernel's buffers on both ways, and little of ours
        front = next(iter(gateway.state.connections))
        assert front.transport.get_write_buffer_size() < 1 << 20
        writer.transport.abort()

    scenario(behave, steps, buffered=65536)


def test_a_reader_that_stopped_for_good_is_let_go(scenario):
    gone = None

    async def behave(upstream, reader, writer):
        await upstream.read_request(reader)
        writer.write(SSE_HEAD)
        try:
            while True:
                writer.write(chunk(b"x" * 65536))
                await writer.drain()
        except ConnectionError:
            gone.set()

    async def steps(gateway, _):
        nonlocal gone
        gone = asyncio.Event()
        reader, writer = await gateway.connect()
        writer.write(request())
        await read_head(reader)
        writer.transport.pause_reading()
        await asyncio.wait_for(gone.wait(), 10)
        await until(lambda: not gateway.state.connections)
        writer.transport.abort()

    scenario(behave, steps, timeouts=Timeouts(write_idle_s=0.3))


@pytest.mark.parametrize("line", ["Connection: close", "Connection: keep-alive"])
def test_an_answer_that_is_never_read_does_not_hold_its_connection(scenario, line):
    size = 32 << 20
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size + b"x" * size

    async def steps(gateway, _):
        reader, writer = await gateway.connect()
        writer.write(request(BODY, line))
        await read_head(reader)
        writer.transport.pause_reading()
        await until(lambda: not gateway.state.connections)
        writer.transport.abort()

    scenario(
        answers(answer),
        steps,
        timeouts=Timeouts(write_idle_s=0.3, keep_alive_s=0.3),
        buffered=65536,
    )
