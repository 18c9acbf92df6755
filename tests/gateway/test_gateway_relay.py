"""What goes through the gateway comes out as it went in, at once, and never longer than it should."""

import asyncio
import json

import pytest
import uvloop

from openclaw_auth.gateway.settings import Limits, Timeouts
from raw_upstream import RawUpstream, answers, close, until
from running_gateway import BODY, KEY, TOKEN, RunningGateway, read_answer, read_head, request

SSE_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
)
EVENT = b'data: {"x":1}\n\n'


SAID = b'{"choices":[{"message":{"role":"assistant","content":"ok"}}]}'


def answer_with(body):
    """A whole answer of the upstream."""
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body


OK = answer_with(SAID)
LONG = b'{"choices":[{"message":{"content":"' + b"x" * 600


def chunk(data):
    return b"%x\r\n%b\r\n" % (len(data), data)


@pytest.fixture(params=[asyncio.run, uvloop.run], ids=["asyncio", "uvloop"])
def run(request):
    return request.param


@pytest.fixture
def scenario(run, tmp_path):
    """Run `steps(gateway, upstream)` in front of an upstream with that behaviour."""

    def start(behave, steps, *, buffered=1 << 26, **options):
        async def main():
            async with (
                RawUpstream(behave, buffered=buffered) as upstream,
                RunningGateway(tmp_path, upstream.port, **options) as gateway,
            ):
                await asyncio.wait_for(steps(gateway, upstream), 20)

        run(main())

    return start


def test_the_lease_goes_upstream_and_the_body_unchanged_but_for_the_model(scenario):
    body = b'{ "n":1.0e5, "model":"up/m1" ,"messages":[{"content":"\\u00e9 \xc3\xa9"}]}'

    async def steps(gateway, upstream):
        answer = await gateway.exchange(request(body, "X-Stainless-Lang: python"))
        assert (answer.status, answer.body) == (200, SAID)
        head, _, sent = upstream.requests[0].partition(b"\r\n\r\n")
        assert sent == body.replace(b"up/m1", b"m1")
        assert head.startswith(b"POST /v1/chat/completions HTTP/1.1\r\n")
        assert b"authorization: Bearer " + KEY.encode() in head
        assert b"x-stainless-lang: python" in head
        assert TOKEN.encode() not in head

    scenario(answers(OK), steps)


@pytest.mark.parametrize(
    ("path", "upstream_path", "dialect"),
    [
        ("/v1/messages?beta=true", b"/v1/messages?beta=true", "anthropic"),
        ("/v1/messages/count_tokens", b"/v1/messages/count_tokens", "anthropic"),
        ("/v1/responses", b"/v1/responses", "openai"),
        ("/v1/embeddings", b"/v1/embeddings", "openai"),
    ],
)
def test_every_call_finds_its_path_and_its_header(scenario, path, upstream_path, dialect):
    async def steps(gateway, upstream):
        assert (await gateway.exchange(request(path=path))).status == 200
        head = upstream.requests[0]
        assert head.startswith(b"POST " + upstream_path + b" ")
        key = b"x-api-key: " if dialect == "anthropic" else b"authorization: Bearer "
        assert key + KEY.encode() in head

    scenario(answers(OK), steps)


def test_a_refusal_of_the_upstream_passes_with_status_body_and_limits(scenario):
    body = b'{"type":"error","error":{"type":"overloaded_error","message":"busy"}}'
    refusal = (
        b"HTTP/1.1 529 Overloaded\r\nContent-Type: application/json\r\nretry-after: 7\r\n"
        b"anthropic-ratelimit-requests-remaining: 0\r\nContent-Length: %d\r\n\r\n" % len(body)
    ) + body

    async def steps(gateway, _):
        answer = await gateway.exchange(request())
        assert (answer.status, answer.body) == (529, body)
        assert answer.headers["retry-after"] == "7"
        assert answer.headers["anthropic-ratelimit-requests-remaining"] == "0"
        assert gateway.outcomes()[0]["status"] == 529

    scenario(answers(refusal), steps)


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


def test_a_stream_that_breaks_at_an_event_ends_with_an_error_and_a_cut(scenario):
    async def steps(gateway, _):
        for path, marker in (
            ("/v1/messages", b"event: error\ndata: "),
            ("/v1/chat/completions", b"data: "),
        ):
            answer = await gateway.exchange(request(path=path))
            assert not answer.whole
            event = answer.body.removeprefix(EVENT)
            assert event.startswith(marker)
            error = json.loads(event[len(marker) :])
            assert error["error"]["code"] == "upstream_closed_mid_body"
        assert gateway.accesses()[0]["code"] == "upstream_closed_mid_body"
        assert gateway.outcomes()[0]["error"] == "upstream_closed_mid_body"

    scenario(answers(SSE_HEAD + chunk(EVENT), then="close"), steps)


def test_a_stream_that_breaks_inside_an_event_is_only_cut(scenario):
    async def steps(gateway, _):
        answer = await gateway.exchange(request())
        assert (answer.whole, answer.body) == (False, EVENT + b'data: {"x"')

    scenario(answers(SSE_HEAD + chunk(EVENT + b'data: {"x"'), then="close"), steps)


def test_a_stream_that_breaks_before_its_first_event_is_an_error(scenario):
    async def steps(gateway, upstream):
        answer = await gateway.exchange(request())
        assert (answer.status, answer.json()["error"]["code"]) == (502, "upstream_closed_mid_body")
        assert len(upstream.requests) == 2  # once more with the same credential, for a hiccup

    scenario(answers(SSE_HEAD + chunk(b'data: {"x"'), then="close"), steps)


@pytest.mark.parametrize(
    "start",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + LONG,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(LONG),
    ],
)
@pytest.mark.parametrize("then", ["close", "reset"])
def test_half_an_answer_never_looks_whole(scenario, start, then):
    async def steps(gateway, _):
        answer = await gateway.exchange(request())
        assert not answer.whole

    scenario(answers(start, then=then), steps)


def test_half_an_answer_never_looks_whole_to_an_old_client_either(scenario):
    async def steps(gateway, _):
        raw = request(BODY, "Connection: close").replace(b"HTTP/1.1", b"HTTP/1.0", 1)
        answer = await gateway.exchange(raw)
        assert not answer.whole

    start = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(LONG)
    scenario(answers(start, then="close"), steps)


def test_half_an_answer_too_short_to_be_one_is_an_error(scenario):
    async def steps(gateway, _):
        answer = await gateway.exchange(request())
        assert (answer.status, answer.json()["error"]["code"]) == (502, "upstream_closed_mid_body")

    scenario(answers(answer_with(SAID)[:-1], then="close"), steps)


@pytest.mark.parametrize(
    ("behave", "status", "code"),
    [
        (answers(b"this is not HTTP\r\n\r\n"), 502, "upstream_not_http"),
        (answers(then="close"), 502, "upstream_closed"),
        (answers(b"HTTP/1.1 200 OK\r\nContent-Le", then="close"), 502, "upstream_closed"),
        (answers(then="hang"), 504, "upstream_timeout_first_byte"),
    ],
    ids=["garbage", "closed", "half a head", "hangs"],
)
@pytest.mark.parametrize("path", ["/v1/messages", "/v1/chat/completions"])
def test_no_answer_is_said_in_the_callers_dialect(scenario, behave, status, code, path):
    async def steps(gateway, _):
        answer = await gateway.exchange(request(path=path))
        document = answer.json()
        assert (answer.status, document["error"]["code"]) == (status, code)
        assert document["request_id"] == answer.headers["x-request-id"]
        assert ("type" in document) == (path == "/v1/messages")
        assert gateway.outcomes()[0]["error"] == code

    scenario(behave, steps, timeouts=Timeouts(first_byte_s=0.3))


def test_an_upstream_that_falls_silent_in_a_stream_is_given_up(scenario):
    async def steps(gateway, _):
        answer = await gateway.exchange(request())
        assert not answer.whole
        assert b"upstream_timeout" in answer.body

    scenario(answers(SSE_HEAD + chunk(EVENT), then="hang"), steps, timeouts=Timeouts(idle_s=0.3))


def test_a_large_body_arrives_whole(scenario):
    body = b'{"model":"up/m1","x":"' + b"a" * (20 << 20) + b'"}'

    async def steps(gateway, upstream):
        assert (await gateway.exchange(request(body))).status == 200
        assert len(upstream.requests[0]) > 20 << 20
        assert gateway.gateway.held_body_bytes == 0

    scenario(answers(OK), steps)


def test_a_large_answer_arrives_whole(scenario):
    size = 20 << 20
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size + b"x" * size

    async def steps(gateway, _):
        found = await gateway.exchange(request())
        assert (found.whole, len(found.body)) == (True, size)

    scenario(answers(answer), steps)


def test_all_bodies_together_are_bounded(scenario):
    async def steps(gateway, _):
        held = []
        for _ in range(3):
            _, writer = await gateway.connect()
            writer.write(request(b"x" * 1000)[:-1])
            held.append(writer)
        await until(lambda: gateway.gateway.held_body_bytes > 2500)
        answer = await gateway.exchange(request(b"x" * 1000))
        assert (answer.status, answer.json()["error"]["code"]) == (503, "bodies_too_many")
        assert answer.headers["retry-after"] == "1"
        assert "x-should-retry" not in answer.headers
        for writer in held:
            writer.transport.abort()
        await until(lambda: gateway.gateway.held_body_bytes == 0)
        assert (await gateway.exchange(request())).status == 200

    scenario(answers(OK), steps, limits=Limits(bodies=3500))


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


def test_one_connection_serves_many_requests_and_so_does_the_upstreams(scenario):
    async def steps(gateway, upstream):
        reader, writer = await gateway.connect()
        for _ in range(50):
            writer.write(request())
            assert (await read_answer(reader)).status == 200
        assert upstream.connections == 1
        assert len(gateway.accesses()) == 50
        writer.close()

    scenario(answers(OK), steps)


def test_an_upstream_that_closed_a_kept_connection_is_asked_again(scenario):
    async def behave(upstream, reader, writer):
        await upstream.read_request(reader)
        writer.write(OK)
        await writer.drain()
        await close(writer)

    async def steps(gateway, _):
        for _ in range(20):
            assert (await gateway.exchange(request())).status == 200

    scenario(behave, steps)


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
