"""The times that the gateway's pooled client waits, and what does not count as waiting."""

import asyncio
import socket
import threading

import pytest

from openclaw_auth.errors import (
    UpstreamTimeout,
)
from openclaw_auth.transport.blocking import fetch
from openclaw_auth.transport.client import UpstreamClient
from openclaw_auth.transport.exchange import Timeouts
from pooled_client import exchange, scenario
from raw_upstream import OK, Collector, answers, get


def test_each_request_may_bring_its_own_limits(run):
    async def steps(client, upstream):
        collector = Collector()
        client.send(get(upstream.port), collector, Timeouts(5, 0.03, 5))
        with pytest.raises(UpstreamTimeout) as caught:
            await collector.whole()
        assert caught.value.reason.params["kind"] == "first_byte"

    scenario(run, answers(then="hang"), steps, sweep_s=0.01)


def test_a_long_upload_does_not_count_as_waiting_for_the_answer(run):
    body = b"u" * (24 << 20)

    async def behave(upstream, reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        left = len(body)
        while left > 0:  # takes half a second in all; what is in the kernel's hands, a fifth of it
            left -= len(await reader.readexactly(min(left, 1 << 18)))
            await asyncio.sleep(0.005)
        writer.write(OK)
        await reader.read()

    async def steps(client, upstream):
        collector = await exchange(client, upstream, method=b"POST", body=body)
        assert collector.body == b"ok"

    scenario(run, behave, steps, timeouts=Timeouts(5, 0.3, 5), sweep_s=0.01, buffered=1 << 17)


def test_an_answer_that_comes_before_the_request_is_whole_counts_and_ends_the_connection(run):
    seen = asyncio.Event()

    async def behave(_upstream, reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.transport.pause_reading()
        writer.write(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")
        await seen.wait()

    async def steps(client, upstream):
        collector = await exchange(client, upstream, method=b"POST", body=b"u" * (24 << 20))
        assert collector.status == 413
        assert not client._connections
        seen.set()

    scenario(run, behave, steps)


def test_a_resolver_that_hangs_holds_nobody_beyond_the_limit(run, monkeypatch):
    real, answer_now, asked = socket.getaddrinfo, threading.Event(), []

    def hanging(host, port, **options):
        if host != "slow.test":
            return real(host, port, **options)
        if options["flags"]:
            raise socket.gaierror(socket.EAI_NONAME, "not an address")
        asked.append(host)
        answer_now.wait(10)
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    monkeypatch.setattr(socket, "getaddrinfo", hanging)

    async def main():
        client = UpstreamClient(timeouts=Timeouts(0.03, 5, 5))
        collectors = [Collector() for _ in range(3)]
        for collector in collectors:
            client.send(get(80, host="slow.test"), collector)
        for collector in collectors:
            with pytest.raises(UpstreamTimeout):
                await collector.whole()
        assert len(asked) == 1
        await client.aclose()

    run(main())  # returns although the thread still waits
    request = get(80, host="slow.test")
    with pytest.raises(UpstreamTimeout):
        fetch(request, 0.03)
    answer_now.set()
