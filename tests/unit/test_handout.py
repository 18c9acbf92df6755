"""By which variables a program gets a lease, and what may not stand beside them."""

from __future__ import annotations

import pytest

from openclaw_auth.lending.handout_variables import (
    competing_variables,
    lease_environment,
    variable_of,
    variables,
)
from openclaw_auth.providers.catalogue import load_catalogue

CATALOGUE = load_catalogue()


def custom(api, **entry):
    entry = {"baseUrl": "https://acme.example/v1", "api": api, **entry}
    return CATALOGUE.with_custom({"acme": entry}).get("acme")


@pytest.mark.parametrize(
    ("provider", "kind", "command", "name"),
    [
        ("anthropic", "api_key", None, "ANTHROPIC_API_KEY"),
        ("anthropic", "token", "/usr/local/bin/claude", "CLAUDE_CODE_OAUTH_TOKEN"),
        ("anthropic", "api_key", "claude", "ANTHROPIC_API_KEY"),
        ("openai", "api_key", None, "OPENAI_API_KEY"),
        ("google", "api_key", None, "GEMINI_API_KEY"),
        ("chutes", "oauth", None, "CHUTES_OAUTH_TOKEN"),
        ("openai-codex", "oauth", "codex", None),
        ("openai", "oauth", None, None),
    ],
)
def test_the_variable_of_a_credential(provider, kind, command, name):
    assert variable_of(CATALOGUE.get(provider), kind, command) == name


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ({"api": "openai-completions"}, "OPENAI_API_KEY"),
        ({"api": "anthropic-messages"}, "ANTHROPIC_API_KEY"),
        ({"api": "anthropic-messages", "authHeader": True}, "ANTHROPIC_AUTH_TOKEN"),
    ],
)
def test_a_provider_of_the_users_own_is_taken_by_its_dialect(entry, name):
    assert variable_of(custom(**entry), "api_key") == name


def test_every_credential_that_a_program_can_take_has_one_variable():
    for provider_id in CATALOGUE.ids():
        provider = CATALOGUE.get(provider_id)
        name = variable_of(provider, "api_key")
        assert name is None or name not in competing_variables(provider, name)


def test_the_address_goes_along_where_it_has_a_variable():
    found = variables("ANTHROPIC_API_KEY", "k", "https://api.anthropic.com")
    assert found["ANTHROPIC_BASE_URL"] == "https://api.anthropic.com"
    assert variables("GEMINI_API_KEY", "k", "https://x") == {"GEMINI_API_KEY": "k"}


ENVIRON = {
    "PATH": "/bin",
    "ANTHROPIC_OAUTH_TOKEN": "another account",
    "ANTHROPIC_BASE_URL": "https://elsewhere.example",
    "OPENAI_API_KEY": "other",
    "AWS_PROFILE": "other",
    "FOO_API_KEY": "other",
    "OPENCLAW_GATEWAY_TOKEN": "other",
    "HTTPS_PROXY": "http://proxy",
}


def test_other_providers_keys_are_left_alone_unless_all_are_to_go():
    provider = CATALOGUE.get("anthropic")
    drop = competing_variables(provider, "ANTHROPIC_API_KEY")
    lent = variables("ANTHROPIC_API_KEY", "k", "https://api.anthropic.com")
    left = lease_environment(ENVIRON, lent, drop)
    assert "ANTHROPIC_OAUTH_TOKEN" not in left
    assert left["ANTHROPIC_BASE_URL"] == "https://api.anthropic.com"
    assert left["OPENAI_API_KEY"] == "other"
    clean = lease_environment(ENVIRON, lent, drop, clean=CATALOGUE.every_env_name())
    assert clean == {"PATH": "/bin", "HTTPS_PROXY": "http://proxy", **lent}
