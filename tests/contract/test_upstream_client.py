"""What the gateway's pooled client promises beyond one answer: reuse, retry, limits, pressure."""

import asyncio
import gc
import socket
import ssl
import threading

import pytest
import trustme
import uvloop

from openclaw_auth.errors import (
    TransportError,
    UpstreamClosed,
    UpstreamProtocolError,
    UpstreamTimeout,
)
from openclaw_auth.transport.blocking import fetch
from openclaw_auth.transport.client import UpstreamClient
from openclaw_auth.transport.exchange import Timeouts
from openclaw_auth.transport.happy_eyeballs import connect_first
from openclaw_auth.transport.resolver import Resolver, interleaved
from raw_upstream import OK, Collector, RawUpstream, answers, close, get, reset, tunnel, until

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.fixture(params=[asyncio.run, uvloop.run], ids=["asyncio", "uvloop"])
def run(request):
    return request.param


def scenario(run, behave, steps, *, context=None, buffered=1 << 26, **options):
    """Run `steps(client, upstream)` against one upstream and close everything."""

    async def main():
        options.setdefault("timeouts", Timeouts(5, 5, 5))
        async with RawUpstream(behave, context, buffered=buffered) as upstream:
            client = UpstreamClient(**options)
            try:
                return await steps(client, upstream)
            finally:
                await client.aclose()
                await until(lambda: upstream.open_now == 0)

    return run(main())


async def exchange(client, upstream, **fields):
    collector = Collector()
    client.send(get(upstream.port, **fields), collector)
    return await collector.whole()


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


def first_answers_then(end):
    """Behaviour: the first connection serves one request and ends `end(...)` at the second."""

    async def behave(upstream, reader, writer):
        first = upstream.connections == 1
        while True:
            await upstream.read_request(reader)
            if first and len(upstream.requests) > 1:
                await end(reader, writer)
                return
            writer.write(OK)

    return behave


async def end_by_close(_reader, writer):
    await close(writer)


async def end_by_reset(_reader, writer):
    reset(writer)


async def end_after_a_byte(_reader, writer):
    writer.write(b"H")
    await close(writer)


@pytest.mark.parametrize("end", [end_by_close, end_by_reset])
@pytest.mark.parametrize("method", [b"GET", b"POST"])
def test_a_kept_connection_that_was_closed_costs_one_retry(run, end, method):
    async def steps(client, upstream):
        body = b"payload" if method == b"POST" else b""
        await exchange(client, upstream, method=method, body=body)
        assert (await exchange(client, upstream, method=method, body=body)).body == b"ok"
        assert (client.opened, client.reused, client.retried) == (2, 1, 1)
        assert upstream.requests[1] == upstream.requests[2]

    scenario(run, first_answers_then(end), steps)


def test_nothing_is_sent_twice_that_may_not_be(run):
    async def steps(client, upstream):
        await exchange(client, upstream)
        with pytest.raises(UpstreamClosed):
            await exchange(client, upstream, method=b"POST", body=b"x", idempotent=False)
        assert (client.opened, client.retried, len(upstream.requests)) == (1, 0, 2)

    scenario(run, first_answers_then(end_by_close), steps)


def test_nothing_is_sent_twice_after_a_byte_of_an_answer(run):
    async def steps(client, upstream):
        await exchange(client, upstream)
        with pytest.raises(UpstreamClosed):
            await exchange(client, upstream)
        assert (client.retried, len(upstream.requests)) == (0, 2)

    scenario(run, first_answers_then(end_after_a_byte), steps)


def test_a_new_connection_that_closes_is_not_retried(run):
    async def behave(upstream, reader, writer):
        await upstream.read_request(reader)
        await close(writer)

    async def steps(client, upstream):
        with pytest.raises(UpstreamClosed):
            await exchange(client, upstream)
        assert (client.retried, upstream.connections) == (0, 1)

    scenario(run, behave, steps)


def test_a_retry_that_fails_as_well_is_the_last(run):
    async def behave(upstream, reader, writer):
        await upstream.read_request(reader)
        if upstream.connections == 1:
            writer.write(OK)
            await upstream.read_request(reader)
        await close(writer)

    async def steps(client, upstream):
        await exchange(client, upstream)
        with pytest.raises(UpstreamClosed):
            await exchange(client, upstream)
        assert (client.retried, upstream.connections, len(upstream.requests)) == (1, 2, 3)

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


def test_body_pieces_come_one_by_one_and_trailers_at_the_end(run):
    go_on = asyncio.Event()

    async def behave(upstream, reader, writer):
        await upstream.read_request(reader)
        writer.write(CHUNKED + b"3;x=y\r\none\r\n")
        await go_on.wait()
        writer.write(b"3\r\ntwo\r\n0\r\nX-Sum: 6\r\n\r\n")
        await reader.read()

    async def steps(client, upstream):
        collector = Collector()
        client.send(get(upstream.port), collector)
        assert await asyncio.wait_for(collector.first_piece, 5) == b"one"
        assert collector.pieces == [b"one"]
        go_on.set()
        await collector.whole()
        assert (collector.pieces, collector.trailers) == ([b"one", b"two"], [(b"x-sum", b"6")])

    scenario(run, behave, steps)


def test_a_reader_that_pauses_holds_the_upstream_back_and_is_not_timed_out(run):
    total = 64 << 20
    sent = 0

    async def behave(upstream, reader, writer):
        nonlocal sent
        await upstream.read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % total)
        while sent < total:
            writer.write(b"x" * (1 << 20))
            sent += 1 << 20
            await writer.drain()
        await reader.read()

    async def steps(client, upstream):
        class Counter(Collector):
            received = 0

            def on_head(self, status, headers):
                super().on_head(status, headers)
                running.pause_reading()

            def on_body(self, data):
                self.received += len(data)

        collector = Counter()
        running = client.send(get(upstream.port), collector)
        await until(lambda: collector.status == 200)
        await asyncio.sleep(0.25)  # more than twice the limit for silence
        assert collector.calls == ["head"]
        assert collector.received < 1 << 20
        assert sent < total // 2
        running.resume_reading()
        await collector.whole()
        assert collector.received == total
        running.pause_reading()  # after the end: nothing happens
        running.resume_reading()

    limits = Timeouts(5, 5, 0.1)
    scenario(run, behave, steps, timeouts=limits, sweep_s=0.01)


def test_a_connection_paused_at_the_end_of_an_answer_serves_the_next(run):
    async def steps(client, upstream):
        class Pausing(Collector):
            def on_body(self, data):
                super().on_body(data)
                running.pause_reading()

        for _ in range(3):
            collector = Pausing()
            running = client.send(get(upstream.port), collector)
            await collector.whole()
        assert client.opened == 1

    scenario(run, answers(OK), steps)


def test_pausing_before_there_is_a_connection_holds(run):
    async def steps(client, upstream):
        collector = Collector()
        running = client.send(get(upstream.port), collector)
        running.pause_reading()
        await until(lambda: upstream.requests)
        await asyncio.sleep(0.02)
        assert collector.calls == []
        running.resume_reading()
        assert (await collector.whole()).body == b"ok"

    scenario(run, answers(OK), steps)


def test_cancel_closes_the_connection_and_silences_the_sink(run):
    async def behave(upstream, reader, writer):
        await upstream.read_request(reader)
        writer.write(CHUNKED + b"1\r\na\r\n")
        await reader.read()

    async def steps(client, upstream):
        collector = Collector()
        running = client.send(get(upstream.port), collector)
        await asyncio.wait_for(collector.first_piece, 5)
        running.cancel()
        await until(lambda: upstream.open_now == 0)
        running.cancel()
        running.pause_reading()
        running.resume_reading()
        assert collector.calls == ["head"]

    scenario(run, behave, steps)


@pytest.mark.parametrize("moment", ["on_head", "on_body"])
def test_cancel_from_within_the_sink(run, moment):
    async def steps(client, upstream):
        class Cancelling(Collector):
            def on_head(self, status, headers):
                super().on_head(status, headers)
                if moment == "on_head":
                    running.cancel()

            def on_body(self, data):
                super().on_body(data)
                running.cancel()

        collector = Cancelling()
        running = client.send(get(upstream.port), collector)
        await until(lambda: upstream.requests and upstream.open_now == 0)
        assert collector.calls == ["head"]
        assert collector.pieces == ([] if moment == "on_head" else [b"o"])

    scenario(run, answers(CHUNKED + b"1\r\no\r\n1\r\nk\r\n0\r\n\r\n"), steps)


def test_cancel_while_connecting(run):
    async def steps(client, upstream):
        collector = Collector()
        client.send(get(upstream.port), collector).cancel()
        running = client.send(get(upstream.port, scheme="https"), collector)
        await until(lambda: upstream.connections >= 1)
        running.cancel()
        await until(lambda: not client._dialling)
        assert collector.calls == []

    async def silent(_upstream, reader, _writer):
        await reader.read()

    scenario(run, silent, steps)


def test_a_request_that_cannot_be_sent_is_told_to_the_sink_later(run):
    async def steps(client, upstream):
        collector = Collector()
        client.send(get(upstream.port, headers=[(b"x", b"secret\r\ny: z")]), collector)
        assert collector.calls == []
        with pytest.raises(TransportError) as caught:
            await collector.whole()
        assert caught.value.reason.code == "request_invalid"
        assert "secret" not in str(caught.value)
        assert upstream.connections == 0

    scenario(run, answers(OK), steps)


def test_a_sink_that_raises_gets_the_error_and_the_loop_hears_of_it(run):
    async def steps(client, upstream):
        class Faulty(Collector):
            def on_body(self, data):
                raise ZeroDivisionError

        reported = []
        asyncio.get_running_loop().set_exception_handler(lambda _, info: reported.append(info))
        collector = Faulty()
        client.send(get(upstream.port), collector)
        with pytest.raises(TransportError) as caught:
            await collector.whole()
        assert caught.value.reason.code == "upstream_relay_failed"
        assert isinstance(reported[0]["exception"], ZeroDivisionError)

    scenario(run, answers(OK), steps)


def test_closing_the_client_ends_what_is_under_way(run):
    async def steps(client, upstream):
        collectors = [Collector(), Collector(), Collector()]
        client.send(get(upstream.port), collectors[0])
        await until(lambda: upstream.requests)
        client.send(get(upstream.port, scheme="https"), collectors[1])
        await client.aclose()
        client.send(get(upstream.port), collectors[2])
        for collector in collectors:
            with pytest.raises(UpstreamClosed) as caught:
                await collector.whole()
            assert caught.value.reason.code == "upstream_client_closed"

    scenario(run, answers(then="hang"), steps)


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


def test_no_cookie_comes_back(run):
    async def steps(client, upstream):
        for _ in range(2):
            await exchange(client, upstream)
        assert not any(b"cookie" in request.lower() for request in upstream.requests)

    answer = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nContent-Length: 0\r\n\r\n"
    scenario(run, answers(answer), steps)


def test_connections_differ_by_proxy_and_trust_and_are_kept_through_a_tunnel(run, tmp_path):
    ca = trustme.CA()
    ca_file = tmp_path / "ca.pem"
    ca.cert_pem.write_to_path(str(ca_file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("127.0.0.1", "upstream.test").configure_cert(context)

    async def steps(client, upstream):
        async with RawUpstream(tunnel(upstream.port)) as proxy:
            trust = {"SSL_CERT_FILE": str(ca_file)}
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


def test_a_name_is_reached_on_whichever_family_the_upstream_listens(run):
    async def steps(client, upstream):
        assert (await exchange(client, upstream, host="localhost")).body == b"ok"

    scenario(run, answers(OK), steps)


def test_address_families_take_turns():
    six, four = socket.AF_INET6, socket.AF_INET
    addresses = [(six, 1), (six, 2), (six, 3), (four, 4), (four, 5)]
    assert [place for _, place in interleaved(addresses)] == [1, 4, 2, 5, 3]
    assert interleaved([]) == []


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
