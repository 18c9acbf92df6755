"""What an answer to a probe proves: an error is never good news, nor always bad."""

from __future__ import annotations

import json

import pytest

from openclaw_auth.codes import Reason
from openclaw_auth.credentials import Profile
from openclaw_auth.errors import NameResolutionFailed, TlsFailed, UpstreamTimeout
from openclaw_auth.health.probe_plan import plan_probes
from openclaw_auth.health.probe_proof import finding, values_at
from openclaw_auth.health.probe_target import ProbeAsk
from openclaw_auth.health.probe_verdict import (
    Verdict,
    combined,
    control_verdict,
    free_verdict,
    paid_verdict,
    wants_paid,
)
from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.providers.models import models_of_catalogue
from openclaw_auth.secret import Secret
from openclaw_auth.selection.classify import Answer, classify
from openclaw_auth.selection.failure_rules import load_rules
from openclaw_auth.selection.snapshot import Snapshot
from openclaw_auth.sources.environment import Environment
from openclaw_auth.store.data import StoreData
from openclaw_auth.testing import named_failure

NOW_MS = 1_800_000_000_000
CATALOGUE = load_catalogue()
VALID, OK = "valid_funds_unchecked", "ok"
LIST = {"object": "list", "data": [{"id": "m"}]}


def target_of(provider, kind="api_key", config=None):
    profile = Profile(f"{provider}:a", kind, provider, Secret("key-0123456789-abcdef"))
    providers = CATALOGUE.with_custom(config) if config else CATALOGUE
    snapshot = Snapshot(
        "main", StoreData(profiles={profile.id: profile}), providers, Environment({})
    )
    ask = ProbeAsk(paid=True)
    (target,) = plan_probes(snapshot, [provider], models_of_catalogue(providers), ask, NOW_MS)
    return target


def said(target, answer):
    return classify(
        target.candidate.provider,
        answer,
        credential=target.candidate.type,
        rules=load_rules(),
        now_ms=NOW_MS,
    )


def body(document):
    return document if isinstance(document, bytes) else json.dumps(document).encode()


def free(provider, document, status=200, kind="api_key", headers=None, **more):
    target = target_of(provider, kind, **more)
    answer = Answer(status, headers or {}, body(document))
    decoded = None if isinstance(document, bytes) else document
    return free_verdict(target, target.free[0], answer, decoded, said(target, answer))


def refused(provider, name, **more):
    failure = named_failure(name)
    return free(provider, failure.body, failure.status, headers=dict(failure.headers), **more)


@pytest.mark.parametrize(
    ("provider", "document", "status"),
    [
        ("openai", LIST, VALID),
        ("anthropic", {"data": [{"type": "model", "id": "m"}], "has_more": True}, VALID),
        ("anthropic", {"data": []}, VALID),
        ("xai", {"api_key_blocked": False, "api_key_disabled": False}, VALID),
        ("xai", {"api_key_blocked": True, "api_key_disabled": False}, "auth"),
        ("xai", {"api_key_blocked": False, "team_blocked": True}, "auth"),
        ("deepseek", {"is_available": True, "balance_infos": [{"total_balance": "1.10"}]}, OK),
        ("deepseek", {"is_available": False, "balance_infos": []}, "billing"),
        ("moonshot", {"data": {"available_balance": 49.5}}, OK),
        ("moonshot", {"data": {"available_balance": 0}}, "billing"),
        ("vercel-ai-gateway", {"balance": "95.50", "total_used": "4.50"}, OK),
        ("vercel-ai-gateway", {"balance": "0", "total_used": "4.50"}, "billing"),
        ("openrouter", {"data": {"limit_remaining": None, "usage": 3}}, VALID),
        ("openrouter", {"data": {"limit_remaining": 7.5}}, OK),
        ("openrouter", {"data": {"limit_remaining": 0}}, "billing"),
        ("venice", {"data": {"accessPermitted": True, "balances": {"USD": 0, "DIEM": 2}}}, OK),
        ("venice", {"data": {"accessPermitted": True, "balances": {"USD": 0}}}, "billing"),
        ("venice", {"data": {"accessPermitted": False, "balances": {"USD": 9}}}, "auth"),
        ("zai", {"success": True, "data": {"limits": [{"percentage": 12}]}}, OK),
        ("zai", {"success": True, "data": {"limits": [{"percentage": 100}]}}, "rate_limit"),
        ("minimax", {"base_resp": {"status_code": 0},
                     "model_remains": [{"current_interval_usage_count": 9}]}, OK),
        ("minimax", {"base_resp": {"status_code": 0},
                     "model_remains": [{"current_interval_usage_count": 0}]}, "rate_limit"),
        ("synthetic", {"subscription": {"limit": 135, "requests": 0}}, OK),
        ("synthetic", {"subscription": {"limit": 135, "requests": 135}}, "rate_limit"),
        ("huggingface", {"name": "me", "auth": {}}, VALID),
        ("google", {"models": [{"name": "m"}]}, VALID),
        ("ollama", {"models": []}, OK),
    ],
)  # fmt: skip
def test_what_a_success_says(provider, document, status):
    assert free(provider, document).status == status


def test_codex_shows_its_quota():
    window = {"primary_window": {"used_percent": 40}, "limit_reached": False}
    assert free("openai-codex", {"rate_limit": window}, kind="oauth").status == OK
    full = {"primary_window": {"used_percent": 100}, "limit_reached": True}
    assert free("openai-codex", {"rate_limit": full}, kind="oauth").status == "rate_limit"


@pytest.mark.parametrize("provider", ["openai", "anthropic", "openrouter", "deepseek", "xai"])
@pytest.mark.parametrize(
    "document",
    [{}, [], {"hello": "world"}, b"", b"<html><title>Sign in</title></html>", b'{"data": [', b"ok"],
)
def test_a_success_that_is_no_answer_proves_nothing(provider, document):
    assert free(provider, document).status in ("inconclusive", "timeout")
    assert not free(provider, document).good


@pytest.mark.parametrize(
    ("provider", "name", "status"),
    [
        ("openai", "openai-401-invalid-key", "auth"),
        ("anthropic", "anthropic-401-invalid", "auth"),
        ("google", "google-400-key-invalid", "auth"),
        ("xai", "xai-400-invalid-key", "auth"),
        ("minimax", "minimax-200-1004", "auth"),
        ("minimax", "minimax-200-1008", "billing"),
        ("openai", "openai-429-quota", "billing"),
        ("anthropic", "anthropic-400-credit-balance", "billing"),
        ("deepseek", "deepseek-402", "billing"),
        ("openai", "openai-429-rate-limit", "rate_limit"),
        ("anthropic", "anthropic-529-overloaded", "rate_limit"),
        ("openai", "openai-500", "timeout"),
        ("anthropic", "cf-html-403", "inconclusive"),
        ("anthropic", "anthropic-403-permission", "inconclusive"),
        ("openai", "openai-404-model", "inconclusive"),
    ],
)
def test_what_a_refusal_says(provider, name, status):
    verdict = refused(provider, name)
    assert (verdict.status, verdict.good) == (status, False)


@pytest.mark.parametrize("status", [401, 403])
def test_a_restricted_openai_key_may_serve_all_the_same(status):
    words = "You have insufficient permissions for this operation. Missing scopes: api.model.read."
    document = {"error": {"message": words, "type": "invalid_request_error", "code": None}}
    verdict = free("openai", document, status)
    assert (verdict.status, verdict.reason.code) == ("inconclusive", "probe_scope_missing")


def test_a_setup_token_is_alive_and_reserved_whatever_its_usage_page_says():
    refusal = {
        "type": "error",
        "error": {
            "type": "permission_error",
            "message": "OAuth token does not meet scope requirement user:profile",
        },
    }
    for document, status in (({"five_hour": {"utilization": 3}}, 200), (refusal, 403)):
        verdict = free("anthropic", document, status, kind="token")
        assert (verdict.status, verdict.reason.code) == ("inconclusive", "probe_reserved")
    assert refused("anthropic", "anthropic-401-oauth-expired", kind="token").status == "auth"


def test_a_server_that_does_not_know_the_check_leaves_it_open():
    moved = {"openrouter": {"baseUrl": "http://127.0.0.1:9/v1", "models": []}}
    document = {"error": {"message": "Not found", "type": "not_found"}}
    verdict = free("openrouter", document, 404, config=moved)
    assert (verdict.status, verdict.settled) == ("inconclusive", False)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (
            UpstreamTimeout("upstream_timeout_first_byte", origin="o", kind="x", limit_s=1),
            "timeout",
        ),
        (NameResolutionFailed("name_resolution_failed", origin="o", detail="no"), "timeout"),
        (TlsFailed("tls_failed", origin="o", detail="self-signed"), "inconclusive"),
    ],
)
def test_no_answer_says_nothing_of_the_credential(error, status):
    target, answer = target_of("openai"), Answer(None, error=error)
    verdict = free_verdict(target, target.free[0], answer, None, said(target, answer))
    assert verdict.status == status


def test_a_list_that_strangers_get_too_proves_nothing():
    target = target_of("groq")
    good = Verdict(VALID, Reason("probe_funds_unchecked"))
    public = Answer(200, {}, body(LIST))
    assert control_verdict(target, good, public, said(target, public)).status == "inconclusive"
    asked = Answer(401, {}, b'{"error":{"message":"Missing bearer"}}')
    assert control_verdict(target, good, asked, said(target, asked)) is good
    broken = Answer(500, {}, b"")
    assert control_verdict(target, good, broken, said(target, broken)).status == "inconclusive"


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("anthropic-400-claude-code-only", "auth"),
        ("anthropic-400-credit-balance", "billing"),
        ("anthropic-403-permission", "auth"),
        ("anthropic-401-invalid", "auth"),
    ],
)
def test_a_completion_is_judged_as_a_request(name, status):
    target, failure = target_of("anthropic"), named_failure(name)
    answer = Answer(failure.status, dict(failure.headers), body(failure.body))
    verdict = paid_verdict(target, failure.body, said(target, answer))
    assert (verdict.status, verdict.good) == (status, False)


def test_an_answered_completion_is_ok_and_an_odd_one_is_not():
    target = target_of("openai")
    assert paid_verdict(target, {"output": [1]}, None).status == OK
    assert paid_verdict(target, None, None).status == "inconclusive"


def test_money_is_spent_only_where_it_tells_more():
    def verdict(status):
        return Verdict(status, Reason("probe_answered"))

    assert [s for s in ("ok", VALID, "auth", "billing", "rate_limit", "timeout", "inconclusive")
            if wants_paid(verdict(s))] == [VALID, "inconclusive"]  # fmt: skip
    assert wants_paid(None)
    valid, unclear, broke = verdict(VALID), verdict("inconclusive"), verdict("billing")
    assert combined(valid, unclear) is valid
    assert combined(valid, broke) is broke
    assert combined(unclear, unclear) is unclear
    assert combined(None, broke) is broke


def test_paths_go_through_lists_and_never_break():
    document = {"a": {"b": [{"c": 1}, {"c": 2}, 3, None]}, "n": None}
    assert list(values_at(document, "a.b[].c")) == [1, 2]
    assert list(values_at(document, "a.b")) == [[{"c": 1}, {"c": 2}, 3, None]]
    assert list(values_at(document, "a.x.y")) == []
    assert list(values_at(document, "n")) == []


def test_amounts_that_are_none_are_not_counted():
    proof = {"funds": ["f"]}
    for odd in ("abc", True, [], {}, "nan", None):
        assert finding({"f": odd}, proof) == "key"
    assert finding({"f": "-0.01"}, proof) == "broke"
    assert finding({"f": "inf"}, proof) == "funded"
