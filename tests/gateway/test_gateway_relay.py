"""What goes through the gateway comes out as it went in, however large, over kept connections."""

import pytest

from openclaw_auth.gateway.settings import Limits
from raw_upstream import answers, close, until
from running_gateway import KEY, TOKEN, read_answer, request
from upstream_answers import OK, SAID


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
