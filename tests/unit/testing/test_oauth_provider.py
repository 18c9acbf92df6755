"""The emulated OAuth provider behaves as the large ones do: it rotates, and notices reuse."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import parse_qsl, urlsplit

import pytest

from openclaw_auth.errors import (
    ClientRejected,
    GrantRejected,
    TokenAnswerInvalid,
    TokenEndpointDown,
    TransportError,
)
from openclaw_auth.oauth.client import OAuthClient
from openclaw_auth.oauth.http import HttpRequest
from openclaw_auth.oauth.providers import tokens_of
from openclaw_auth.oauth.token_endpoint import (
    code_request,
    device_request,
    device_token_request,
    json_object,
    refresh_request,
    revoke_request,
    userinfo_request,
)
from openclaw_auth.oauth.wire import blocking_sender
from openclaw_auth.secret import Secret
from openclaw_auth.testing.oauth_provider import (
    AsAccount,
    CutAfter,
    CutBefore,
    OAuthProvider,
    Status,
    With,
    Without,
    error_in_200,
)

NOW_MS = 1_800_000_000_000
VERIFIER = Secret("v" * 43)


def client_of(provider, **changes):
    client = OAuthClient(
        "acme",
        provider.token_url,
        device_url=provider.issuer + "/device_authorization",
        revocation_url=provider.issuer + "/revoke",
        client_id=provider.client_id,
        client_secret=Secret(provider.client_secret) if provider.client_secret else None,
    )
    return client.replace(**changes)


def tokens(provider, request, **changes):
    client = client_of(provider, **changes)
    return tokens_of(client, blocking_sender(client, 5)(request), NOW_MS)


def refreshed(provider, refresh, **changes):
    return tokens(provider, refresh_request(client_of(provider, **changes), refresh), **changes)


def test_fifty_generations_are_fifty_posts(provider):
    refresh = Secret(provider.issue("a@example.com").refresh)
    for _ in range(50):
        refresh = refreshed(provider, refresh).refresh
    assert [post.generation for post in provider.posts] == list(range(50))
    assert provider.family(refresh.reveal()).generation == 50


def test_a_token_used_twice_ends_the_family(provider):
    first = Secret(provider.issue().refresh)
    second = refreshed(provider, first)
    with pytest.raises(GrantRejected) as reuse:
        refreshed(provider, first)
    assert reuse.value.error == "invalid_grant"
    with pytest.raises(GrantRejected):
        refreshed(provider, second.refresh)
    assert not provider.accepts(second.access.reveal())


def test_without_rotation_the_token_stays():
    with OAuthProvider(rotate=False) as provider:
        first = Secret(provider.issue().refresh)
        assert refreshed(provider, first).refresh == first
        assert refreshed(provider, first).refresh == first


def test_a_code_is_good_once_and_only_with_its_verifier(provider):
    redirect = "http://127.0.0.1:9/cb"
    challenge = base64.urlsafe_b64encode(hashlib.sha256(b"v" * 43).digest()).decode().rstrip("=")
    query = (
        f"response_type=code&client_id={provider.client_id}&redirect_uri={redirect}"
        f"&state=s1&code_challenge={challenge}&code_challenge_method=S256&scope=openid"
    )
    send = blocking_sender(client_of(provider), 5)

    def code():
        answer = send(HttpRequest("GET", f"{provider.issuer}/authorize?{query}", []))
        back = dict(parse_qsl(urlsplit(answer.headers["location"]).query))
        assert back["state"] == "s1"
        return Secret(back["code"])

    client = client_of(provider)
    with pytest.raises(GrantRejected):
        tokens(provider, code_request(client, code(), Secret("x" * 43), redirect))
    good = code()
    found = tokens(provider, code_request(client, good, VERIFIER, redirect))
    assert (found.email, found.expires_ms) == ("user@example.com", NOW_MS + 3_600_000)
    with pytest.raises(GrantRejected):
        tokens(provider, code_request(client, good, VERIFIER, redirect))
    assert not provider.accepts(found.access.reveal())


def test_a_device_login_waits_for_its_user(provider):
    client = client_of(provider)
    begun = json_object(blocking_sender(client, 5)(device_request(client)).body)
    poll = device_token_request(client, Secret(begun["device_code"]))
    with pytest.raises(ClientRejected) as pending:
        tokens(provider, poll)
    assert pending.value.error == "authorization_pending"
    provider.approve(begun["user_code"], "b@example.com")
    with pytest.raises(TokenEndpointDown) as early:
        tokens(provider, poll)
    assert early.value.error == "slow_down"


def test_a_revoked_login_is_over(provider):
    pair = provider.issue()
    client = client_of(provider)
    answer = blocking_sender(client, 5)(
        revoke_request(client, Secret(pair.refresh), "refresh_token")
    )
    assert answer.status == 200
    assert provider.revoked == [pair.refresh]
    with pytest.raises(GrantRejected):
        refreshed(provider, Secret(pair.refresh))


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_a_confidential_client_shows_its_secret(method):
    with OAuthProvider(client_secret="s3 cret:+%") as provider:
        pair = provider.issue()
        with pytest.raises(ClientRejected):
            refreshed(provider, Secret(pair.refresh), client_secret=None)
        assert refreshed(provider, Secret(pair.refresh), token_auth_method=method).refresh


def test_userinfo_names_the_account(provider):
    pair = provider.issue("c@example.com")
    request = userinfo_request(provider.issuer + "/userinfo", Secret(pair.access))
    assert json_object(blocking_sender(client_of(provider), 5)(request).body)["email"] == (
        "c@example.com"
    )


def test_faults_happen_once_each_and_leave_the_grant_as_they_say(provider):
    refresh = Secret(provider.issue("a@example.com").refresh)
    provider.fail_next(Status(503), error_in_200(), CutBefore())
    with pytest.raises(TokenEndpointDown):
        refreshed(provider, refresh)
    with pytest.raises(GrantRejected):
        refreshed(provider, refresh)
    with pytest.raises(TransportError):
        refreshed(provider, refresh)
    assert provider.family(refresh.reveal()).generation == 0
    provider.fail_next(Without("expires_in"), With("access_token", 7), AsAccount("z@example.com"))
    found = refreshed(provider, refresh)
    assert (found.expires_ms, found.expiry_assumed) == (NOW_MS + 3_600_000, True)
    with pytest.raises(TokenAnswerInvalid):
        refreshed(provider, found.refresh)
    newest = Secret(provider.family(refresh.reveal()).refresh)
    assert refreshed(provider, newest).email == "z@example.com"
    assert [post.outcome for post in provider.posts] == [
        "status", "status", "cut_before", "without", "with", "as_account",
    ]  # fmt: skip


@pytest.mark.parametrize("answered", [0, 60])
def test_an_answer_that_is_cut_has_spent_the_token(provider, answered):
    refresh = Secret(provider.issue().refresh)
    provider.fail_next(CutAfter(answered))
    with pytest.raises(TransportError):
        refreshed(provider, refresh)
    assert provider.family(refresh.reveal()).generation == 1
    with pytest.raises(GrantRejected):
        refreshed(provider, refresh)
