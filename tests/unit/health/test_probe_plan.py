"""Which credentials a probe asks about, and what: free first, paid only when allowed."""

from __future__ import annotations

import json

import pytest

from openclaw_auth.codes import Reason
from openclaw_auth.credentials import Profile, UsageStats
from openclaw_auth.health.probe_plan import plan_probes
from openclaw_auth.health.probe_questions import smallest
from openclaw_auth.health.probe_target import ProbeAsk
from openclaw_auth.providers.catalogue import details, load_catalogue
from openclaw_auth.providers.models import Model, models_of_catalogue
from openclaw_auth.secret import Secret
from openclaw_auth.selection.snapshot import ConfigProfile, Snapshot, SourceKey
from openclaw_auth.sources.environment import Environment
from openclaw_auth.store.data import StoreData

NOW_MS = 1_800_000_000_000
PLAIN = "the-key-0123456789-abcdef"
CATALOGUE = load_catalogue()
NO_FREE = ("opencode", "xiaomi", "nvidia", "perplexity", "minimax-portal")


def profile(provider, kind="api_key", secret=PLAIN, name="a", **more):
    return Profile(f"{provider}:{name}", kind, provider, Secret(secret), **more)


def plan(*profiles, ask=None, config=None, env=None, stats=None, **more):
    providers = CATALOGUE.with_custom(config) if config else CATALOGUE
    snapshot = Snapshot(
        "main",
        StoreData(profiles={p.id: p for p in profiles}, usage_stats=stats or {}),
        providers,
        Environment(env or {}),
        **more,
    )
    looked_at = [p.provider for p in profiles] or providers.ids()
    models = models_of_catalogue(providers)
    return plan_probes(snapshot, looked_at, models, ask or ProbeAsk(), NOW_MS)


def moved(provider, base="http://127.0.0.1:9/v1", **more):
    return {provider: {"baseUrl": base, "models": [], **more}}


def only(targets):
    (target,) = targets
    return target


def headers(question):
    return {name.decode(): value.decode() for name, value in question.headers}


@pytest.mark.parametrize(
    ("provider", "url", "header"),
    [
        ("anthropic", "https://api.anthropic.com/v1/models?limit=1", "x-api-key"),
        ("openai", "https://api.openai.com/v1/models", "authorization"),
        ("openrouter", "https://openrouter.ai/api/v1/key", "authorization"),
        ("google", "https://generativelanguage.googleapis.com/v1beta/models?pageSize=1",
         "x-goog-api-key"),
        ("xai", "https://api.x.ai/v1/api-key", "authorization"),
        ("deepseek", "https://api.deepseek.com/user/balance", "authorization"),
        ("venice", "https://api.venice.ai/api/v1/api_keys/rate_limits", "authorization"),
        ("vercel-ai-gateway", "https://ai-gateway.vercel.sh/v1/credits", "authorization"),
        ("huggingface", "https://huggingface.co/api/whoami-v2", "authorization"),
        ("deepgram", "https://api.deepgram.com/v1/projects", "authorization"),
    ],
)  # fmt: skip
def test_each_provider_has_its_free_question(provider, url, header):
    (question,) = only(plan(profile(provider))).free
    assert (question.method, question.url, question.body) == (b"GET", url, b"")
    assert PLAIN in headers(question)[header]
    assert headers(question)["user-agent"].startswith("openclaw-auth/")


@pytest.mark.parametrize("provider", NO_FREE)
def test_without_a_free_check_nothing_is_asked_and_the_way_out_is_named(provider):
    kind = "oauth" if provider == "minimax-portal" else "api_key"
    target = only(plan(profile(provider, kind)))
    assert not target.free
    assert target.skip.code == "probe_no_free_check"


@pytest.mark.parametrize("provider", CATALOGUE.ids())
@pytest.mark.parametrize("kind", ["api_key", "token", "oauth"])
def test_at_a_base_url_of_the_users_the_vendor_never_sees_the_key(provider, kind):
    if CATALOGUE.get(provider).ethics == "leave_out":
        return
    ask = ProbeAsk(paid=True)
    target = only(plan(profile(provider, kind), ask=ask, config=moved(provider)))
    questions = [*target.free, *target.controls.values(), *([target.paid] if target.paid else [])]
    assert questions or not CATALOGUE.get(provider).endpoints
    for question in questions:
        assert question.url.startswith("http://127.0.0.1:9/")


def test_a_moved_provider_is_asked_its_own_check_and_then_its_list():
    target = only(plan(profile("openrouter"), config=moved("openrouter")))
    assert [q.url.removeprefix("http://127.0.0.1:9") for q in target.free] == [
        "/v1/key",
        "/v1/models",
    ]
    assert list(target.controls) == ["http://127.0.0.1:9/v1/models"]


@pytest.mark.parametrize("base", ["http://127.0.0.1:9", "http://127.0.0.1:9/v1"])
def test_anthropics_list_is_found_below_either_base(base):
    target = only(plan(profile("anthropic"), config=moved("anthropic", base)))
    assert [q.url for q in target.free] == ["http://127.0.0.1:9/v1/models?limit=1"]
    assert headers(target.free[0])["x-api-key"] == PLAIN


def test_a_control_question_carries_no_credential():
    more = {"headers": {"X-Team": "secret-team-key"}}
    target = only(plan(profile("openai"), config=moved("openai", **more)))
    (control,) = target.controls.values()
    assert PLAIN not in repr(control.headers)
    assert "secret-team-key" in repr(target.free[0].headers)
    assert "secret-team-key" not in repr(control.headers)


def test_documented_checks_need_no_control_and_recalled_lists_do():
    assert only(plan(profile("openai"))).controls == {}
    assert only(plan(profile("moonshot"))).controls == {}
    assert only(plan(profile("groq"))).controls != {}


def test_a_completion_is_planned_only_when_it_is_allowed():
    assert only(plan(profile("openai"))).paid is None
    assert only(plan(profile("openai"), ask=ProbeAsk(paid=True))).paid is not None


@pytest.mark.parametrize(
    ("provider", "url", "body"),
    [
        ("anthropic", "https://api.anthropic.com/v1/messages",
         {"model": "claude-haiku-4-5", "max_tokens": 1,
          "messages": [{"role": "user", "content": "."}]}),
        ("openai", "https://api.openai.com/v1/responses",
         {"model": "o4-mini", "input": ".", "max_output_tokens": 16, "store": False}),
        ("groq", "https://api.groq.com/openai/v1/chat/completions",
         {"model": "llama-3.1-8b-instant", "max_tokens": 1,
          "messages": [{"role": "user", "content": "."}]}),
    ],
)  # fmt: skip
def test_a_completion_is_as_small_as_the_dialect_allows(provider, url, body):
    paid = only(plan(profile(provider), ask=ProbeAsk(paid=True))).paid
    assert (paid.method, paid.url, json.loads(paid.body)) == (b"POST", url, body)
    assert paid.model == f"{provider}/{body['model']}"


def test_codex_is_never_sold_a_completion():
    assert only(plan(profile("openai-codex", "oauth"), ask=ProbeAsk(paid=True))).paid is None


def test_the_cheapest_current_model_is_taken():
    old = Model("p", "old", cost=(0.1, 0.1, 0, 0))
    small = Model("p", "small", cost=(0.5, 1, 0, 0))
    big = Model("p", "big", cost=(5, 25, 0, 0))
    unpriced = Model("p", "free", cost=(0, 0, 0, 0))
    assert smallest([unpriced, big, old, small], ["big", "small"]) is small
    assert smallest([unpriced, big, old, small], []) is old
    assert smallest([unpriced], []) is unpriced
    assert smallest([], []) is None


def test_what_is_left_out_is_never_asked():
    for provider in ("github-copilot", "google-gemini-cli", "google-antigravity", "qwen-portal"):
        target = only(plan(profile(provider, "oauth"), ask=ProbeAsk(paid=True)))
        assert (target.free, target.paid) == ((), None)
        assert target.skip is not None


def test_a_claude_token_asks_its_usage_page_and_is_known_to_be_reserved():
    for kind, secret in (("token", PLAIN), ("api_key", "sk-ant-oat01-" + "x" * 80)):
        target = only(plan(profile("anthropic", kind, secret)))
        assert [q.url for q in target.free] == ["https://api.anthropic.com/api/oauth/usage"]
        assert target.reserved
    assert not only(plan(profile("anthropic"))).reserved


def test_what_has_ended_is_refused_without_asking():
    target = only(plan(profile("anthropic", "token", expires_ms=NOW_MS - 1)))
    assert (target.skip.code, target.skip_status) == ("token_expired", "auth")


def test_a_login_that_needs_a_refresh_is_not_refreshed_by_a_probe():
    ended = profile("openai-codex", "oauth", refresh=Secret("r"), expires_ms=NOW_MS - 1)
    target = only(plan(ended))
    assert target.skip is not None
    assert target.skip_status == "inconclusive"


def test_an_empty_secret_is_not_sent():
    assert only(plan(profile("openai", secret=" "))).skip.code == "secret_empty"


def test_what_no_header_can_carry_is_said_and_not_sent():
    assert only(plan(profile("openai", secret="a\nb"))).skip.code == "credential_not_sendable"


def test_hidden_profiles_are_passed_over_unless_asked_for_by_name():
    both = (profile("openai", name="a"), profile("openai", name="b"))
    named = {"config_profiles": {"openai:a": ConfigProfile("openai", None)}}
    first, second = plan(both[0], both[1], **named)
    assert first.free
    assert second.skip.code == "hidden_by_config"
    ask = ProbeAsk(profiles=["openai:b"])
    assert only(plan(both[0], both[1], ask=ask, **named)).free


def test_a_resting_and_a_dead_credential_are_asked_all_the_same():
    for stats in (
        UsageStats(cooldown_until_ms=NOW_MS + 9_000, last_failure_at_ms=NOW_MS),
        UsageStats(dead="invalid_key", disabled_until_ms=NOW_MS + 9_000, last_failure_at_ms=NOW_MS),
    ):
        assert only(plan(profile("openai"), stats={"openai:a": stats})).free


def test_variables_and_config_keys_are_asked_too():
    keys = {"groq": SourceKey(Secret(PLAIN), "models.providers.groq.apiKey")}
    targets = plan(env={"OPENAI_API_KEY": PLAIN}, config_keys=keys)
    assert [t.key for t in targets if t.free and t.candidate.secret] == [
        "config:groq",
        "env:OPENAI_API_KEY",
    ]


def test_an_unresolved_reference_is_named():
    problem = Reason("secret_empty", {"profile": "x", "provider": "groq"})
    keys = {"groq": SourceKey(Secret(""), "models.providers.groq.apiKey", problem=problem)}
    target = next(t for t in plan(config_keys=keys) if t.key == "config:groq")
    assert (target.skip, target.free) == (problem, ())


def test_the_provider_filter_holds():
    targets = plan(profile("openai"), profile("groq"), ask=ProbeAsk(providers=["groq"]))
    assert [t.key for t in targets] == ["groq:a"]


def test_no_address_of_a_check_has_a_secret_in_it():
    for provider in CATALOGUE.ids():
        assert "{" not in details(provider).get("probe", {}).get("url", "")


def test_what_a_question_is_shown_as_has_no_secret():
    target = only(plan(profile("openai"), ask=ProbeAsk(paid=True)))
    shown = repr((target, target.free, target.paid, target.candidate))
    assert PLAIN not in shown
