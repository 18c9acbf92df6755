"""Which headers go on, in both directions."""

import pytest

from openclaw_auth.gateway.answer.response_head import (
    CHUNKS,
    LENGTH,
    NO_BODY,
    UNTIL_CLOSE,
    plan_answer,
)
from openclaw_auth.gateway.connection.head import parse_head
from openclaw_auth.gateway.connection.request_headers import decodable_encodings, upstream_headers
from openclaw_auth.version import __version__

LEASE = [(b"authorization", b"Bearer lent"), (b"anthropic-version", b"2023-06-01")]


def sent(*lines, lease=LEASE):
    head = parse_head(
        "\r\n".join(["POST /v1/messages HTTP/1.1", "Host: localhost", *lines]).encode()
    )
    return upstream_headers(head, lease)


def test_the_clients_credentials_stay_here_and_the_leases_go():
    headers = sent(
        "Authorization: Bearer mine", "x-api-key: mine", "Cookie: mine=1", "api-key: mine"
    )
    assert all(b"mine" not in value for _, value in headers)
    assert (b"authorization", b"Bearer lent") in headers


def test_what_belongs_to_the_connection_or_tells_of_the_client_stays_here():
    headers = sent(
        "Connection: keep-alive, X-Hop",
        "X-Hop: 1",
        "Keep-Alive: timeout=5",
        "TE: trailers",
        "Upgrade: h2c",
        "Proxy-Authorization: Basic x",
        "X-Forwarded-For: 10.0.0.1",
        "Forwarded: for=10.0.0.1",
        "Via: 1.1 x",
        "X-OpenClaw-Agent-Id: work",
        "Content-Length: 3",
        "Expect: 100-continue",
        "Origin: http://localhost",
        "Referer: http://localhost/secret",
    )
    assert [name for name, _ in headers] == [b"user-agent", b"authorization", b"anthropic-version"]


def test_everything_else_passes_as_it_came():
    headers = sent("User-Agent: some-client/1", "anthropic-beta: a, b", "X-Stainless-Lang: python")
    assert headers[:3] == [
        (b"user-agent", b"some-client/1"),
        (b"anthropic-beta", b"a, b"),
        (b"x-stainless-lang", b"python"),
    ]


def test_the_leases_headers_replace_the_clients_of_their_names():
    headers = sent("anthropic-version: 1999-01-01")
    assert [value for name, value in headers if name == b"anthropic-version"] == [b"2023-06-01"]


def test_a_client_without_a_name_gets_ours():
    assert (b"user-agent", f"openclaw-auth/{__version__}".encode()) in sent()


@pytest.mark.parametrize(
    ("asked", "sent_on"),
    [
        (b"gzip, deflate, br, zstd", b"gzip, deflate"),
        (b"br", b"identity"),
        (b"gzip;q=0.5, br;q=1", b"gzip;q=0.5"),
        (b"*", b"identity"),
        (b"", b"identity"),
    ],
)
def test_only_what_we_can_read_is_accepted_upstream(asked, sent_on):
    assert decodable_encodings(asked) == sent_on


def plan(*headers, status=200, http_11=True, keep_alive=True):
    fields = b"x-openclaw-request-id: req_1\r\n"
    return plan_answer(status, list(headers), fields, http_11=http_11, keep_alive=keep_alive)


def test_framing_follows_the_upstream_and_the_client():
    assert plan((b"content-length", b"5")).framing == LENGTH
    assert plan().framing == CHUNKS
    assert plan(http_11=False).framing == UNTIL_CLOSE
    assert not plan(http_11=False).keep_alive
    assert plan(status=204).framing == NO_BODY
    assert plan(status=304).framing == NO_BODY


def test_hop_by_hop_cookies_and_cors_are_not_relayed():
    head = plan(
        (b"connection", b"close, x-hop"),
        (b"x-hop", b"1"),
        (b"set-cookie", b"a=1"),
        (b"access-control-allow-origin", b"*"),
        (b"transfer-encoding", b"chunked"),
        (b"keep-alive", b"timeout=5"),
        (b"x-ratelimit-remaining-requests", b"7"),
        (b"request-id", b"up_1"),
    ).head.lower()
    assert b"x-ratelimit-remaining-requests: 7\r\n" in head
    assert b"request-id: up_1\r\n" in head
    assert b"x-openclaw-request-id: req_1\r\n" in head
    for gone in (b"x-hop", b"set-cookie", b"access-control", b"keep-alive", b"connection"):
        assert gone not in head
    assert head.count(b"transfer-encoding") == 1


def test_a_compressed_stream_is_not_one_that_we_could_add_to():
    event_stream = (b"content-type", b"text/event-stream; charset=utf-8")
    assert plan(event_stream).event_stream
    assert not plan(event_stream, (b"content-encoding", b"gzip")).event_stream


def test_a_status_without_a_name_is_relayed():
    assert plan(status=529).head.startswith(b"HTTP/1.1 529 \r\n")
