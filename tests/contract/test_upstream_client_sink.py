"""What a sink of the gateway's pooled client is told, and how it pauses, cancels and fails."""

import asyncio

import pytest

from openclaw_auth.errors import (
    TransportError,
    UpstreamClosed,
)
from openclaw_auth.transport.exchange import Timeouts
from pooled_client import scenario
from raw_upstream import OK, Collector, answers, get, until
from upstream_ways import CHUNKED


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
