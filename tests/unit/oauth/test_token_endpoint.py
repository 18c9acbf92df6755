"""What is sent to a token endpoint, and what its answers mean."""

from __future__ import annotations

import base64
import json
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.errors import (
    ClientRejected,
    GrantRejected,
    TokenAnswerInvalid,
    TokenEndpointDown,
    TokenError,
)
from openclaw_auth.oauth.client import OAuthClient
from openclaw_auth.oauth.http import HttpAnswer
from openclaw_auth.oauth.token_endpoint import (
    code_request,
    device_request,
    parse_tokens,
    refresh_request,
    refusal_of,
    revoke_request,
    said_error,
    userinfo_request,
)
from openclaw_auth.secret import Secret
from openclaw_auth.testing.oauth_grants import unsigned_jwt

NOW_MS = 1_800_000_000_000
HOUR_MS = 3_600_000
CLIENT = OAuthClient(
    "acme",
    "https://auth.example/token",
    device_url="https://auth.example/device",
    revocation_url="https://auth.example/revoke",
    client_id="me",
    scopes=["a", "b"],
)


def form(request):
    return {name: values[0] for name, values in parse_qs(request.body.decode()).items()}


def parsed(document, status=200):
    return parse_tokens(status, {}, json.dumps(document).encode(), NOW_MS)


def test_a_code_is_exchanged_with_its_verifier_and_its_redirect():
    request = code_request(CLIENT, Secret("c/d+e"), Secret("v"), "http://127.0.0.1:1/cb")
    assert (request.method, request.url) == ("POST", "https://auth.example/token")
    assert form(request) == {
        "grant_type": "authorization_code",
        "code": "c/d+e",
        "code_verifier": "v",
        "redirect_uri": "http://127.0.0.1:1/cb",
        "client_id": "me",
    }
    assert "c/d+e" not in repr(request)


def test_a_refresh_asks_for_the_same_as_before():
    request = refresh_request(CLIENT, Secret("r"))
    assert form(request) == {"grant_type": "refresh_token", "refresh_token": "r", "client_id": "me"}
    assert dict(request.headers)["user-agent"].startswith("openclaw-auth/")
    assert dict(request.headers)["accept"] == "application/json"


def test_some_servers_want_json():
    request = refresh_request(CLIENT.replace(encoding="json"), Secret("r"))
    assert json.loads(request.body)["refresh_token"] == "r"
    assert ("content-type", "application/json") in request.headers


def test_a_confidential_client_shows_its_secret_in_one_way_only():
    client = CLIENT.replace(client_id="i:d", client_secret=Secret("s +%"))
    basic = refresh_request(client.replace(token_auth_method="client_secret_basic"), Secret("r"))
    shown = dict(basic.headers)["authorization"].removeprefix("Basic ")
    assert base64.b64decode(shown) == b"i%3Ad:s+%2B%25"
    assert {"client_id", "client_secret"}.isdisjoint(form(basic))
    post = refresh_request(client.replace(token_auth_method="client_secret_post"), Secret("r"))
    assert (form(post)["client_id"], form(post)["client_secret"]) == ("i:d", "s +%")
    assert "authorization" not in dict(post.headers)
    assert "client_secret" not in form(refresh_request(client, Secret("r")))


def test_every_resource_is_named():
    client = CLIENT.replace(resource=("https://one", "https://two"))
    fields = parse_qs(refresh_request(client, Secret("r")).body.decode())
    assert fields["resource"] == ["https://one", "https://two"]


def test_the_other_requests():
    assert form(device_request(CLIENT)) == {"scope": "a b", "client_id": "me"}
    revoke = revoke_request(CLIENT, Secret("r"), "refresh_token")
    assert revoke.url == "https://auth.example/revoke"
    assert form(revoke)["token_type_hint"] == "refresh_token"
    assert revoke_request(CLIENT.replace(revocation_url=None), Secret("r"), "x") is None
    who = userinfo_request("https://auth.example/me", Secret("t"))
    assert (who.method, dict(who.headers)["authorization"]) == ("GET", "Bearer t")


@pytest.mark.parametrize(
    ("lasts", "ends_ms", "assumed"),
    [
        (60, NOW_MS + 60_000, False),
        (1.5, NOW_MS + 1_500, False),
        ("3600", NOW_MS + HOUR_MS, False),
        (0, NOW_MS, False),
        (None, NOW_MS + HOUR_MS, True),
        (-5, NOW_MS + HOUR_MS, True),
        (True, NOW_MS + HOUR_MS, True),
        ("soon", NOW_MS + HOUR_MS, True),
        ("9" * 5000, NOW_MS + HOUR_MS, True),
        (10**400, NOW_MS + HOUR_MS, True),
        ([60], NOW_MS + HOUR_MS, True),
    ],
)
def test_when_a_token_ends(lasts, ends_ms, assumed):
    tokens = parsed({"access_token": "t", "expires_in": lasts})
    assert (tokens.expires_ms, tokens.expiry_assumed) == (ends_ms, assumed)


def test_a_token_may_say_itself_when_it_ends():
    token = unsigned_jwt({"exp": 1_900_000_000})
    tokens = parsed({"access_token": token})
    assert (tokens.expires_ms, tokens.expiry_assumed) == (1_900_000_000_000, False)
    assert parsed({"access_token": token, "expires_in": 5}).expires_ms == NOW_MS + 5_000


def test_an_infinite_life_in_the_raw_json_is_no_life():
    body = b'{"access_token": "t", "expires_in": Infinity}'
    assert parse_tokens(200, {}, body, NOW_MS).expiry_assumed


def test_what_an_answer_says_beside_the_token():
    claims = {"sub": "s-1", "email": " a@example.com "}
    tokens = parsed(
        {
            "access_token": "t",
            "refresh_token": "r",
            "scope": "a",
            "id_token": unsigned_jwt(claims),
        }
    )
    assert (tokens.account_id, tokens.email, tokens.scope) == ("s-1", "a@example.com", "a")
    assert tokens.refresh == Secret("r")
    assert parsed({"access_token": "t", "refresh_token": ""}).refresh is None
    assert parsed({"access_token": "t", "id_token": "no.jwt"}).email is None
    assert "Secret(****)" in repr(tokens)


@pytest.mark.parametrize(
    ("status", "body", "error", "kind"),
    [
        (400, {"error": "invalid_grant"}, "invalid_grant", GrantRejected),
        (200, {"error": "invalid_grant"}, "invalid_grant", GrantRejected),
        (
            401,
            {"error": {"code": "refresh_token_reused", "message": "used"}},
            "refresh_token_reused",
            GrantRejected,
        ),
        (400, {"error": "invalid_client"}, "invalid_client", ClientRejected),
        (200, {"error": "invalid_scope", "access_token": "t"}, "invalid_scope", ClientRejected),
        (200, {"error": 7}, "error", ClientRejected),
        (503, {"error": "temporarily_unavailable"}, "temporarily_unavailable", TokenEndpointDown),
        (500, {"error": "invalid_client"}, "invalid_client", TokenEndpointDown),
        (502, None, None, TokenEndpointDown),
        (429, {"error": "slow_down"}, "slow_down", TokenEndpointDown),
        (403, None, None, TokenAnswerInvalid),
        (302, None, None, TokenAnswerInvalid),
        (200, None, None, TokenAnswerInvalid),
        (200, {}, None, TokenAnswerInvalid),
        (200, [], None, TokenAnswerInvalid),
        (200, {"access_token": " "}, None, TokenAnswerInvalid),
        (200, {"access_token": "a\r\nb"}, None, TokenAnswerInvalid),
        (200, {"access_token": 7}, None, TokenAnswerInvalid),
    ],
)
def test_what_a_refusal_means(status, body, error, kind):
    raw = b"<html>a challenge page</html>" if body is None else json.dumps(body).encode()
    with pytest.raises(TokenError) as refused:
        parse_tokens(status, {}, raw, NOW_MS)
    assert type(refused.value) is kind
    assert refused.value.error == error
    assert str(refused.value)


def test_only_the_servers_own_word_ends_a_grant():
    """A proxy's 400 with the words in its HTML decides nothing."""
    answer = HttpAnswer(400, {}, b"<p>invalid_grant</p>")
    assert isinstance(refusal_of(answer), TokenAnswerInvalid)


def test_a_description_never_repeats_a_token():
    token = "rt_" + "x" * 60
    body = json.dumps({"error": "e", "error_description": f"no {token}\x1b[2J\n."}).encode()
    error, description = said_error(HttpAnswer(400, {}, body))
    assert error == "e"
    assert token not in description
    assert description.isprintable()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    ["access_token", "refresh_token", "expires_in", "id_token", "scope", "error", "x"]
)


@given(st.integers(200, 999), st.dictionaries(FIELDS, JSON) | JSON)
def test_no_answer_breaks_the_parser(status, document):
    try:
        tokens = parsed(document, status)
    except TokenError:
        return
    assert 200 <= status < 300
    assert tokens.access
    assert tokens.expires_ms >= NOW_MS or not tokens.expiry_assumed


@given(st.integers(200, 999), st.binary(max_size=64))
def test_no_bytes_break_the_parser(status, body):
    with pytest.raises(TokenError):
        parse_tokens(status, {}, body, NOW_MS)
