"""`models auth login` at each provider: who offers it, who does not, and what is special there."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import tempfile

import pytest

from browser_visits import visit, where_it_ends
from login_process import Login, configure, log_in, stored
from openclaw_auth.testing.oauth_provider import OAuthProvider, Without


def test_endpoints_are_discovered_and_another_issuer_is_refused(host, provider):
    config = {"issuer": provider.issuer, "clientId": provider.client_id, "scopes": ["openid"]}
    configure(host, provider)
    own = host.state / "openclaw-auth.json5"
    own.write_text(json.dumps({"models": {"providers": {"acme": {"oauth": config}}}}))
    assert log_in(host, provider, "--provider", "acme")["profileId"] == "acme:user@example.com"
    other = {**config, "issuer": provider.issuer.replace("127.0.0.1", "localhost")}
    own.write_text(json.dumps({"models": {"providers": {"acme": {"oauth": other}}}}))
    done = host.auth("login", "--provider", "acme", "--no-browser")
    assert done.code == 1
    assert provider.issuer in done.err


def test_a_confidential_client_takes_its_secret_from_a_reference(host):
    with OAuthProvider(client_secret="s3 cret:+%") as provider:
        reference = {"source": "env", "id": "ACME_SECRET"}
        configure(host, provider, clientSecret=reference)
        done = host.auth("login", "--provider", "acme", "--no-browser")
        assert (done.code, "ACME_SECRET" in done.err) == (1, True)
        log_in(host, provider, "--provider", "acme", ACME_SECRET="s3 cret:+%")
        assert provider.requests[-1].headers["authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("anthropic", "setup-token"),
        ("github-copilot", "--provider openai"),
        ("google-gemini-cli", "--provider google"),
        ("google-antigravity", "--provider google"),
        ("minimax-portal", "--provider minimax"),
        ("qwen-portal", "--provider qwen-cloud"),
        ("openai", "models.providers.openai.oauth"),
        ("ollama", "needs no credential"),
        ("opneai", "openai"),
    ],
)
def test_who_offers_no_login_is_refused_with_the_way_that_works(host, name, instead):
    done = host.auth("login", "--provider", name)
    assert done.code == 1
    assert instead in done.err
    assert "Traceback" not in done.err
    assert not host.store_file().exists()


def test_a_reserved_login_stays_reserved_whatever_the_config_says(host, provider):
    configure(host, provider, name="github-copilot")
    assert host.auth("login", "--provider", "github-copilot").code == 1
    assert provider.requests == []


def test_openrouter_gives_a_key_and_the_same_user_replaces_his(host, provider):
    oauth = {
        "authorizationUrl": provider.issuer + "/auth",
        "tokenUrl": provider.issuer + "/api/v1/auth/keys",
        "redirectPort": 0,
    }
    host.state.mkdir(parents=True)
    own = host.state / "openclaw-auth.json5"
    own.write_text(json.dumps({"models": {"providers": {"openrouter": {"oauth": oauth}}}}))
    first = log_in(host, provider, "--provider", "openrouter", account="u1")
    second = log_in(host, provider, "--provider", "openrouter", account="u1")
    third = log_in(host, provider, "--provider", "openrouter", account="u2")
    assert [d["profileId"] for d in (first, second, third)] == [
        "openrouter:default", "openrouter:default", "openrouter:default-2",
    ]  # fmt: skip
    profile = stored(host)["openrouter:default"]
    assert profile["type"] == "api_key"
    assert profile["key"] in provider.keys
    assert profile["metadata"] == {"userId": "user_u1"}
    assert "client_id" not in provider.authorizations[0]


@contextlib.contextmanager
def port_1455():
    """Only one test at a time may have the registered port."""
    name = f"openclaw-auth-test-1455-{os.getuid()}.lock"
    with open(os.path.join(tempfile.gettempdir(), name), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def test_codex_comes_back_to_the_registered_address_and_is_named_by_email(host, provider):
    provider.client_id = "app_EMoamEEZ73f0CkXaXp7hrann"
    provider.access_claims = lambda account: {
        "https://api.openai.com/auth": {"chatgpt_account_id": f"acc-{account[0]}"},
    }
    oauth = {"authorizationUrl": provider.issuer + "/authorize", "tokenUrl": provider.token_url}
    host.state.mkdir(parents=True)
    own = host.state / "openclaw-auth.json5"
    own.write_text(json.dumps({"models": {"providers": {"openai-codex": {"oauth": oauth}}}}))
    with port_1455(), Login(host, "--provider", "openai-codex", "--set-default") as login:
        opened = login.event("open_url")
        assert opened["redirectUri"] == "http://localhost:1455/auth/callback"
        ends = where_it_ends(opened["url"])
        if opened["listening"]:
            assert visit(ends.replace("localhost", "[::1]"))[0] == 200
        else:
            login.type(ends + "\n")
        code, events = login.ended()
    assert code == 0, login.err
    assert events[-1]["defaultModel"] == "openai-codex/gpt-5.2"
    profile = stored(host)["openai-codex:user@example.com"]
    assert (profile["accountId"], profile["email"]) == ("acc-u", "user@example.com")
    asked = provider.authorizations[0]
    assert asked["originator"] == "openclaw-auth"
    assert "codex_cli_rs" not in json.dumps(asked)
    assert "belongs to the vendor's own program" in login.err


def test_chutes_takes_the_users_own_app_from_the_environment(host, provider):
    provider.client_id, provider.client_secret = "cid_mine", "cs-mine"
    oauth = {
        "authorizationUrl": provider.issuer + "/authorize",
        "tokenUrl": provider.token_url,
        "userinfoUrl": provider.issuer + "/userinfo",
        "redirectPort": 0,
    }
    host.state.mkdir(parents=True)
    own = host.state / "openclaw-auth.json5"
    own.write_text(json.dumps({"models": {"providers": {"chutes": {"oauth": oauth}}}}))
    done = host.auth("login", "--provider", "chutes")
    assert (done.code, "CHUTES_CLIENT_ID" in done.err) == (1, True)
    provider.fail_next(Without("id_token"))
    env = {"CHUTES_CLIENT_ID": "cid_mine", "CHUTES_CLIENT_SECRET": "cs-mine"}
    found = log_in(host, provider, "--provider", "chutes", **env)
    assert found["profileId"] == "chutes:user"
    assert provider.posts[-1].form["client_secret"] == "cs-mine"
