"""OpenAI's own device login, played against answers of its documented shape."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import pytest

from openclaw_auth.errors import LoginFailed, LoginNotOffered, TokenAnswerInvalid, TokenError
from openclaw_auth.oauth.client import OAuthClient
from openclaw_auth.oauth.device import ShowCode
from openclaw_auth.oauth.drive import Pause
from openclaw_auth.oauth.http import HttpAnswer
from openclaw_auth.oauth.providers import manners_of
from openclaw_auth.testing.oauth_grants import unsigned_jwt
from openclaw_auth.testing.virtual import VirtualClock, virtual_ports

BASE = "https://auth.openai.com"
CLIENT = OAuthClient(
    "openai-codex",
    BASE + "/oauth/token",
    device_url=BASE + "/api/accounts/deviceauth/usercode",
    client_id="app_x",
)
BEGUN = {"device_auth_id": "dev-1", "user_code": "WXYZ-1234", "interval": "3"}
GRANTED = {"authorization_code": "code-1", "code_verifier": "ver-1"}
TOKENS = {
    "access_token": unsigned_jwt({"https://api.openai.com/auth": {"chatgpt_account_id": "acc"}}),
    "refresh_token": "r",
    "id_token": unsigned_jwt({"email": "a@example.com"}),
    "expires_in": 60,
}


def run(*answers):
    """Play the flow; returns its tokens, what was shown, the requests and the pauses."""
    clock = VirtualClock()
    flow = manners_of("openai-codex").device_login(CLIENT, virtual_ports(clock))
    shown, requests, pauses, left = None, [], [], list(answers)
    try:
        step = next(flow)
        while True:
            given = None
            if isinstance(step, Pause):
                pauses.append(step.seconds)
                clock.pass_ms(int(step.seconds * 1000))
            elif isinstance(step, ShowCode):
                shown = step
            else:
                requests.append(step)
                status, document = left.pop(0) if left else (403, {})
                given = HttpAnswer(status, {}, json.dumps(document).encode())
            step = flow.send(given)
    except StopIteration as end:
        return end.value, shown, requests, pauses


def test_it_waits_then_exchanges_the_code_with_the_servers_verifier():
    tokens, shown, requests, pauses = run(
        (200, BEGUN), (403, {}), (404, {}), (503, {}), (200, GRANTED), (200, TOKENS)
    )
    assert (shown.url, shown.user_code) == (BASE + "/codex/device", "WXYZ-1234")
    assert pauses == [3, 3, 3, 6]
    assert json.loads(requests[0].body) == {"client_id": "app_x"}
    poll = requests[1]
    assert poll.url == BASE + "/api/accounts/deviceauth/token"
    assert json.loads(poll.body) == {"device_auth_id": "dev-1", "user_code": "WXYZ-1234"}
    exchange = {name: values[0] for name, values in parse_qs(requests[-1].body.decode()).items()}
    assert exchange["redirect_uri"] == BASE + "/deviceauth/callback"
    assert (exchange["code"], exchange["code_verifier"]) == ("code-1", "ver-1")
    assert (tokens.account_id, tokens.email) == ("acc", "a@example.com")


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ([(404, {})], LoginNotOffered),
        ([(200, {})], TokenAnswerInvalid),
        ([(200, {**BEGUN, "user_code": "\x1b[2J"})], TokenAnswerInvalid),
        ([(400, {"error": "invalid_client"})], TokenError),
        ([(200, BEGUN), (200, {})], TokenAnswerInvalid),
        ([(200, BEGUN), (400, {"error": "denied"})], TokenError),
        ([(200, BEGUN)], LoginFailed),
    ],
)
def test_how_it_ends_without_a_login(answers, kind):
    with pytest.raises(kind):
        run(*answers)
