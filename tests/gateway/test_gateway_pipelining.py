"""Requests that a client sends ahead are answered in order, and only so many of them are kept."""

import asyncio

from openclaw_auth.gateway.settings import Limits
from running_gateway import read_answer, request
from upstream_answers import OK


def test_pipelined_requests_are_answered_in_order_one_at_a_time(scenario):
    async def behave(upstream, reader, writer):
        while True:
            sent = await upstream.read_request(reader)
            await asyncio.sleep(0.01 * (5 - len(upstream.requests)))
            number = sent[-2:-1]
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + number)

    async def steps(gateway, upstream):
        reader, writer = await gateway.connect()
        writer.write(b"".join(request(b'{"model":"up/m1","n":%d}' % n) for n in range(5)))
        found = [(await read_answer(reader)).body for _ in range(5)]
        assert found == [b"0", b"1", b"2", b"3", b"4"]
        assert upstream.connections == 1
        writer.close()

    scenario(behave, steps)


def test_what_arrives_while_a_request_waits_its_turn_comes_behind_it(scenario):
    """Requests in many small pieces, so that one always arrives between two answers."""

    async def behave(upstream, reader, writer):
        while True:
            sent = await upstream.read_request(reader)
            number = sent.rpartition(b":")[2][:-1]
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(number) + number)

    async def steps(gateway, _):
        reader, writer = await gateway.connect()
        raw = b"".join(request(b'{"model":"up/m1","n":%d}' % n) for n in range(100, 400))

        async def send():
            for at in range(0, len(raw), 97):
                writer.write(raw[at : at + 97])
                await asyncio.sleep(0)

        sending = asyncio.create_task(send())
        for n in range(100, 400):
            assert (await read_answer(reader)).body == b"%d" % n
        await sending
        writer.close()

    scenario(behave, steps)


def test_what_a_client_sends_ahead_is_bounded(scenario):
    release = None

    async def behave(upstream, reader, writer):
        while True:
            await upstream.read_request(reader)
            await release.wait()
            writer.write(OK)

    async def steps(gateway, _):
        nonlocal release
        release = asyncio.Event()
        reader, writer = await gateway.connect()
        writer.write(request())
        ahead = b"".join(request() for _ in range(4000))
        writer.write(ahead)
        await asyncio.sleep(0.3)
        front = next(iter(gateway.state.connections))
        assert len(front._ahead.data) < 1 << 20
        release.set()
        for _ in range(4001):
            assert (await read_answer(reader)).status == 200
        writer.close()

    scenario(behave, steps, limits=Limits(pipelined=4096))
