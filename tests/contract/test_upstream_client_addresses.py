"""Which address of a host is reached: dead ones, silent ones, both families."""

import asyncio
import socket

import pytest

from openclaw_auth.transport.client import UpstreamClient
from openclaw_auth.transport.exchange import Timeouts
from openclaw_auth.transport.happy_eyeballs import connect_first
from openclaw_auth.transport.resolver import Resolver, interleaved
from pooled_client import exchange, scenario
from raw_upstream import OK, Collector, RawUpstream, answers, get


def test_a_host_whose_first_address_is_dead_is_reached_by_the_second(run):
    async def behave(_upstream, reader, _writer):
        await reader.read()

    async def main():
        loop = asyncio.get_running_loop()
        async with RawUpstream(behave) as upstream:
            (good,) = await Resolver().resolve("127.0.0.1", upstream.port)
            (refused,) = await Resolver().resolve("::1", upstream.port)
            sock = await connect_first(loop, [refused, good])
            assert sock.getpeername() == ("127.0.0.1", upstream.port)
            assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            sock.close()
            with pytest.raises(ConnectionRefusedError):
                await connect_first(loop, [refused])

    run(main())


def test_an_address_that_does_not_answer_delays_the_next_by_the_stagger_only(run):
    async def behave(_upstream, reader, _writer):
        await reader.read()

    async def main():
        loop = asyncio.get_running_loop()
        async with RawUpstream(behave) as upstream:
            (good,) = await Resolver().resolve("127.0.0.1", upstream.port)
            # A full backlog leaves further connections without an answer.
            with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
                (hanging,) = await Resolver().resolve(*full.getsockname())
                fillers = [asyncio.ensure_future(connect_first(loop, [hanging])) for _ in range(4)]
                await asyncio.sleep(0.01)
                sock = await connect_first(loop, [hanging, good], stagger_s=0.01)
                assert sock.getpeername()[1] == upstream.port
                sock.close()
                for filler in fillers:
                    filler.cancel()
                for result in await asyncio.gather(*fillers, return_exceptions=True):
                    if isinstance(result, socket.socket):
                        result.close()

    run(main())


def test_ipv6_literals_are_reached(run):
    async def main():
        async with RawUpstream(answers(OK), host="::1") as upstream:
            client = UpstreamClient(timeouts=Timeouts(5, 5, 5))
            collector = Collector()
            client.send(get(upstream.port, host="[::1]"), collector)
            assert (await collector.whole()).body == b"ok"
            assert f"Host: [::1]:{upstream.port}".encode() in upstream.requests[0]
            await client.aclose()

    run(main())


def test_a_name_is_reached_on_whichever_family_the_upstream_listens(run):
    async def steps(client, upstream):
        assert (await exchange(client, upstream, host="localhost")).body == b"ok"

    scenario(run, answers(OK), steps)


def test_address_families_take_turns():
    six, four = socket.AF_INET6, socket.AF_INET
    addresses = [(six, 1), (six, 2), (six, 3), (four, 4), (four, 5)]
    assert [place for _, place in interleaved(addresses)] == [1, 4, 2, 5, 3]
    assert interleaved([]) == []
