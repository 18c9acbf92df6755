"""What every upstream client promises about whole exchanges: requests and answers arrive as they were sent."""

import pytest

from openclaw_auth.errors import (
    UpstreamProtocolError,
)
from openclaw_auth.transport.blocking import MAX_BODY
from raw_upstream import answers
from upstream_ways import CHUNKED, CLIENTS, HEAD, ask

WHOLE = {
    "a length": (HEAD + b"Content-Length: 3\r\n\r\nabc", 200, b"abc"),
    "no body": (HEAD + b"Content-Length: 0\r\n\r\n", 200, b""),
    "chunks": (CHUNKED + b"1\r\na\r\n2\r\nbc\r\n0\r\n\r\n", 200, b"abc"),
    "chunk extensions": (CHUNKED + b'3;a=b;c="d"\r\nabc\r\n0;z\r\n\r\n', 200, b"abc"),
    "trailers": (CHUNKED + b"3\r\nabc\r\n0\r\nX-T: 1\r\n\r\n", 200, b"abc"),
    "204": (b"HTTP/1.1 204 No Content\r\n\r\n", 204, b""),
    "304 with a length": (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", 304, b""),
    "100 first": (
        b"HTTP/1.1 100 Continue\r\n\r\n" + HEAD + b"Content-Length: 1\r\n\r\na",
        200,
        b"a",
    ),
    "103 first": (
        b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + HEAD + b"Content-Length: 1\r\n\r\na",
        200,
        b"a",
    ),
    "HTTP/1.0": (b"HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc", 200, b"abc"),
    "an error": (b"HTTP/1.1 429 Slow\r\nContent-Length: 2\r\n\r\n{}", 429, b"{}"),
    "a redirect": (
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        302,
        b"",
    ),
    "no reason phrase": (b"HTTP/1.1 200\r\nContent-Length: 1\r\n\r\na", 200, b"a"),
    "an upgrade offer": (
        HEAD + b"Upgrade: h2c\r\nConnection: Upgrade\r\nContent-Length: 1\r\n\r\na",
        200,
        b"a",
    ),
}


@pytest.mark.parametrize("case", WHOLE)
def test_a_whole_answer_arrives_whole(client, way, authority, case):
    sent, status, body = WHOLE[case]
    answer, _ = ask(client, way, authority, answers(sent))
    assert (answer.status, bytes(answer.body)) == (status, body)


@pytest.mark.parametrize("case", WHOLE)
def test_it_does_not_matter_in_which_pieces_an_answer_comes(client, authority, case):
    sent, status, body = WHOLE[case]
    pieces = [sent[at : at + 1] for at in range(len(sent))]
    answer, _ = ask(client, "http", authority, answers(*pieces))
    assert (answer.status, bytes(answer.body)) == (status, body)


def test_a_body_without_a_length_ends_with_the_connection(client, way, authority):
    answer, _ = ask(client, way, authority, answers(HEAD + b"\r\nab", b"cd", then="close"))
    assert bytes(answer.body) == b"abcd"


def test_what_an_interim_answer_says_of_lengths_does_not_count(client, way, authority):
    interim = b"HTTP/1.1 103 Early Hints\r\nContent-Length: 5\r\n\r\n"
    answer, _ = ask(client, way, authority, answers(interim + HEAD + b"\r\nab", then="close"))
    assert bytes(answer.body) == b"ab"


def test_a_host_may_be_written_with_its_final_dot(client, authority):
    behave = answers(HEAD + b"Content-Length: 0\r\n\r\n")
    way = "https through a proxy"
    answer, _ = ask(client, way, authority, behave, host="upstream.test.")
    assert answer.status == 200


def test_the_answer_to_head_has_no_body(client, way, authority):
    sent = HEAD + b"Content-Length: 500\r\n\r\n"
    answer, _ = ask(client, way, authority, answers(sent), method=b"HEAD")
    assert (answer.status, bytes(answer.body)) == (200, b"")
    assert (b"content-length", b"500") in answer.headers


def test_headers_keep_order_repetition_and_bytes(client, way, authority):
    sent = (
        HEAD
        + b"Set-Cookie: a=1\r\nX-B: caf\xe9\r\nset-cookie:b=2\r\nContent-Length: 0\r\nE:\r\n\r\n"
    )
    answer, _ = ask(client, way, authority, answers(sent))
    assert answer.headers == [
        (b"set-cookie", b"a=1"),
        (b"x-b", b"caf\xe9"),
        (b"set-cookie", b"b=2"),
        (b"content-length", b"0"),
        (b"e", b""),
    ]


def test_the_request_arrives_as_given(client, way, authority):
    _, upstream = ask(
        client,
        way,
        authority,
        answers(HEAD + b"Content-Length: 0\r\n\r\n"),
        method=b"POST",
        target=b"/v1/x/../%2F?q=%7B{",
        headers=[(b"X-Case", b"Kept"), (b"authorization", b"Bearer k")],
        body=b"\0\xff{}",
    )
    (request,) = upstream.requests
    head, _, body = request.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"POST /v1/x/../%2F?q=%7B{ HTTP/1.1"
    assert sum(line.lower().startswith(b"host:") for line in lines) == 1
    assert {b"X-Case: Kept", b"authorization: Bearer k", b"Content-Length: 4"} <= set(lines)
    assert not [line for line in lines if line.lower().startswith((b"accept", b"user-agent"))]
    assert body == b"\0\xff{}"


def test_a_large_request_body_arrives_unchanged(client, way, authority):
    body = bytes(range(256)) * 8192  # 2 MiB
    sent = HEAD + b"Content-Length: 0\r\n\r\n"
    _, upstream = ask(client, way, authority, answers(sent), method=b"POST", body=body)
    assert upstream.requests[0].endswith(b"\r\n\r\n" + body)


def test_the_blocking_client_keeps_at_most_a_mebibyte(authority):
    def of(size):
        sent = HEAD + b"Content-Length: %d\r\n\r\n" % size + b"x" * size
        return ask(CLIENTS["blocking"], "http", authority, answers(sent))[0]

    assert len(of(MAX_BODY).body) == MAX_BODY
    with pytest.raises(UpstreamProtocolError) as caught:
        of(MAX_BODY + 1)
    assert caught.value.reason.code == "upstream_body_too_large"
