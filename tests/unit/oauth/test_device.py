"""The device flow on a virtual clock: how often it asks, and when it stops."""

from __future__ import annotations

import json

import pytest

from openclaw_auth.errors import LoginFailed, TokenAnswerInvalid, TokenError, UpstreamTimeout
from openclaw_auth.oauth.client import OAuthClient
from openclaw_auth.oauth.device import ShowCode, device_login, shown_code
from openclaw_auth.oauth.drive import Pause
from openclaw_auth.oauth.http import HttpAnswer, HttpRequest
from openclaw_auth.oauth.providers import Standard
from openclaw_auth.testing.virtual import VirtualClock, virtual_ports

CLIENT = OAuthClient("acme", "https://a.example/token", device_url="https://a.example/device")
BEGUN = {
    "device_code": "d",
    "user_code": "ABCD",
    "verification_uri": "https://a.example/device",
    "expires_in": 60,
    "interval": 2,
}
PENDING, SLOW = {"error": "authorization_pending"}, {"error": "slow_down"}


def answer(document, status=400):
    return HttpAnswer(status, {}, json.dumps(document).encode())


def run(polls, **begun):
    """Play the flow against these poll answers; returns what came of it, and the pauses."""
    clock = VirtualClock()
    flow = device_login(CLIENT, Standard(), virtual_ports(clock))
    pauses, polls = [], iter(polls)
    given, first = None, True
    try:
        step = next(flow)
        while True:
            if isinstance(step, Pause):
                pauses.append(step.seconds)
                clock.pass_ms(int(step.seconds * 1000))
                step = flow.send(None)
            elif isinstance(step, ShowCode):
                step = flow.send(None)
            else:
                assert isinstance(step, HttpRequest)
                given = answer({**BEGUN, **begun}, 200) if first else next(polls, answer(PENDING))
                first = False
                step = flow.throw(given) if isinstance(given, Exception) else flow.send(given)
    except StopIteration as end:
        return end.value, pauses


def test_it_asks_at_the_servers_pace_until_it_is_given():
    polls = [answer(PENDING), answer(SLOW), answer(PENDING), answer({"access_token": "t"}, 200)]
    tokens, pauses = run(polls)
    assert tokens.access
    assert pauses == [2, 2, 7, 7]


def test_a_server_in_trouble_is_asked_less_often():
    lost = UpstreamTimeout("upstream_timeout_idle", origin="x", kind="idle", limit_s=1)
    polls = [lost, answer({}, 503), answer({"access_token": "t"}, 200)]
    assert run(polls)[1] == [2, 4, 8]


def test_without_an_interval_it_is_five_seconds():
    assert run([answer({"access_token": "t"}, 200)], interval=None)[1] == [5]


@pytest.mark.parametrize(
    ("polls", "code"),
    [
        ([answer({"error": "access_denied"})], "login_denied"),
        ([answer({"error": "expired_token"})], "device_expired"),
        ([], "device_expired"),
    ],
)
def test_how_it_ends_without_a_login(polls, code):
    with pytest.raises(LoginFailed) as failed:
        run(polls)
    assert failed.value.reason.code == code


def test_another_error_is_the_servers_own():
    with pytest.raises(TokenError):
        run([answer({"error": "invalid_client"}, 401)])


@pytest.mark.parametrize(
    "wrong",
    [
        {"device_code": None},
        {"device_code": ""},
        {"user_code": "\x1b[2J"},
        {"verification_uri": "javascript:alert(1)"},
        {"verification_uri": "http://a.example/device"},
        {"verification_uri": "https://user:pw@a.example/"},
        {"verification_uri": 7},
    ],
)
def test_what_nobody_should_be_shown_is_refused(wrong):
    with pytest.raises(TokenAnswerInvalid):
        shown_code(answer({**BEGUN, **wrong}, 200), 0)


def test_what_is_shown():
    shown = shown_code(answer({**BEGUN, "verification_uri_complete": "ftp://x"}, 200), 1000)
    assert (shown.complete_url, shown.expires_ms) == (None, 61_000)
    old = {k: v for k, v in BEGUN.items() if k != "verification_uri"}
    shown = shown_code(answer({**old, "verification_url": "https://a.example/d"}, 200), 0)
    assert shown.url == "https://a.example/d"
    long = shown_code(answer({**BEGUN, "expires_in": 10**9, "interval": 10**9}, 200), 0)
    assert (long.life_s, long.interval_s) == (3600, 60)
