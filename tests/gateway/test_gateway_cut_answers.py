"""An answer that the upstream cuts short, or never gives, never looks whole to the client."""

import json

import pytest

from openclaw_auth.gateway.settings import Timeouts
from raw_upstream import answers
from running_gateway import BODY, request
from upstream_answers import EVENT, LONG, SAID, SSE_HEAD, answer_with, chunk


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
