"""The emulator's named failures mean what their names say, whole and inside a stream."""

from __future__ import annotations

import pytest

from openclaw_auth.selection.classify import Answer, classify
from openclaw_auth.selection.failure_rules import load_rules
from openclaw_auth.testing.dialect import to_json
from openclaw_auth.testing.dialect_anthropic import AnthropicDialect
from openclaw_auth.testing.dialect_chat import ChatDialect
from openclaw_auth.testing.dialect_responses import ResponsesDialect
from openclaw_auth.testing.failures import FAILURES
from openclaw_auth.testing.steps import Fail

NOW_MS = 1_800_000_000_000
PROVIDERS = {"hf": "huggingface", "cf": "acme", "openai-codex": "openai-codex"}
LONG = ("openai-codex", "kimi-coding", "github-copilot", "amazon-bedrock")
MEANS = {
    "anthropic-401-invalid": "auth/invalid_key: disable_until_reauth",
    "anthropic-401-oauth-expired": "auth/token_expired: refresh_then_retry",
    "anthropic-400-claude-code-only": "auth/credential_scope_restricted: disable_until_reauth",
    "anthropic-400-credit-balance": "billing/credits_exhausted: disable",
    "anthropic-403-permission": "auth/permission_denied: cooldown",
    "anthropic-429-rate-limit": "rate_limit/rate_limited: cooldown_until_reset",
    "anthropic-429-subscription-window": "rate_limit/subscription_window: cooldown_until_reset",
    "anthropic-500-api": "timeout/server_error: retry_same",
    "anthropic-529-overloaded": "rate_limit/overloaded: retry_same",
    "anthropic-200-sse-overloaded": "rate_limit/overloaded: retry_same",
    "anthropic-400-context": "format/context_overflow: none",
    "openai-401-invalid-key": "auth/invalid_key: disable_until_reauth",
    "openai-403-country": "auth/region_blocked: none",
    "openai-404-model": "unknown/model_not_found: none",
    "openai-429-quota": "billing/credits_exhausted: disable",
    "openai-429-rate-limit": "rate_limit/tokens_per_minute: cooldown_until_reset",
    "openai-500": "timeout/server_error: retry_same",
    "openrouter-401": "auth/invalid_key: disable_until_reauth",
    "openrouter-402-credits": "billing/credits_exhausted: disable",
    "openrouter-403-key-limit": "billing/key_spend_limit: disable",
    "openrouter-200-in-answer": "timeout/upstream_error: retry_same",
    "google-400-key-invalid": "auth/invalid_key: disable_until_reauth",
    "google-429-quota": "rate_limit/quota_window: cooldown_until_reset",
    "xai-400-invalid-key": "auth/invalid_key: disable_until_reauth",
    "deepseek-402": "billing/credits_exhausted: disable",
    "zai-429-1113": "billing/credits_exhausted: disable",
    "minimax-200-1004": "auth/invalid_key: disable_until_reauth",
    "minimax-200-1008": "billing/credits_exhausted: disable",
    "hf-402": "billing/credits_exhausted: disable",
    "anthropic-403-oauth-revoked": "auth/token_revoked: disable_until_reauth",
    "anthropic-400-spend-limit": "billing/spend_limit: disable",
    "openai-403-model-access": "auth/model_access_denied: none",
    "openai-codex-429-usage-limit": "rate_limit/subscription_window: cooldown_until_reset",
    "openrouter-402-in-flight": "rate_limit/in_flight_budget: cooldown_until_reset",
    "openrouter-403-moderation": "format/moderation: none",
    "google-403-suspended": "auth/account_suspended: disable_until_reauth",
    "moonshot-429-quota": "billing/credits_exhausted: disable",
    "zai-429-1302": "rate_limit/concurrency: cooldown",
    "zai-429-1309": "billing/plan_expired: disable",
    "kimi-coding-403-coding-agents": "auth/client_identity_required: none",
    "github-copilot-400-editor": "auth/client_identity_required: none",
    "amazon-bedrock-429": "rate_limit/throttled: cooldown",
    "openai-502-page": "timeout/bad_gateway: retry_same",
    "openai-200-empty": "unknown/empty_answer: none",
    "cf-html-403": "timeout/edge_challenge: none",
}


def provider_of(name):
    long = next((provider for provider in LONG if name.startswith(provider)), None)
    short = name.split("-")[0]
    return long or PROVIDERS.get(short, short)


def meant(name, answer):
    return classify(
        provider_of(name), answer, credential="api_key", rules=load_rules(), now_ms=NOW_MS
    )


def said(failure):
    return f"{failure.failure_class}/{failure.detail}: {failure.action}"


def encoded(body):
    return body.encode() if isinstance(body, str) else to_json(body)


def test_every_name_has_its_meaning():
    assert set(FAILURES) == set(MEANS)


@pytest.mark.parametrize("name", FAILURES)
def test_a_named_failure_means_what_it_says(name):
    step = FAILURES[name]
    status, headers = (step.status, step.headers) if isinstance(step, Fail) else (200, {})
    answer = Answer(status, headers, encoded(step.body), in_stream=not isinstance(step, Fail))
    assert said(meant(name, answer)) == MEANS[name]


@pytest.mark.parametrize("dialect", [AnthropicDialect(), ChatDialect(), ResponsesDialect()])
def test_an_overload_is_one_in_every_dialect_s_stream(dialect):
    body = FAILURES["anthropic-200-sse-overloaded"].body
    stream = b"".join(dialect.error_events(body, 3))
    failure = meant("openai", Answer(200, {}, stream, in_stream=True))
    assert said(failure) == "rate_limit/overloaded: retry_same"
