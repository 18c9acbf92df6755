"""Clients that make mistakes, and clients that mean harm."""

import asyncio
import json

import pytest

from openclaw_auth.gateway.settings import Limits, Timeouts
from raw_upstream import RawUpstream, answers, until
from running_gateway import BODY, TOKEN, RunningGateway, read_answer, read_head, request

SAID = b'{"choices":[{"message":{"content":"hi"}}]}'
OK = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(SAID), SAID)


@pytest.fixture
def scenario(tmp_path):
    """Run `steps(gateway, upstream)` in front of an upstream that answers."""

    def start(steps, **options):
        async def main():
            async with (
                RawUpstream(answers(OK)) as upstream,
                RunningGateway(tmp_path, upstream.port, **options) as gateway,
            ):
                await asyncio.wait_for(steps(gateway, upstream), 20)

        asyncio.run(main())

    return start


def refused(scenario, raw, status, code, **options):
    """Assert that raw bytes get that error and nothing goes upstream; returns the answer."""
    found = None

    async def steps(gateway, upstream):
        nonlocal found
        found = await gateway.exchange(raw)
        assert upstream.requests == []
        assert gateway.gateway.held_body_bytes == 0

    scenario(steps, **options)
    assert (found.status, found.json()["error"]["code"]) == (status, code)
    return found


def headers(*lines, start="POST /v1/chat/completions HTTP/1.1"):
    fixed = ["Host: 127.0.0.1", f"Authorization: Bearer {TOKEN}", "Content-Type: application/json"]
    return "\r\n".join([start, *fixed, *lines]).encode() + b"\r\n\r\n"


CHUNKED_BODY = b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY)
SMUGGLED = b"GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        headers(f"Content-Length: {len(BODY)}", "Transfer-Encoding: chunked") + CHUNKED_BODY,
        headers("Transfer-Encoding: chunked", "Content-Length: 4") + CHUNKED_BODY,
        headers("Content-Length: 0", f"Content-Length: {len(BODY)}") + BODY,
        headers("Transfer-Encoding: xchunked") + CHUNKED_BODY,
        headers("Transfer-Encoding:\x0bchunked") + CHUNKED_BODY,
        headers("Transfer-Encoding : chunked") + CHUNKED_BODY,
        headers("X: y\nTransfer-Encoding: chunked") + CHUNKED_BODY,
        headers("X: y", " Transfer-Encoding: chunked") + CHUNKED_BODY,
        headers("Transfer-Encoding: chunked") + b"1e\n" + BODY,
        headers("Transfer-Encoding: chunked") + b"-1\r\n",
        headers("Content-Length: 5\x00"),
        headers("Content-Length: 3", start="POST http://evil/v1/messages HTTP/1.1"),
    ],
)
def test_smuggling_pairs_are_refused_and_nothing_after_them_is_read(scenario, raw):
    async def steps(gateway, upstream):
        reader, writer = await gateway.connect()
        writer.write(raw + SMUGGLED)
        answer = await read_answer(reader)
        assert (answer.status, answer.headers["connection"]) == (400, "close")
        assert await reader.read() == b""
        assert upstream.requests == []
        assert len(gateway.accesses()) == 1
        writer.close()

    scenario(steps)


def test_chunked_bodies_are_taken_whole(scenario):
    async def steps(gateway, upstream):
        raw = headers("Transfer-Encoding: chunked")
        first, rest = BODY[:5], BODY[5:]
        raw += b"5;ext=1\r\n%b\r\n%X\r\n%b\r\n0\r\nX-T: 1\r\n\r\n" % (first, len(rest), rest)
        reader, writer = await gateway.connect()
        for at in range(0, len(raw), 7):
            writer.write(raw[at : at + 7])
            await asyncio.sleep(0)
        writer.write(raw)
        for _ in range(2):
            answer = await read_answer(reader)
            assert answer.status == 200, answer.body
        for sent in upstream.requests:
            assert sent.endswith(BODY.replace(b"up/m1", b"m1"))
        writer.close()

    scenario(steps)


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (request(b"{not json"), 400, "body_not_json"),
        (request(b'{"messages":[]}'), 400, "body_fields_invalid"),
        (request(b""), 400, "body_missing"),
        (request(token="wrong"), 401, "gateway_token_wrong"),
        (request(path="/v1/unknown"), 404, "path_unknown"),
        (request(path="/v1/chat/completions/"), 404, "path_unknown"),
        (request(path="/v1/../healthz"), 404, "path_unknown"),
        (request(method="GET"), 405, "method_wrong"),
        (request(b'{"model":"nobody/m"}'), 501, None),
        (request(BODY, "X-OpenClaw-Agent-Id: nobody"), 404, "unknown_agent"),
        (request(BODY, "Origin: http://evil.example"), 403, "origin_foreign"),
        (request().replace(b"Host: 127.0.0.1", b"Host: evil.example"), 403, "host_foreign"),
        (request().replace(b"application/json", b"text/plain"), 415, "content_type_wrong"),
        (request(BODY, "X: " + "a" * 70_000), 431, "head_too_large"),
    ],
)
@pytest.mark.parametrize("anthropic", [False, True])
def test_mistakes_are_answered_in_the_callers_dialect(scenario, raw, status, code, anthropic):
    if anthropic:
        raw = raw.replace(b"/v1/chat/completions", b"/v1/messages").replace(
            b"Host:", b"anthropic-version: 2023-06-01\r\nHost:", 1
        )

    async def steps(gateway, upstream):
        answer = await gateway.exchange(raw)
        document = answer.json()
        assert answer.status == status
        if code:
            assert document["error"]["code"] == code
        # A head that cannot be read does not tell its dialect.
        assert ("type" in document) == (anthropic and code != "head_too_large")
        assert document["request_id"] == answer.headers["x-request-id"]
        assert answer.headers["x-should-retry"] == "false"
        assert "access-control-allow-origin" not in answer.headers
        assert upstream.requests == []
        assert document["error"]["message"]

    scenario(steps)


def test_a_missing_key_says_everything_that_a_person_needs(scenario):
    found = refused(
        scenario,
        request(b'{"model":"anthropic/claude-opus-4-5"}', path="/v1/messages"),
        503,
        "no_api_key_for_provider",
    )
    message = found.json()["error"]["message"]
    assert message.startswith('No API key found for provider "anthropic"')
    assert "openclaw models auth add" in message


def test_a_refused_method_says_which_is_right(scenario):
    found = refused(scenario, request(method="DELETE"), 405, "method_wrong")
    assert found.headers["allow"] == "POST"


def test_a_refused_request_does_not_cost_the_connection(scenario):
    async def steps(gateway, _):
        reader, writer = await gateway.connect()
        for raw, status in (
            (request(token="wrong"), 401),
            (request(b"{"), 400),
            (request(path="/v1/unknown"), 404),
            (request(b'{"model":"anthropic/x"}'), 503),
            (request(), 200),
        ):
            writer.write(raw)
            assert (await read_answer(reader)).status == status
        writer.close()

    scenario(steps)


def test_fifty_megabytes_get_their_answer_without_being_held(scenario):
    size = 50 << 20

    async def steps(gateway, _):
        reader, writer = await gateway.connect()
        writer.write(headers(f"Content-Length: {size}"))
        for _ in range(50):
            writer.write(b"x" * (1 << 20))
            await writer.drain()
        answer = await read_answer(reader)
        assert (answer.status, answer.json()["error"]["code"]) == (413, "body_too_large")
        assert gateway.gateway.held_body_bytes == 0
        writer.close()

    scenario(steps)


def test_chunks_without_end_are_stopped_at_the_limit(scenario):
    raw = headers("Transfer-Encoding: chunked") + b"1000\r\n" + b"x" * 4096 + b"\r\n"
    refused(scenario, raw, 413, "body_too_large", limits=Limits(body=4000))


def test_a_client_that_waits_is_told_to_continue(scenario):
    async def steps(gateway, upstream):
        reader, writer = await gateway.connect()
        head, _, body = request(BODY, "Expect: 100-continue").partition(b"\r\n\r\n")
        writer.write(head + b"\r\n\r\n")
        assert (await read_head(reader))[0] == 100
        writer.write(body)
        assert (await read_answer(reader)).status == 200
        assert b"expect" not in upstream.requests[0].lower()
        writer.close()

    scenario(steps)


def test_a_client_that_waits_is_refused_before_it_sends(scenario):
    async def steps(gateway, _):
        reader, writer = await gateway.connect()
        head = request(b"x" * 100, "Expect: 100-continue", token="wrong").partition(b"\r\n\r\n")[0]
        writer.write(head + b"\r\n\r\n")
        assert (await read_head(reader))[0] == 401
        writer.close()

    scenario(steps)


def test_a_head_that_takes_too_long_is_ended(scenario):
    async def steps(gateway, _):
        reader, writer = await gateway.connect()
        for byte in request()[:40]:
            writer.write(bytes([byte]))
            await asyncio.sleep(0.02)
            if reader.at_eof() or reader._buffer:
                break
        answer = await read_answer(reader)
        assert (answer.status, answer.json()["error"]["code"]) == (408, "request_timeout")
        writer.close()

    scenario(steps, timeouts=Timeouts(head_s=0.3))


def test_a_body_that_takes_too_long_is_ended(scenario):
    async def steps(gateway, _):
        reader, writer = await gateway.connect()
        writer.write(request()[:-5])
        answer = await read_answer(reader)
        assert (answer.status, answer.json()["error"]["code"]) == (408, "request_timeout")
        assert await reader.read() == b""
        await until(lambda: gateway.gateway.held_body_bytes == 0)
        writer.close()

    scenario(steps, timeouts=Timeouts(body_idle_s=0.3))


def test_a_body_may_not_trickle_for_ever(scenario):
    async def steps(gateway, _):
        reader, writer = await gateway.connect()
        writer.write(headers("Content-Length: 10000"))
        while not reader._buffer:
            writer.write(b"x")
            await asyncio.sleep(0.05)
        assert (await read_answer(reader)).status == 408
        writer.close()

    scenario(steps, timeouts=Timeouts(body_idle_s=0.3, body_total_s=0.6))


def test_a_silent_connection_is_closed(scenario):
    async def steps(gateway, _):
        reader, writer = await gateway.connect()
        assert await reader.read() == b""
        writer.close()

    scenario(steps, timeouts=Timeouts(keep_alive_s=0.2, head_s=0.2))


def test_garbage_is_answered_and_closed(scenario):
    async def steps(gateway, _):
        for raw in (
            b"\x16\x03\x01\x02\x00\x01\n\n",
            b"\0" * 100,
            b"hello\r\n\r\n",
            b"\r\n\r\n\r\n",
        ):
            answer = await gateway.exchange(raw)
            assert answer.status == 400

    scenario(steps)


def test_other_paths_are_the_apps_and_close_the_connection(scenario):
    async def steps(gateway, _):
        for path, status, word in (
            ("/healthz", 200, b"ok"),
            ("/", 200, b"gateway"),
            ("/x", 404, b""),
        ):
            reader, writer = await gateway.connect()
            head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
            # What is sent behind it must not pass by the front's checks.
            writer.write(head + b"GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n")
            answer = await read_answer(reader)
            assert (answer.status, answer.headers["connection"]) == (status, "close")
            assert word in answer.body
            assert await reader.read() == b""
            writer.close()
        await until(lambda: not gateway.state.connections)

    scenario(steps)


def test_the_app_is_not_for_foreign_pages_either(scenario):
    async def steps(gateway, _):
        for line in ("Host: evil.example", "Host: localhost\r\nOrigin: http://evil.example"):
            answer = await gateway.exchange(f"GET /healthz HTTP/1.1\r\n{line}\r\n\r\n".encode())
            assert answer.status == 403

    scenario(steps)


def test_models_are_listed_in_both_dialects(scenario):
    async def steps(gateway, _):
        answer = await gateway.exchange(request(b"", path="/v1/models", method="GET"))
        listed = answer.json()
        assert [model["id"] for model in listed["data"]] == ["up/m1"]
        assert listed["object"] == "list"
        raw = request(b"", "anthropic-version: 2023-06-01", path="/v1/models", method="GET")
        assert (await gateway.exchange(raw)).json()["first_id"] == "up/m1"
        for path in ("/v1/models/up/m1", "/v1/models/up%2Fm1"):
            one = await gateway.exchange(request(b"", path=path, method="GET"))
            assert one.json()["id"] == "up/m1"
        missing = await gateway.exchange(request(b"", path="/v1/models/up/m2", method="GET"))
        assert missing.status == 404

    scenario(steps)


def test_no_secret_reaches_an_event(scenario):
    async def steps(gateway, _):
        await gateway.exchange(request())
        await gateway.exchange(request(token="sk-a-users-own-key"))
        seen = json.dumps([event.to_json() for event in gateway.events], default=str)
        for secret in (TOKEN, "sk-the-key-that-is-lent", "sk-a-users-own-key"):
            assert secret not in seen

    scenario(steps)


def test_a_fault_of_ours_is_said_logged_and_costs_one_request(scenario):
    class Broken:
        def start(self, *_, **__):
            raise RuntimeError("a fault")

    async def steps(gateway, _):
        working, gateway.gateway.sender = gateway.gateway.sender, Broken()
        answer = await gateway.exchange(request())
        assert (answer.status, answer.json()["error"]["code"]) == (500, "gateway_fault")
        traces = [event.fields["trace"] for event in gateway.events if event.kind == "health"]
        assert "RuntimeError: a fault" in traces[0]
        assert gateway.gateway.held_body_bytes == 0
        gateway.gateway.sender = working
        assert (await gateway.exchange(request())).status == 200

    scenario(steps)
