"""The broker lends what select decided, and says why when it cannot."""

from __future__ import annotations

import json

import pytest

from broker_host import AGENTS, ANTHROPIC, TWO, Host, api_key
from openclaw_auth.codes import Reason
from openclaw_auth.errors import (
    DialectNotOffered,
    NoCredential,
    ProviderNotCallable,
    UnknownName,
)
from openclaw_auth.lending.usage import STORE_EVERY_MS
from openclaw_auth.selection.snapshot import Request


def test_a_lease_carries_the_headers_of_what_select_chose(tmp_path):
    host = Host(tmp_path, profiles=TWO)
    lease = host.lease()
    assert lease.profile_id == host.broker.decide(Request("anthropic"), "main").next.profile_id
    assert (b"x-api-key", b"sk-a") in lease.grant.headers
    assert b"authorization" in lease.grant.drop_headers
    assert lease.grant.target == b"/v1/messages"
    assert str(lease.grant.route.origin) == "https://api.anthropic.com"


def test_what_the_client_says_about_versions_is_respected(tmp_path):
    grant = Host(tmp_path, profiles=TWO).lease().grant
    assert dict(grant.headers_for(()))[b"anthropic-version"] == b"2023-06-01"
    asked = dict(grant.headers_for([(b"anthropic-version", b"2024-01-01")]))
    assert b"anthropic-version" not in asked
    assert asked[b"x-api-key"] == b"sk-a"


def test_a_used_profile_steps_back_after_a_second(tmp_path):
    host = Host(tmp_path, profiles=TWO)
    host.report(host.lease())
    assert host.lease().profile_id == "anthropic:a"
    host.clock.pass_ms(1_000)
    assert host.lease().profile_id == "anthropic:b"


def test_a_failure_is_no_use(tmp_path):
    host = Host(tmp_path, profiles=TWO)
    host.report(host.lease(), status=401)
    host.report(host.lease(), status=200, error=Reason("upstream_closed"))
    host.clock.pass_ms(5_000)
    assert host.lease().profile_id == "anthropic:a"
    assert [event.fields["status"] for event in host.events] == [401, 200]


def test_a_lease_stands_until_its_token_ends(tmp_path):
    host = Host(tmp_path)
    ends_ms = host.clock.now_ms + 10_000
    token = {"type": "token", "provider": "anthropic", "token": "t", "expires": ends_ms}
    host = Host(tmp_path / "x", profiles={"anthropic:t": token})
    assert host.lease().profile_id == "anthropic:t"
    host.clock.pass_ms(10_000)
    with pytest.raises(NoCredential) as caught:
        host.lease()
    assert str(caught.value).startswith("No available auth profile for anthropic (all in cooldown")
    assert [c.reason.code for c in caught.value.candidates] == ["token_expired"]


def test_nothing_at_all_says_what_people_search_for(tmp_path):
    with pytest.raises(NoCredential) as caught:
        Host(tmp_path).lease()
    assert str(caught.value).startswith('No API key found for provider "anthropic"')


def test_what_cannot_be_called_says_so(tmp_path):
    host = Host(tmp_path, environ={"AWS_PROFILE": "x"})
    with pytest.raises(ProviderNotCallable):
        host.lease("amazon-bedrock", "openai-responses")
    with pytest.raises(ProviderNotCallable):
        host.lease("nobody-knows", "openai-responses")
    with pytest.raises(UnknownName):
        host.lease(agent="nobody")


def test_a_dialect_that_is_not_offered_names_those_that_are(tmp_path):
    host = Host(tmp_path, environ={"GROQ_API_KEY": "gsk"})
    with pytest.raises(DialectNotOffered, match="it offers: openai-completions"):
        host.lease("groq", ANTHROPIC)


def test_a_use_of_an_inherited_profile_counts_where_it_lives(tmp_path):
    host = Host(tmp_path, profiles=TWO, work={}, config=AGENTS)
    lease = host.lease(agent="work")
    assert lease.grant.candidate.inherited
    host.report(lease)
    (owner,) = host.usage.take_unstored()
    assert owner == host.broker.world.main_dir
    host.clock.pass_ms(STORE_EVERY_MS)
    assert host.lease(agent="work").profile_id == "anthropic:b"
    assert host.lease(agent="main").profile_id == "anthropic:b"


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("anthropic/claude-opus-4-5", ("anthropic", "claude-opus-4-5", "main")),
        ("opus", ("anthropic", "claude-opus-4-5", "main")),
        ("fast", ("openrouter", "openrouter/auto", "main")),
        ("gpt-5.2", ("openai", "gpt-5.2", "main")),
        ("never-heard-of", ("anthropic", "never-heard-of", "main")),
        ("openclaw:work", ("groq", "llama", "work")),
        ("openclaw", ("openrouter", "openrouter/auto", "main")),
    ],
)
def test_what_a_model_name_means(tmp_path, text, route):
    config = {
        "agents": {
            "defaults": {
                "model": {"primary": "fast"},
                "models": {"openrouter/auto": {"alias": "fast"}},
            },
            "list": [{"id": "main"}, {"id": "work", "model": "groq/llama"}],
        }
    }
    host = Host(tmp_path, config=config, environ={"OPENAI_API_KEY": "sk-x"})
    found = host.broker.resolve(text)
    assert (found.provider, found.model, found.agent_id) == route


def test_models_are_the_allowlist_or_those_with_a_credential(tmp_path):
    allowed = {"agents": {"defaults": {"models": {"openai/gpt-5.2": {}}}}}
    assert [m["id"] for m in Host(tmp_path, config=allowed).broker.models()] == ["openai/gpt-5.2"]
    host = Host(tmp_path / "x", environ={"GROQ_API_KEY": "gsk"})
    assert {m["provider"] for m in host.broker.models()} == {"groq"}


def test_a_new_world_is_used_at_once(tmp_path):
    host = Host(tmp_path, profiles={"anthropic:a": api_key("a")})
    assert host.lease().profile_id == "anthropic:a"
    path = tmp_path / "state/agents/main/agent/auth-profiles.json"
    path.write_text(json.dumps({"version": 1, "profiles": {"anthropic:z": api_key("z")}}))
    assert host.lease().profile_id == "anthropic:a"
    host.broker.swap(host.world())
    assert host.lease().profile_id == "anthropic:z"


def test_a_decision_that_is_shown_knows_the_same_uses_as_a_lease(tmp_path):
    host = Host(tmp_path, profiles=TWO)
    host.report(host.lease())
    host.clock.pass_ms(1_000)
    assert host.lease().profile_id == "anthropic:b"
    assert host.broker.decide(Request("anthropic"), "main").next.profile_id == "anthropic:b"


def test_round_robin_goes_on_when_the_clock_is_put_back(tmp_path):
    host = Host(tmp_path, profiles=TWO)
    host.report(host.lease())
    host.clock.pass_ms(1_000)
    host.report(host.lease())
    host.clock.pass_ms(-86_400_000)
    host.lease()
    host.clock.pass_ms(1_000)
    assert host.lease().profile_id == "anthropic:a"


@pytest.mark.parametrize("spelling", ["zai", "z.ai", "Z-AI"])
def test_a_providers_own_proxy_counts_however_the_provider_is_spelled(tmp_path, spelling):
    entry = {
        "baseUrl": "https://api.z.ai/v4",
        "apiKey": "k",
        "models": [],
        "proxy": "http://p:3128",
    }
    host = Host(tmp_path, config={"models": {"providers": {spelling: entry}}})
    assert str(host.lease("zai", "openai-completions").grant.route.proxy) == "p:3128"


def test_a_proxy_in_the_state_directorys_env_file_is_taken(tmp_path):
    (tmp_path / "state").mkdir()
    (tmp_path / "state/.env").write_text("HTTPS_PROXY=http://corp:8080\n")
    host = Host(tmp_path, profiles=TWO)
    assert str(host.lease().grant.route.proxy) == "corp:8080"


def test_no_folder_chooses_the_way_a_key_takes(tmp_path):
    (tmp_path / ".env").write_text("https_proxy=http://evil:1\nSSL_CERT_FILE=/tmp/evil.pem\n")
    host = Host(tmp_path, profiles=TWO)
    assert host.lease().grant.route.proxy is None
    [notice] = host.broker.world.settings.notices
    assert notice.params["names"] == "https_proxy, SSL_CERT_FILE"


def test_a_time_out_does_not_change_what_a_bare_model_name_means(tmp_path):
    profiles = {"openai:a": api_key("a", "openai")}
    config = {"agents": {"defaults": {"model": {"primary": "anthropic/claude-opus-4-5"}}}}
    host = Host(tmp_path, profiles=profiles, config=config)
    assert host.broker.resolve("gpt-5.2").provider == "openai"
    store = tmp_path / "state/agents/main/agent/auth-profiles.json"
    stats = {"openai:a": {"cooldownUntil": host.clock.now_ms + 60_000}}
    store.write_text(json.dumps({"version": 1, "profiles": profiles, "usageStats": stats}))
    host.broker.swap(host.world())
    assert host.broker.resolve("gpt-5.2").provider == "openai"


def test_an_address_with_ids_that_nobody_gave_is_never_asked(tmp_path):
    provider = "cloudflare-ai-gateway"
    bare = {f"{provider}:a": api_key("a", provider)}
    with pytest.raises(ProviderNotCallable) as caught:
        Host(tmp_path / "bare", profiles=bare).lease(provider)
    assert caught.value.reason.params["names"] == "accountId, gatewayId"
    ids = {"metadata": {"accountId": "acc", "gatewayId": "gw"}}
    whole = {f"{provider}:a": {**api_key("a", provider), **ids}}
    lease = Host(tmp_path / "whole", profiles=whole).lease(provider)
    assert lease.grant.target == b"/v1/acc/gw/anthropic/v1/messages"


def test_rotation_gets_what_it_has_not_tried(tmp_path):
    host = Host(tmp_path, profiles=TWO)
    request = Request("anthropic", "m")
    lend = host.broker.lend
    assert lend(request, agent_id="main", call=ANTHROPIC, tried={"anthropic:a"}).key == (
        "anthropic:b"
    )
    with pytest.raises(NoCredential):
        lend(request, agent_id="main", call=ANTHROPIC, tried=set(TWO))


def test_names_that_clients_make_up_do_not_fill_the_memory(tmp_path):
    host = Host(tmp_path, profiles=TWO)
    for number in range(5_000):
        host.lease(model=f"m{number}")
    assert len(host.broker._ready) <= 4_096
