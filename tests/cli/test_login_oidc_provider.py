"""Logging in with oidc-provider, a certified authorization server that nobody here wrote."""

from __future__ import annotations

import json
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from openclaw_auth.errors import GrantRejected
from openclaw_auth.oauth.client import OAuthClient
from openclaw_auth.oauth.discovery import discovered
from openclaw_auth.oauth.drive import drive
from openclaw_auth.oauth.providers import tokens_of
from openclaw_auth.oauth.token_endpoint import refresh_request
from openclaw_auth.oauth.wire import blocking_sender
from openclaw_auth.secret import Secret
from peers.fixtures import oidc_peer
from peers.web_walk import Walker

__all__ = ["oidc_peer"]

PROGRAM = [sys.executable, "-m", "openclaw_auth", "models", "auth", "login"]
WAIT_S = 30
GENERATIONS = 50
NOW_MS = 1_800_000_000_000


def configure(host, peer, client_id="native", **oauth):
    said = {
        "issuer": peer.base_url,
        "clientId": client_id,
        "scopes": ["openid", "email", "offline_access"],
        "extraParams": {"prompt": "consent"},  # OpenID Connect Core 11: without it no refresh token
        **oauth,
    }
    host.state.mkdir(parents=True, exist_ok=True)
    own = host.state / "openclaw-auth.json5"
    own.write_text(json.dumps({"models": {"providers": {"acme": {"oauth": said}}}}))


def log_in(host, walk, *argv):
    """Run the command; `walk` gets its first event and does what a person would. Returns its last."""
    process = subprocess.Popen(
        [*PROGRAM, "--provider", "acme", "--no-browser", "--json", *argv],
        env=host.env,
        cwd=host.home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        walk(json.loads(process.stdout.readline()))
        out, err = process.communicate(timeout=WAIT_S)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0, err
    return json.loads(out.splitlines()[-1])


def by_code(account, seen):
    def walk(event):
        walker = Walker()
        seen.append(walker.walk(event["url"], {"login": account, "password": "any"}))
        assert urlsplit(walker.trail[-1]).path == "/oauth/callback"

    return walk


def client_of(peer, client_id="native", **changes):
    client = OAuthClient("acme", None, issuer=peer.base_url, client_id=client_id)
    return drive(discovered(client.replace(**changes)), blocking_sender(client), lambda _: None)


def refreshed(client, refresh):
    return tokens_of(client, blocking_sender(client)(refresh_request(client, refresh)), NOW_MS)


def profile(host, name="acme:ann@example.com"):
    return host.store()["profiles"][name]


def test_by_code_through_its_own_pages_then_fifty_generations_then_revoked(host, oidc_peer):
    configure(host, oidc_peer)
    pages = []
    stored = log_in(host, by_code("ann", pages))
    assert (stored["profileId"], stored["type"]) == ("acme:ann@example.com", "oauth")
    assert "acme:ann@example.com" in pages[-1]
    assert profile(host)["accountId"] == "ann"

    client = client_of(oidc_peer)
    first = refresh = Secret(profile(host)["refresh"])
    seen = {refresh.reveal()}
    for _ in range(GENERATIONS):
        refresh = refreshed(client, refresh).refresh
        seen.add(refresh.reveal())
    assert len(seen) == GENERATIONS + 1

    with pytest.raises(GrantRejected) as reuse:
        refreshed(client, first)
    assert reuse.value.error == "invalid_grant"
    with pytest.raises(GrantRejected):  # the reuse ended the whole family
        refreshed(client, refresh)


def test_a_login_is_over_at_the_server_after_logout(host, oidc_peer):
    configure(host, oidc_peer)
    log_in(host, by_code("bob", []))
    refresh = Secret(profile(host, "acme:bob@example.com")["refresh"])
    done = host.auth("logout", "--provider", "acme", "--yes")
    assert "It was revoked at acme." in done.out, done.err
    with pytest.raises(GrantRejected):
        refreshed(client_of(oidc_peer), refresh)


def test_by_device_code_entered_on_its_own_pages(host, oidc_peer):
    configure(host, oidc_peer, flow="device")

    def walk(event):
        walker = Walker()
        page = walker.walk(event["completeUrl"], {"login": "cy", "password": "any"})
        assert "Success" in page, page

    stored = log_in(host, walk)
    assert stored["profileId"] == "acme:cy@example.com"
    refresh = Secret(profile(host, "acme:cy@example.com")["refresh"])
    assert refreshed(client_of(oidc_peer), refresh).access


def test_a_confidential_client_with_an_awkward_secret(host, oidc_peer):
    secret = "a secret: with+odd%characters/"
    (host.home / "secret").write_text(secret + "\n")
    reference = {"source": "file", "id": str(host.home / "secret")}
    configure(host, oidc_peer, "confidential", clientSecret=reference)
    log_in(host, by_code("dan", []))
    client = client_of(
        oidc_peer,
        "confidential",
        client_secret=Secret(secret),
        token_auth_method="client_secret_basic",
    )
    refresh = Secret(profile(host, "acme:dan@example.com")["refresh"])
    assert refreshed(client, refresh).refresh != refresh
