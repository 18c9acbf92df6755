"""The checks of doctor are pure: the same evidence, the same findings."""

from __future__ import annotations

import pytest

from evidence import HOUR, KEY, NOW, agent_fact, codes
from openclaw_auth.agents import Agent
from openclaw_auth.codes import Reason, remedy
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
from openclaw_auth.health.finding import Finding, exit_code
from openclaw_auth.health.fixes import Chmod, EditConfig, ImportLegacy
from openclaw_auth.sources.other_logins import OtherLogin
from openclaw_auth.store.data import StoreData
from openclaw_auth.wording import reason_text


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


def test_what_mends_another_agents_profile_names_that_agent(settings):
    given = settings({"agents": {"list": [{"id": "main", "default": True}, {"id": "work"}]}})
    ended = {"expires_ms": NOW - HOUR}
    fact = agent_fact(
        given,
        Profile("a:pasted", "token", "a", KEY, **ended),
        Profile("a:login", "oauth", "a", KEY, **ended),
        Profile("anthropic:claude-cli", "token", "anthropic", KEY, expires_ms=NOW + 9999 * HOUR),
        agent="work",
    )
    evidence = Evidence(given, NOW, agents=[fact])
    found = [*profiles.ends(evidence), *profiles.taken_over(evidence)]
    steps = {finding.subject: remedy(finding.reason) for finding in found}
    named = "--provider a --profile-id a:"
    assert steps["a:pasted"] == f"openclaw models auth paste-token {named}pasted --agent work"
    assert steps["a:login"] == f"openclaw models auth login {named}login --agent work"
    assert steps["anthropic:claude-cli"].count("--agent work") == 2
    assert "（智能体 work）" in reason_text(found[0].reason, NOW, "zh")


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
    assert codes(profiles.ends(Evidence(given, NOW, agents=[fact]))) == [
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
    assert codes(profiles.time_outs(Evidence(given, NOW, agents=[fact]))) == [
        ("warning", "a:0", "doctor_cooldown"),
        ("warning", "a:1", "doctor_disabled_billing"),
        ("warning", "a:2", "doctor_disabled"),
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


def test_what_time_does_not_heal_is_told_with_its_mend(settings):
    stored = [Profile(f"anthropic:{n}", "api_key", "anthropic", KEY) for n in "abc"]
    stats = {
        "anthropic:a": UsageStats(dead="invalid_key", disabled_until_ms=NOW + HOUR),
        "anthropic:b": UsageStats(dead="credential_scope_restricted"),
        "anthropic:c": UsageStats(dead="invalid_key", fingerprint="another secret's"),
    }
    fact = agent_fact(settings(), *stored, stats=stats)
    fact.snapshot.fingerprint = lambda secret: "this secret's"
    found = profiles.time_outs(Evidence(settings(), NOW, agents=[fact]))
    assert codes(found) == [
        ("error", "anthropic:a", "dead"),
        ("warning", "anthropic:b", "policy_restricted"),
    ]
    assert "--profile-id anthropic:a" in remedy(found[0].reason)


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
    assert gateway.bind(evidence) == gateway.token(evidence) == []
    (found,) = config.problems(evidence)
    assert (found.severity, found.reason.code) == ("error", "doctor_config_unreadable")
    assert found.reason.params["problem"].params["line"] == 1


def test_wrong_keys_and_sections_are_listed(settings):
    text = {"nonsense": 1, "gatewya": {}, "gateway": {"prot": 1, "port": "x"}}
    evidence = Evidence(settings(text), NOW)
    assert codes([*config.problems(evidence), *config.sections(evidence)]) == [
        ("error", "gateway.prot", "doctor_config_key"),
        ("error", "gateway.port", "doctor_config_value"),
        ("warning", "nonsense", "doctor_unknown_section"),
        ("warning", "gatewya", "doctor_unknown_section"),
    ]
    assert codes(config.problems(Evidence(settings({"env": {"A": "${NO}"}}), NOW))) == [
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
    found = config.own_keys(Evidence(settings(text), NOW))
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
    evidence = Evidence(given, NOW, agents=agents, leftovers=["/.x.tmp"])
    found = [*files.stores(evidence), *files.leftovers(evidence)]
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
    assert [
        (f.severity, f.reason.code) for f in (*gateway.bind(evidence), *gateway.token(evidence))
    ] == expected


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
