"""Every provider of the catalogue can be chosen or says why not; OpenClaw's names mean what they meant."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.errors import OpenclawAuthError, ProviderNotCallable, UnknownName, UsageError
from openclaw_auth.onboarding.choices import every_choice
from openclaw_auth.providers.catalogue import load_catalogue

CATALOGUE = load_catalogue()
LOGINS = [
    {"id": "openai-codex", "ready": True},
    {"id": "openrouter", "ready": True},
    {"id": "chutes", "ready": False},
]
CHOICES = every_choice(CATALOGUE, LOGINS)
# `--auth-choice` and key options of OpenClaw 2026.2, and whose each is.
OF_OPENCLAW = {
    "apiKey": ("anthropic", "anthropic-api-key"),
    "openai-api-key": ("openai", "openai-api-key"),
    "openrouter-api-key": ("openrouter", "openrouter-api-key"),
    "ai-gateway-api-key": ("vercel-ai-gateway", "ai-gateway-api-key"),
    "cloudflare-ai-gateway-api-key": ("cloudflare-ai-gateway", "cloudflare-ai-gateway-api-key"),
    "moonshot-api-key": ("moonshot", "moonshot-api-key"),
    "moonshot-api-key-cn": ("moonshot", "moonshot-api-key"),
    "kimi-code-api-key": ("kimi-coding", "kimi-code-api-key"),
    "synthetic-api-key": ("synthetic", "synthetic-api-key"),
    "venice-api-key": ("venice", "venice-api-key"),
    "gemini-api-key": ("google", "gemini-api-key"),
    "zai-api-key": ("zai", "zai-api-key"),
    "xiaomi-api-key": ("xiaomi", "xiaomi-api-key"),
    "xai-api-key": ("xai", "xai-api-key"),
    "qianfan-api-key": ("qianfan", "qianfan-api-key"),
    "minimax-api": ("minimax", "minimax-api-key"),
    "minimax-api-lightning": ("minimax", "minimax-api-key"),
    "opencode-zen": ("opencode", "opencode-zen-api-key"),
    "aliyun-bailian-api-key": ("qwen-cloud", "aliyun-bailian-api-key"),
    "setup-token": ("anthropic", None),
    "openai-codex": ("openai-codex", None),
    "chutes": ("chutes", None),
}


@pytest.mark.parametrize("name", OF_OPENCLAW)
def test_a_name_of_openclaw_means_the_same_provider_and_option(name):
    provider, flag = OF_OPENCLAW[name]
    choice = CHOICES.get(name)
    assert choice.provider == provider
    assert choice.flags[:1] == ((flag,) if flag else ())


@pytest.mark.parametrize("provider", CATALOGUE.ids())
def test_every_provider_can_be_chosen_or_says_why_not(provider):
    chosen = [c for c in CHOICES if c.provider == provider]
    assert bool(chosen) == CATALOGUE.get(provider).callable
    if not chosen:
        with pytest.raises(ProviderNotCallable):
            CHOICES.get(provider)


def test_every_provider_with_a_key_has_an_option_of_its_own_name():
    flags = CHOICES.by_flag()
    for choice in CHOICES:
        if choice.method == "api_key":
            assert flags[f"{choice.provider}-api-key"].provider == choice.provider


def test_a_shared_option_means_the_usual_choice():
    assert CHOICES.by_flag()["minimax-api-key"].id == "minimax-api"
    assert CHOICES.by_flag()["moonshot-api-key"].id == "moonshot-api-key"


def test_names_of_former_versions_and_slips_name_the_right_one():
    with pytest.raises(UsageError) as retired:
        CHOICES.get("codex-cli")
    assert retired.value.reason.params["instead"] == "openai-codex"
    with pytest.raises(UnknownName) as slip:
        CHOICES.get("zai-apikey")
    assert "zai-api-key" in str(slip.value.reason.params["nearest"].params)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("apikey", ["apiKey"]),
        ("zai", ["zai-api-key"]),
        ("gem", ["gemini-api-key"]),
        ("anthropic", ["apiKey", "setup-token"]),
        ("openrouter", ["openrouter-api-key", "openrouter-login"]),
        ("chutes", ["chutes-api-key"]),  # its login wants an app of the user's own first
        ("ollama", ["ollama"]),
        ("MOONSHOT", ["moonshot-api-key"]),
        ("", []),
        ("nobody", []),
    ],
)
def test_what_is_typed_means_an_id_a_provider_or_a_beginning(typed, meant):
    assert sorted(c.id for c in CHOICES.meant(typed)) == sorted(meant)


def test_the_list_begins_with_the_first_and_names_nothing_twice():
    offered = CHOICES.offered()
    assert tuple(offered[: len(CHOICES.first)]) == CHOICES.first
    assert len({c.id for c in offered}) == len(offered)
    assert all(c.ready and not c.variant for c in offered)


@given(st.text(max_size=20))
def test_any_word_is_a_choice_or_an_error_of_ours(text):
    with contextlib.suppress(OpenclawAuthError):
        assert CHOICES.get(text).id.lower() == text.lower()
    CHOICES.meant(text)
