"""The checks of doctor are pure: the same evidence, the same findings."""

from __future__ import annotations

import json

import pytest

from openclaw_auth.agents import Agent
from openclaw_auth.codes import Reason
from openclaw_auth.config.load import load_config
from openclaw_auth.config.paths import resolve_paths
from openclaw_auth.credentials import Profile, UsageStats
from openclaw_auth.health.checks import (
    config,
    environment,
    files,
    gateway,
    logins,
    models,
    permissions,
    profiles,
)
from openclaw_auth.health.evidence import AgentFact, Evidence, FileFact
from openclaw_auth.health.finding import Chmod, EditConfig, Finding, ImportLegacy, exit_code
from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.secret import Secret
from openclaw_auth.settings import Settings
from openclaw_auth.sources.environment import Environment
from openclaw_auth.sources.other_logins import OtherLogin
from openclaw_auth.store.data import StoreData
from openclaw_auth.world import agent_snapshot

NOW = 1_800_000_000_000
HOUR = 3_600_000
KEY = Secret("sk-ant-api03-" + "k" * 90)


@pytest.fixture
def settings(tmp_path):
    def make(text="{}", **variables):
        state = tmp_path / "state"
        state.mkdir(exist_ok=True)
        (state / "openclaw.json").write_text(text if isinstance(text, str) else json.dumps(text))
        environ = {"OPENCLAW_STATE_DIR": str(state)}
        paths = resolve_paths(environ, str(tmp_path), str(tmp_path), lambda _: True)
        loaded = load_config(paths, variables.get)
        return Settings(paths, loaded, Environment(variables), load_catalogue())

    return make


def agent_fact(settings, *stored, agent="main", stats=None, order=None):
    data = StoreData(profiles={p.id: p for p in stored}, usage_stats=stats, order=order)
    one = Agent(agent, f"/state/agents/{agent}/agent")
    return AgentFact(one, data, agent_snapshot(settings, one, data))


def codes(findings):
    return [(f.severity, f.subject, f.reason.code) for f in findings]


def test_what_others_may_use_is_an_error_with_its_mode(settings):
    evidence = Evidence(
        settings(),
        NOW,
        files=[
            FileFact("/s", 0o755, directory=True),
            FileFact("/s/a", 0o600),
            FileFact("/s/b", 0o640),
            FileFact("/s/c", 0o644, owner="eve"),
        ],
    )
    found = permissions.check(evidence)
    assert codes(found) == [
        ("error", "/s", "doctor_open_to_others"),
        ("error", "/s/b", "doctor_open_to_others"),
        ("error", "/s/c", "doctor_open_to_others"),
        ("warning", "/s/c", "doctor_foreign_owner"),
    ]
    fixes = [f.fix for f in found]
    assert [(f.path, f.mode) for f in fixes if isinstance(f, Chmod)] == [
        ("/s", 0o700),
        ("/s/b", 0o600),
    ]
    assert fixes[2] is None  # not ours to change


def test_ends_are_told_by_how_near_they_are(settings):
    given = settings()
    fact = agent_fact(
        given,
        Profile("a:old", "token", "a", KEY, expires_ms=NOW - HOUR),
        Profile("a:soon", "token", "a", KEY, expires_ms=NOW + HOUR),
        Profile("a:later", "token", "a", KEY, expires_ms=NOW + 999 * HOUR),
        Profile("a:never", "token", "a", KEY),
        Profile("a:login", "oauth", "a", KEY, refresh=KEY, expires_ms=NOW - HOUR),
        Profile("a:dead", "oauth", "a", KEY, expires_ms=NOW - HOUR),
        Profile("a:what", "oauth", "a", KEY),
    )
    assert codes(profiles.check(Evidence(given, NOW, agents=[fact]))) == [
        ("error", "a:old", "doctor_expired"),
        ("warning", "a:soon", "doctor_expiring"),
        ("error", "a:dead", "doctor_expired"),
        ("warning", "a:what", "doctor_expiry_missing"),
    ]


def test_time_outs_are_told_while_they_run(settings):
    given = settings()
    stored = [Profile(f"a:{n}", "api_key", "a", KEY) for n in range(4)]
    stats = {
        "a:0": UsageStats(cooldown_until_ms=NOW + HOUR),
        "a:1": UsageStats(disabled_until_ms=NOW + HOUR, disabled_reason="billing"),
        "a:2": UsageStats(disabled_until_ms=NOW + HOUR, disabled_reason="auth"),
        "a:3": UsageStats(cooldown_until_ms=NOW),
    }
    fact = agent_fact(given, *stored, stats=stats)
    assert codes(profiles.check(Evidence(given, NOW, agents=[fact]))) == [
        ("warning", "a:0", "doctor_cooldown"),
        ("warning", "a:1", "doctor_disabled_billing"),
        ("warning", "a:2", "doctor_disabled"),
    ]


def test_hidden_profiles_come_with_one_order_that_keeps_them_all(settings):
    given = settings(
        {
            "auth": {
                "profiles": {
                    "anthropic:a": {"provider": "anthropic", "mode": "api_key"},
                    "anthropic:gone": {"provider": "anthropic", "mode": "api_key"},
                }
            }
        }
    )
    stored = [Profile(f"anthropic:{n}", "api_key", "anthropic", KEY) for n in "abc"]
    found = profiles.check(Evidence(given, NOW, agents=[agent_fact(given, *stored)]))
    assert codes(found) == [
        ("warning", "anthropic:gone", "profile_unknown"),
        ("warning", "anthropic:b", "doctor_hidden"),
    ]
    # An order with a profile that is not stored would be refused.
    assert found[1].reason.params["order"] == "anthropic:a anthropic:b anthropic:c"


def test_what_the_config_names_may_be_stored_by_another_agent(settings):
    named = {"anthropic:w": {"provider": "anthropic", "mode": "api_key"}}
    given = settings({"auth": {"profiles": named}})
    profile = Profile("anthropic:w", "api_key", "anthropic", KEY)
    facts = [agent_fact(given), agent_fact(given, profile, agent="work")]
    assert profiles.check(Evidence(given, NOW, agents=facts)) == []
    assert codes(profiles.check(Evidence(given, NOW, agents=facts[:1]))) == [
        ("warning", "anthropic:w", "profile_unknown")
    ]


def test_an_order_that_names_what_is_gone_or_anothers_is_told(settings):
    given = settings()
    fact = agent_fact(
        given,
        Profile("o:x", "api_key", "openai", KEY),
        order={"anthropic": ["anthropic:gone", "o:x"]},
    )
    assert codes(profiles.check(Evidence(given, NOW, agents=[fact]))) == [
        ("warning", "anthropic:gone", "profile_unknown"),
        ("warning", "o:x", "profile_other_provider"),
    ]


def test_a_mode_that_does_not_fit_and_an_empty_key_are_told(settings):
    named = {"anthropic:a": {"provider": "anthropic", "mode": "token"}}
    given = settings({"auth": {"profiles": named}})
    fact = agent_fact(
        given,
        Profile("anthropic:a", "api_key", "anthropic", KEY),
        Profile("openai:b", "api_key", "openai", None),
    )
    assert codes(profiles.check(Evidence(given, NOW, agents=[fact]))) == [
        ("warning", "anthropic:a", "mode_mismatch"),
        ("error", "openai:b", "secret_empty"),
    ]


def test_models_without_a_credential_are_told_once_for_all_agents(settings):
    model = {"primary": "openai/gpt-5.2", "fallbacks": ["groq/x", "anthropic/claude-opus-4-5"]}
    given = settings({"agents": {"defaults": {"model": model}}}, ANTHROPIC_API_KEY="sk-ant-x")
    facts = [agent_fact(given), agent_fact(given, agent="work")]
    found = models.check(Evidence(given, NOW, agents=facts))
    assert codes(found) == [
        ("error", "openai/gpt-5.2", "doctor_no_credential"),
        ("warning", "groq/x", "doctor_no_credential"),
    ]
    assert found[0].reason.params["agents"] == "main, work"


def test_a_model_whose_credentials_all_rest_is_not_without_one(settings):
    given = settings()
    profile = Profile("anthropic:a", "api_key", "anthropic", KEY)
    stats = {"anthropic:a": UsageStats(cooldown_until_ms=NOW + HOUR)}
    found = models.check(Evidence(given, NOW, agents=[agent_fact(given, profile, stats=stats)]))
    assert codes(found) == [("error", "anthropic/claude-opus-4-5", "doctor_none_usable")]
    assert models.check(Evidence(given, NOW + HOUR, agents=[agent_fact(given, profile)])) == []


def test_a_provider_that_is_never_called_is_told_with_the_reason(settings):
    given = settings({"agents": {"defaults": {"model": {"primary": "github-copilot/gpt-4o"}}}})
    (found,) = models.check(Evidence(given, NOW, agents=[agent_fact(given)]))
    assert found.reason.code == "doctor_provider_not_called"


def test_a_config_that_cannot_be_read_names_no_model_and_no_gateway(settings):
    given = settings("{ broken: ")
    evidence = Evidence(given, NOW, agents=[agent_fact(given)], gateway_token=False)
    assert models.check(evidence) == []
    assert gateway.check(evidence) == []
    (found,) = config.check(evidence)
    assert (found.severity, found.reason.code) == ("error", "doctor_config_unreadable")
    assert found.reason.params["problem"].params["line"] == 1


def test_wrong_keys_and_sections_are_listed(settings):
    text = {"nonsense": 1, "gatewya": {}, "gateway": {"prot": 1, "port": "x"}}
    assert codes(config.check(Evidence(settings(text), NOW))) == [
        ("error", "gateway.prot", "doctor_config_key"),
        ("error", "gateway.port", "doctor_config_value"),
        ("warning", "nonsense", "doctor_unknown_section"),
        ("warning", "gatewya", "doctor_unknown_section"),
    ]
    assert codes(config.check(Evidence(settings({"env": {"A": "${NO}"}}), NOW))) == [
        ("error", "env.A", "doctor_config_variable")
    ]


def test_keys_that_openclaw_refuses_are_to_be_moved(settings):
    text = {
        "auth": {"billing": "allow"},
        "agents": {
            "defaults": {"model": "a/b"},
            "list": [{"id": "main"}, {"id": "w", "isolate": True}],
        },
        "models": {"providers": {"x": {"baseUrl": "http://x"}}},
        "channels": {"anything": {}},
    }
    found = config.check(Evidence(settings(text), NOW))
    assert codes(found) == [
        ("warning", "auth.billing", "doctor_own_key"),
        ("warning", "agents.defaults.model", "doctor_own_key"),
        ("warning", "agents.list[1].isolate", "doctor_own_key"),
        ("warning", "models.providers.x.models", "doctor_refused_by_openclaw"),
    ]
    edits = [[(e.operation, e.path) for e in f.fix.edits] for f in found if f.fix]
    assert all(isinstance(f.fix, EditConfig) for f in found[:3])
    assert edits[0] == [("unset", ("auth", "billing")), ("set", ("auth", "billing"))]
    assert edits[1] == [("set", ("agents", "defaults", "model"))]


def test_a_glued_line_is_told_without_the_value(settings):
    variables = {
        "OPENAI_API_KEY": "sk-abcdefANTHROPIC_API_KEY=sk-ant-secret",
        "CALLBACK": "https://x/?FOO=1",
        "GROQ_API_KEY": "gsk_fine",
    }
    (found,) = environment.check(Evidence(settings(), NOW, env_files={"/s/.env": variables}))
    assert (found.severity, found.subject) == ("error", "OPENAI_API_KEY")
    assert found.reason.params["inner"] == "ANTHROPIC_API_KEY"
    assert "sk-" not in repr(found)


def test_stores_that_make_no_sense_and_leftovers_are_told(settings):
    given = settings()
    broken = Reason("store_not_json", {"path": "/a", "line": 3, "column": 4, "what": "x"})
    skipped = Reason("store_entry_skipped", {"profile": "x:y"})
    data = StoreData(problems=(broken, skipped))
    agents = [
        AgentFact(Agent("main", "/m"), data, None),
        AgentFact(Agent("w", "/w"), StoreData(legacy="/w/auth.json"), None),
        AgentFact(Agent("z", "/z"), StoreData(), None, Reason("store_unreadable", {"path": "/z"})),
    ]
    found = files.check(Evidence(given, NOW, agents=agents, leftovers=["/.x.tmp"]))
    assert codes(found) == [
        ("error", "/a", "doctor_store_broken"),
        ("warning", "/m/auth-profiles.json", "store_entry_skipped"),
        ("warning", "/w/auth.json", "doctor_legacy_waiting"),
        ("error", "/z/auth-profiles.json", "store_unreadable"),
        ("warning", "/.x.tmp", "doctor_leftover"),
    ]
    assert isinstance(found[2].fix, ImportLegacy)


@pytest.mark.parametrize(
    ("section", "token", "expected"),
    [
        ({}, True, []),
        ({}, False, [("info", "doctor_token_missing")]),
        ({}, None, [("error", "doctor_token_unresolved")]),
        ({"bind": "loopback"}, True, []),
        ({"bind": "lan"}, True, [("warning", "doctor_bind_open")]),
        (
            {"bind": "0.0.0.0"},
            False,
            [("warning", "doctor_bind_open"), ("error", "doctor_token_missing_open")],
        ),
        ({"mode": "remote", "bind": "lan"}, False, []),
    ],
)
def test_the_gateway_is_judged_by_who_reaches_it(settings, section, token, expected):
    evidence = Evidence(settings({"gateway": section}), NOW, gateway_token=token)
    assert [(f.severity, f.reason.code) for f in gateway.check(evidence)] == expected


def test_other_tools_logins_are_a_hint_with_their_end(settings):
    ends = [None, NOW + HOUR, NOW - HOUR]
    found = logins.check(
        Evidence(settings(), NOW, logins=[OtherLogin("T", "/t", "anthropic", e) for e in ends])
    )
    assert {f.severity for f in found} == {"info"}
    assert [f.reason.code for f in found] == [
        "doctor_other_login",
        "doctor_other_login_until",
        "doctor_other_login_ended",
    ]


def test_the_strict_exit_code_is_that_of_the_worst():
    def one(severity):
        return Finding("files", severity, "x", Reason("usable"))

    assert exit_code([]) == 0
    assert exit_code([one("info")]) == 0
    assert exit_code([one("info"), one("warning")]) == 2
    assert exit_code([one("warning"), one("error")]) == 1


def test_a_profile_that_is_only_named_is_no_credential(settings):
    named = {"anthropic:gone": {"provider": "anthropic", "mode": "api_key"}}
    given = settings({"auth": {"profiles": named}})
    (found,) = models.check(Evidence(given, NOW, agents=[agent_fact(given)]))
    assert found.reason.code == "doctor_no_credential"
