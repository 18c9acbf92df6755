"""Where a server's endpoints are, and which servers are believed."""

from __future__ import annotations

import json

import pytest

from openclaw_auth.config.safe_url import is_redirect_path, is_safe_url
from openclaw_auth.errors import LoginNotOffered
from openclaw_auth.oauth.client import OAuthClient
from openclaw_auth.oauth.discovery import discovered, metadata_urls
from openclaw_auth.oauth.drive import drive
from openclaw_auth.oauth.http import HttpAnswer

ISSUER = "https://id.example/tenant"
METADATA = {
    "issuer": ISSUER,
    "authorization_endpoint": ISSUER + "/authorize",
    "token_endpoint": ISSUER + "/token",
    "revocation_endpoint": ISSUER + "/revoke",
}


def asked(client, answers):
    seen = []

    def send(request):
        seen.append(request.url)
        status, document = answers[len(seen) - 1]
        return HttpAnswer(status, {}, json.dumps(document).encode())

    return drive(discovered(client), send, lambda _: None), seen


def client(**changes):
    return OAuthClient("acme", None, issuer=ISSUER, **changes)


def test_the_rfcs_place_is_asked_first_then_openids():
    assert metadata_urls(ISSUER) == (
        "https://id.example/.well-known/oauth-authorization-server/tenant",
        "https://id.example/tenant/.well-known/openid-configuration",
    )
    found, seen = asked(client(), [(404, {}), (200, METADATA)])
    assert seen == list(metadata_urls(ISSUER))
    assert (found.token_url, found.device_url) == (ISSUER + "/token", None)


def test_what_the_config_says_stays():
    mine = client(revocation_url="https://mine.example/revoke")
    assert asked(mine, [(200, METADATA)])[0].revocation_url == "https://mine.example/revoke"


def test_nobody_is_asked_when_everything_is_known():
    known = OAuthClient("acme", "https://a.example/token", issuer=ISSUER)
    assert asked(known, [])[0] is known


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([(200, {**METADATA, "issuer": ISSUER + "/"})], "oauth_issuer_other"),
        ([(200, {**METADATA, "issuer": None})], "oauth_issuer_other"),
        (
            [(200, {**METADATA, "token_endpoint": "http://id.example/token"})],
            "oauth_endpoint_insecure",
        ),
        ([(200, {"issuer": ISSUER})], "oauth_discovery_failed"),
        ([(404, {}), (500, {})], "oauth_discovery_failed"),
        ([(200, []), (200, 7)], "oauth_discovery_failed"),
    ],
)
def test_who_is_not_believed(answers, code):
    with pytest.raises(LoginNotOffered) as refused:
        asked(client(), answers)
    assert refused.value.reason.code == code


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/token", True),
        ("https://a.example", True),
        ("https://a.example:8443/x?y=z", True),
        ("https://[2001:db8::1]/x", True),
        ("http://127.0.0.1:9/x", True),
        ("http://localhost/x", True),
        ("http://[::1]:9", True),
        ("http://127.0.0.1.evil.example/x", False),
        ("http://localhost.evil.example/x", False),
        ("http://127.0.0.1@evil.example/x", False),
        ("http://127.0.0.2/x", False),
        ("http://a.example/x", False),
        ("https://user@a.example/x", False),
        ("https://a.example/x#y", False),
        ("https://a.example/x y", False),
        ("https://", False),
        ("file:///etc/passwd", False),
        (None, False),
    ],
)
def test_where_credentials_may_go(url, safe):
    assert is_safe_url(url) is safe


@pytest.mark.parametrize(
    ("path", "fine"),
    [("/cb", True), ("/", True), ("/a/b-c", True), ("cb", False), ("//x", False), ("/a?b", False)],
)
def test_what_a_redirect_path_looks_like(path, fine):
    assert is_redirect_path(path) is fine
