import base64
import json

import pytest

from openclaw_auth.errors import CredentialRefused
from openclaw_auth.providers.catalogue import details, load_catalogue
from openclaw_auth.providers.headers import auth_headers, drop_headers, jwt_claim, probe_headers
from openclaw_auth.secret import Secret

CATALOGUE = load_catalogue()
KEY = Secret("sk-ant-api03-FAKE" + "k" * 80)
TOKEN = Secret("sk-ant-oat01-FAKE" + "x" * 80)


def lent(provider, credential_type, secret, **more):
    return dict(auth_headers(CATALOGUE.get(provider), credential_type, secret, **more))


def test_an_anthropic_key_goes_in_x_api_key():
    assert lent("anthropic", "api_key", KEY) == {
        b"anthropic-version": b"2023-06-01",
        b"x-api-key": KEY.reveal().encode(),
    }


@pytest.mark.parametrize("credential_type", ["token", "oauth"])
def test_an_anthropic_token_is_a_bearer_with_the_oauth_beta(credential_type):
    assert lent("anthropic", credential_type, TOKEN) == {
        b"anthropic-version": b"2023-06-01",
        b"authorization": b"Bearer " + TOKEN.reveal().encode(),
        b"anthropic-beta": b"oauth-2025-04-20",
    }


def test_the_prefix_knows_better_than_the_stored_type():
    assert b"authorization" in lent("anthropic", "api_key", TOKEN)
    assert b"x-api-key" in lent("anthropic", "token", KEY)


def test_the_callers_version_and_betas_stay():
    client = [(b"Anthropic-Version", b"2099-01-01"), (b"anthropic-beta", b"a-1, b-2")]
    lease = lent("anthropic", "token", TOKEN, client=client)
    assert b"anthropic-version" not in lease
    assert lease[b"anthropic-beta"] == b"a-1,b-2,oauth-2025-04-20"


def test_a_beta_that_is_there_is_not_repeated():
    client = [(b"anthropic-beta", b"oauth-2025-04-20,claude-code-20250219")]
    lease = lent("anthropic", "token", TOKEN, client=client)
    assert lease[b"anthropic-beta"] == b"oauth-2025-04-20,claude-code-20250219"


def test_one_provider_two_dialects_two_headers():
    secret = Secret("key-1")
    assert b"x-api-key" in lent("minimax", "api_key", secret, dialect="anthropic-messages")
    assert lent("minimax", "api_key", secret, dialect="openai-completions") == {
        b"authorization": b"Bearer key-1"
    }


def test_codex_names_the_account_and_us():
    assert lent("openai-codex", "oauth", Secret("eyJ.a.b"), account_id="acc-1") == {
        b"authorization": b"Bearer eyJ.a.b",
        b"chatgpt-account-id": b"acc-1",
        b"openai-beta": b"responses=experimental",
        b"originator": b"openclaw-auth",
    }


def jwt(claims):
    body = base64.urlsafe_b64encode(json.dumps(claims, ensure_ascii=False).encode()).rstrip(b"=")
    return f"eyJhbGciOiJub25lIn0.{body.decode()}.sig"


def test_the_codex_account_is_read_from_the_token_when_the_store_has_none():
    claims = {"https://api.openai.com/auth": {"chatgpt_account_id": "acc-2"}, "name": "ÿÿ>>??"}
    token = jwt(claims)
    assert {"-", "_"} & set(token.split(".")[1]), "the alphabet in which a plain decoder fails"
    assert lent("openai-codex", "oauth", Secret(token))[b"chatgpt-account-id"] == b"acc-2"


@pytest.mark.parametrize("token", ["", "a.b", "a.b.c", "a.!!.c", jwt([1]), jwt({"x": 1})])
def test_a_token_without_the_claim_has_no_account(token):
    assert jwt_claim(token, ["https://api.openai.com/auth", "chatgpt_account_id"]) is None


def test_a_client_that_names_itself_keeps_its_name():
    lease = lent("openai-codex", "oauth", Secret("e"), client=[(b"originator", b"other")])
    assert b"originator" not in lease


def test_google_is_a_bearer_at_its_compatible_endpoint_and_a_key_at_the_probe():
    assert lent("google", "api_key", Secret("AIza1")) == {b"authorization": b"Bearer AIza1"}
    probe = details("google")["probe"]
    assert probe_headers(CATALOGUE.get("google"), probe["auth"], Secret("AIza1")) == [
        (b"x-goog-api-key", b"AIza1")
    ]


def test_a_pasted_token_of_a_key_provider_is_sent_as_its_key():
    assert lent("openrouter", "token", Secret("sk-or-v1-a")) == {
        b"authorization": b"Bearer sk-or-v1-a"
    }


def test_whitespace_around_a_secret_is_not_sent():
    assert lent("groq", "api_key", Secret(" gsk_1\n")) == {b"authorization": b"Bearer gsk_1"}


@pytest.mark.parametrize("bad", ["a\r\nx-evil: 1", "a\x00b", "schlüssel", "a\tb"])
def test_a_secret_never_becomes_a_second_header(bad):
    with pytest.raises(CredentialRefused) as caught:
        lent("groq", "api_key", Secret(bad))
    assert caught.value.reason.code == "credential_not_sendable"
    assert "evil" not in str(caught.value)


def test_a_keyless_server_gets_no_credential():
    assert lent("ollama", "api_key", None) == {}
    assert lent("copilot-proxy", "token", Secret("n/a")) == {}


def configured(**entry):
    entry = {"baseUrl": "https://x.test/v1", **entry}
    return load_catalogue().with_custom({"acme": entry}).get("acme")


def test_a_custom_provider_is_sent_what_its_dialect_expects():
    assert auth_headers(configured(), "api_key", Secret("k")) == [(b"authorization", b"Bearer k")]
    anthropic = dict(auth_headers(configured(api="anthropic-messages"), "api_key", Secret("k")))
    assert anthropic == {b"anthropic-version": b"2023-06-01", b"x-api-key": b"k"}


def test_auth_header_false_and_true_are_obeyed():
    assert auth_headers(configured(authHeader=False), "api_key", Secret("k")) == []
    forced = configured(api="anthropic-messages", authHeader=True)
    assert dict(auth_headers(forced, "api_key", Secret("k")))[b"authorization"] == b"Bearer k"


def test_configured_headers_win():
    provider = configured(headers={"Authorization": "Custom abc", "X-Team": "t1"})
    assert dict(auth_headers(provider, "api_key", Secret("k"))) == {
        b"authorization": b"Custom abc",
        b"x-team": b"t1",
    }


def test_a_lease_replaces_the_clients_credentials_and_what_it_sets():
    dropped = drop_headers([(b"anthropic-beta", b"x")])
    assert {b"authorization", b"x-api-key", b"cookie", b"anthropic-beta"} <= dropped
    assert b"user-agent" not in dropped
    assert b"anthropic-version" not in dropped
