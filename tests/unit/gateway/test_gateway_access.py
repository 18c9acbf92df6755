"""Who may talk to the gateway."""

import pytest

from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.connection.access import AccessPolicy
from openclaw_auth.gateway.connection.head import parse_head

POLICY = AccessPolicy("right-token", host_names=["192.168.1.7", "box.local"])


def head(*lines, host="127.0.0.1:18789"):
    return parse_head("\r\n".join(["GET / HTTP/1.1", f"Host: {host}", *lines]).encode())


def status(check, *lines, **more):
    try:
        check(head(*lines, **more))
    except Refusal as refusal:
        return refusal.status, refusal.reason.code
    return None


@pytest.mark.parametrize(
    "line",
    [
        "Authorization: Bearer right-token",
        "authorization: bearer  right-token",
        "x-api-key: right-token",
    ],
)
def test_the_token_opens(line):
    assert status(POLICY.check_token, line) is None


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ((), "gateway_token_missing"),
        (("Authorization: Basic cmlnaHQtdG9rZW4=",), "gateway_token_missing"),
        (("x-api-key:",), "gateway_token_wrong"),
        (("x-api-key: right-toke",), "gateway_token_wrong"),
        (("Authorization: Bearer right-token2",), "gateway_token_wrong"),
        # The header that names the scheme decides; a good key beside a bad one is no way around it.
        (("Authorization: Bearer wrong", "x-api-key: right-token"), "gateway_token_wrong"),
    ],
)
def test_nothing_else_does(lines, code):
    assert status(POLICY.check_token, *lines) == (401, code)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1:1",
        "localhost:18789",
        "LOCALHOST",
        "[::1]:18789",
        "127.8.8.8",
        "192.168.1.7:80",
        "Box.Local",
    ],
)
def test_our_own_names_are_served(host):
    assert status(POLICY.check_place, host=host) is None


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil",
        "192.168.1.8",
        "[::2]",
        "",
        "a b",
        "127.0.0.1:x",
        "user@localhost",
        "[::1",
    ],
)
def test_other_names_are_not(host):
    assert status(POLICY.check_place, host=host) == (403, "host_foreign")


def test_a_gateway_on_every_address_serves_every_literal_and_no_foreign_name():
    policy = AccessPolicy("t", any_address=True)
    assert status(policy.check_place, host="10.1.2.3:5") is None
    assert status(policy.check_place, host="evil.example") == (403, "host_foreign")


def test_only_the_gateways_own_pages_may_call():
    assert status(POLICY.check_place, "Origin: http://127.0.0.1:18789") is None
    for origin in (
        "http://127.0.0.1:3000",
        "http://localhost:18789",
        "https://evil.example",
        "null",
        "",
        "http://127.0.0.1:18789.evil.example",
        "file://127.0.0.1:18789",
    ):
        assert status(POLICY.check_place, f"Origin: {origin}") == (403, "origin_foreign")
