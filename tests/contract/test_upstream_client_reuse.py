"""Which connections the gateway's pooled client keeps, for whom, and for how long."""

import asyncio
import gc

import pytest

from openclaw_auth.errors import (
    UpstreamProtocolError,
)
from pooled_client import exchange, scenario
from raw_upstream import OK, Collector, RawUpstream, answers, close, get, tunnel, until
from upstream_ways import CHUNKED


def test_requests_one_after_another_share_a_connection(run):
    async def steps(client, upstream):
        for _ in range(50):
            assert (await exchange(client, upstream)).body == b"ok"
        assert (client.opened, client.reused, upstream.connections) == (1, 49, 1)

    scenario(run, answers(OK), steps)


def test_a_sink_that_sends_from_on_end_gets_the_same_connection(run):
    async def steps(client, upstream):
        second = Collector()

        class Chain(Collector):
            def on_end(self, trailers):
                super().on_end(trailers)
                client.send(get(upstream.port), second)

        client.send(get(upstream.port), Chain())
        await second.whole()
        assert client.opened == 1

    scenario(run, answers(OK), steps)


def test_requests_at_the_same_time_get_a_connection_each_and_keep_them(run):
    async def steps(client, upstream):
        for _ in range(3):
            collectors = [Collector() for _ in range(8)]
            for collector in collectors:
                client.send(get(upstream.port), collector)
            for collector in collectors:
                assert (await collector.whole()).body == b"ok"
        assert (client.opened, upstream.connections) == (8, 8)

    scenario(run, answers(OK), steps)


def test_only_so_many_idle_connections_are_kept(run):
    async def steps(client, upstream):
        collectors = [Collector() for _ in range(5)]
        for collector in collectors:
            client.send(get(upstream.port), collector)
        for collector in collectors:
            await collector.whole()
        await until(lambda: upstream.open_now == 2)

    scenario(run, answers(OK), steps, max_idle_per_route=2)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        OK + b"x",
        OK + b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        OK + b"HTTP/1.1 200 OK\r\nContent-Le",
        OK + OK,
        CHUNKED + b"2\r\nok\r\n0\r\n\r\nHTTP/1.1 500 Injected\r\n\r\n",
    ],
)
def test_a_connection_that_says_close_or_says_too_much_is_not_kept(run, answer):
    async def steps(client, upstream):
        for _ in range(2):
            collector = await exchange(client, upstream)
            assert (collector.status, collector.body, collector.trailers) == (200, b"ok", [])
        assert client.opened == 2
        await until(lambda: upstream.open_now == 0)

    scenario(run, answers(answer), steps)


def test_bytes_on_an_idle_connection_close_it_and_never_answer_the_next_request(run):
    speak = asyncio.Event()

    async def behave(upstream, reader, writer):
        await upstream.read_request(reader)
        writer.write(OK)
        await speak.wait()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison")
        await reader.read()

    async def steps(client, upstream):
        await exchange(client, upstream)
        speak.set()
        await until(lambda: upstream.open_now == 0)
        assert (await exchange(client, upstream)).body == b"ok"
        assert client.opened == 2

    scenario(run, behave, steps)


def test_an_upstream_that_speaks_first_is_refused(run):
    async def behave(_upstream, reader, writer):
        writer.write(b"220 smtp.example ESMTP\r\n")
        await reader.read()

    async def steps(client, upstream):
        with pytest.raises(UpstreamProtocolError):
            await exchange(client, upstream)

    scenario(run, behave, steps)


def test_a_connection_closed_while_idle_is_forgotten_without_a_retry(run):
    async def behave(upstream, reader, writer):
        await upstream.read_request(reader)
        writer.write(OK)
        await close(writer)

    async def steps(client, upstream):
        for _ in range(3):
            await exchange(client, upstream)
            await until(lambda: not client._pool)
        assert (client.opened, client.retried) == (3, 0)

    scenario(run, behave, steps)


def test_idle_and_aged_connections_are_closed_and_the_sweep_then_rests(run):
    async def steps(client, upstream):
        await exchange(client, upstream)
        await until(lambda: upstream.open_now == 0)
        await until(lambda: client._timer is None)

    scenario(run, answers(OK), steps, idle_expiry_s=0.01, sweep_s=0.005)
    scenario(run, answers(OK), steps, max_age_s=0.01, sweep_s=0.005)
    scenario(run, answers(OK), steps, max_age_s=10, jitter_s=lambda: 10, sweep_s=0.005)


def test_a_connection_beyond_its_age_finishes_its_answer(run):
    async def behave(upstream, reader, writer):
        await upstream.read_request(reader)
        writer.write(CHUNKED + b"1\r\na\r\n")
        await asyncio.sleep(0.03)
        writer.write(b"1\r\nb\r\n0\r\n\r\n")
        await reader.read()

    async def steps(client, upstream):
        assert (await exchange(client, upstream)).body == b"ab"

    scenario(run, behave, steps, max_age_s=0.001, sweep_s=0.005)


def test_no_cookie_comes_back(run):
    async def steps(client, upstream):
        for _ in range(2):
            await exchange(client, upstream)
        assert not any(b"cookie" in request.lower() for request in upstream.requests)

    answer = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nContent-Length: 0\r\n\r\n"
    scenario(run, answers(answer), steps)


def test_connections_differ_by_proxy_and_trust_and_are_kept_through_a_tunnel(run, authority):
    _, ca_file, context = authority

    async def steps(client, upstream):
        async with RawUpstream(tunnel(upstream.port)) as proxy:
            trust = {"SSL_CERT_FILE": ca_file}
            proxied = {**trust, "HTTPS_PROXY": f"127.0.0.1:{proxy.port}"}
            for _ in range(3):
                collector = Collector()
                client.send(
                    get(443, scheme="https", host="upstream.test", environ=proxied), collector
                )
                await collector.whole()
            assert (client.opened, proxy.connections) == (1, 1)
            for _ in range(2):
                await exchange(client, upstream, scheme="https", environ=trust)
            assert (client.opened, proxy.connections) == (2, 1)
            await client.aclose()

    scenario(run, answers(OK), steps, context=context)


def test_nothing_piles_up_over_many_connections(run):
    async def steps(client, upstream):
        def count():
            return sum(type(each).__name__ == "UpstreamConnection" for each in gc.get_objects())

        gc.collect()
        gc.disable()
        try:
            for _ in range(30):
                await exchange(client, upstream)
            await until(lambda: upstream.open_now == 0)
            await asyncio.sleep(0.01)
            assert count() <= 2  # freed by reference counts alone
        finally:
            gc.enable()
        assert not client._connections
        assert not client._pool

    scenario(run, answers(OK + b"x"), steps)
