"""When the gateway's pooled client asks again, and when it must not."""

import pytest

from openclaw_auth.errors import (
    UpstreamClosed,
)
from pooled_client import exchange, scenario
from raw_upstream import OK, close, reset


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
