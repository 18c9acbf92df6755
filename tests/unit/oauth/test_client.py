"""Who we are to whom: the catalogue's rows under the config's."""

from __future__ import annotations

import json

import pytest

from openclaw_auth.config.paths import system_paths
from openclaw_auth.errors import LoginNotOffered
from openclaw_auth.oauth.client import client_for, redirect_uri
from openclaw_auth.oauth.providers import manners_of
from openclaw_auth.secret import Secret
from openclaw_auth.settings import load_settings
from openclaw_auth.testing.virtual import virtual_ports


@pytest.fixture
def settings(tmp_path):
    def load(oauth=None, provider="acme", **environ):
        (tmp_path / ".openclaw").mkdir(exist_ok=True)
        own = tmp_path / ".openclaw/openclaw-auth.json5"
        entry = {} if oauth is None else {"oauth": oauth}
        own.write_text(json.dumps({"models": {"providers": {provider: entry}}}))
        ports = virtual_ports(environ={"HOME": str(tmp_path), **environ}, cwd=str(tmp_path))
        found = load_settings(system_paths(ports), ports)
        found.config.require_valid()
        return found

    return load


def test_codex_is_as_it_is_registered_and_says_who_we_are(settings):
    client = client_for(settings(), "codex")
    assert client.provider_id == "openai-codex"
    assert redirect_uri(client, client.redirect_port) == "http://localhost:1455/auth/callback"
    url = manners_of("openai-codex").authorization_url(client, "http://x", "s", "c")
    assert "originator=openclaw-auth" in url
    assert client.token_auth_method == "none"


def test_openrouter_knows_no_clients(settings):
    client = client_for(settings(), "openrouter")
    assert (client.client_id, manners_of("openrouter").needs_client_id) == (None, False)


def test_the_config_changes_what_it_names_and_nothing_else(settings):
    client = client_for(settings({"clientId": "mine"}, "openai-codex"), "openai-codex")
    assert (client.client_id, client.redirect_port) == ("mine", 1455)
    assert client.token_url == "https://auth.openai.com/oauth/token"


def test_another_issuer_brings_its_own_endpoints(settings):
    oauth = {"issuer": "https://id.example"}
    client = client_for(settings(oauth, "openai-codex"), "openai-codex")
    assert (client.token_url, client.authorization_url) == (None, None)


def test_chutes_is_the_users_own_app(settings):
    environ = {
        "CHUTES_CLIENT_ID": "cid",
        "CHUTES_CLIENT_SECRET": "cs",
        "CHUTES_OAUTH_SCOPES": "openid x",
    }
    client = client_for(settings(**environ), "chutes")
    assert (client.client_id, client.scopes) == ("cid", ("openid", "x"))
    assert client.client_secret == Secret("cs")
    assert client_for(settings(), "chutes").client_id is None


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("http://localhost:9000/cb", "http://localhost:9000/cb"),
        ("http://[::1]:9000/cb", "http://[::1]:9000/cb"),
        ("https://evil.example/cb", "http://127.0.0.1:1456/oauth-callback"),
        ("http://[::1", "http://127.0.0.1:1456/oauth-callback"),
        (None, "http://127.0.0.1:1456/oauth-callback"),
    ],
)
def test_a_redirect_registered_elsewhere_on_this_host(settings, said, meant):
    environ = {} if said is None else {"CHUTES_OAUTH_REDIRECT_URI": said}
    client = client_for(settings(**environ), "chutes")
    assert redirect_uri(client, client.redirect_port) == meant


def test_a_provider_of_the_users_own(settings):
    oauth = {
        "tokenUrl": "https://a.example/token",
        "clientId": "me",
        "clientSecret": {"source": "env", "id": "ACME_SECRET"},
        "resource": "https://api.example",
        "redirectPort": 8080,
        "redirectHost": "localhost",
        "redirectPath": "/cb",
        "extraParams": {"prompt": "consent", "state": "forged"},
    }
    client = client_for(settings(oauth, ACME_SECRET="s"), "acme")
    assert (client.client_secret, client.token_auth_method) == (Secret("s"), "client_secret_basic")
    assert client.resource == ("https://api.example",)
    assert redirect_uri(client, 8080) == "http://localhost:8080/cb"
    url = manners_of("acme").authorization_url(client, "http://x", "s", "c")
    assert "forged" not in url
    assert "prompt=consent" in url
    with pytest.raises(LoginNotOffered) as missing:
        client_for(settings(oauth), "acme")
    assert "ACME_SECRET" in str(missing.value)


@pytest.mark.parametrize(
    "provider",
    [
        "anthropic", "github-copilot", "google-gemini-cli", "google-antigravity", "minimax-portal",
        "qwen-portal", "openai", "xai", "nobody",
    ],
)  # fmt: skip
def test_who_has_no_login_for_us_has_no_client(settings, provider):
    assert client_for(settings(), provider) is None


@pytest.mark.parametrize("provider", ["anthropic", "github-copilot", "minimax-portal"])
def test_a_reserved_login_cannot_be_configured(settings, provider):
    oauth = {"tokenUrl": "https://a.example/token", "clientId": "me"}
    assert client_for(settings(oauth, provider), provider) is None


@pytest.mark.parametrize(
    ("oauth", "place"),
    [
        ({"tokenURL": "https://a"}, "tokenURL"),
        ({"tokenUrl": "http://a.example"}, "tokenUrl"),
        ({"issuer": 7}, "issuer"),
        ({"flow": "implicit"}, "flow"),
        ({"tokenAuthMethod": "private_key_jwt"}, "tokenAuthMethod"),
        ({"redirectPort": 70000}, "redirectPort"),
        ({"redirectPort": "1455"}, "redirectPort"),
        ({"redirectPath": "cb"}, "redirectPath"),
        ({"redirectHost": "0.0.0.0"}, "redirectHost"),
        ({"scopes": "openid"}, "scopes"),
        ({"clientSecret": {"source": "exec", "id": "x"}}, "clientSecret"),
        ({"extraParams": {"a": 1}}, "extraParams.a"),
    ],
)
def test_a_slip_in_the_config_is_named(settings, oauth, place):
    from openclaw_auth.errors import ConfigInvalid

    with pytest.raises(ConfigInvalid) as refused:
        settings(oauth)
    assert f"models.providers.acme.oauth.{place}" in str(refused.value)
