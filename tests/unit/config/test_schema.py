"""What may stand in our sections, and where a change is written."""

from __future__ import annotations

import pytest

from openclaw_auth.config.keypath import read_path
from openclaw_auth.config.schema import (
    legacy_paths,
    reference_keys,
    target_file_for,
    unknown_sections,
    validate,
    validate_as_reference,
)

FULL = {
    "agents": {
        "defaults": {
            "model": {"primary": "a/b", "fallbacks": ["c/d"]},
            "models": {"a/b": {"alias": "x", "params": {"t": 1}}},
            "memorySearch": {"whatever": {"is": "here"}},
        },
        "list": [{"id": "main", "model": "a/b", "identity": {"name": "N"}}],
    },
    "auth": {
        "profiles": {"a:b": {"provider": "a", "mode": "token", "email": "e"}},
        "order": {"a": ["a:b"]},
        "cooldowns": {"billingMaxHours": 1.5, "billingBackoffHoursByProvider": {"a": 2}},
    },
    "env": {"NAME": "v", "vars": {"B": "c"}, "shellEnv": {"enabled": True, "timeoutMs": 0}},
    "gateway": {
        "port": 1,
        "bind": "lan",
        "auth": {"mode": "token", "token": "t"},
        "http": {"endpoints": {"chatCompletions": {"enabled": True}}},
        "tls": {"enabled": False},
    },
    "models": {
        "mode": "merge",
        "providers": {
            "acme": {
                "baseUrl": "u",
                "apiKey": "k",
                "api": "openai-completions",
                "models": [{"id": "m", "name": "M", "cost": {"input": 1}, "input": ["text"]}],
            }
        },
    },
}


def test_a_full_config_is_valid_for_us_and_for_the_reference():
    assert validate(FULL) == []
    assert validate_as_reference(FULL) == []


def test_our_own_keys_are_valid_for_us_and_only_for_us():
    own = {
        "agents": {"defaults": {"model": "a/b"}, "list": [{"id": "w", "isolate": True}]},
        "auth": {"billing": {"cross": 5, "classes": {"env:X": "free"}}},
        "env": {"trustWorkingDirectory": True},
        "gateway": {"bind": "10.0.0.1"},
        "models": {
            "providers": {
                "acme": {
                    "baseUrl": "u",
                    "models": [],
                    "apiKey": {"source": "env", "id": "X"},
                    "proxy": "p",
                    "oauth": {},
                }
            }
        },
        "secrets": {},
    }
    assert validate(own) == []
    assert {problem.path for problem in validate_as_reference(own)} == {
        "agents.defaults.model",
        "agents.list[0].isolate",
        "auth.billing",
        "env.trustWorkingDirectory",
        "gateway.bind",
        "models.providers.acme.apiKey",
        "models.providers.acme.proxy",
        "models.providers.acme.oauth",
        "secrets",
    }


@pytest.mark.parametrize(
    ("data", "path", "code", "nearest"),
    [
        ({"gateway": {"prot": 1}}, "gateway.prot", "config_unknown_key_near", "port"),
        (
            {"agents": {"defaults": {"Model": {}}}},
            "agents.defaults.Model",
            "config_unknown_key_near",
            "model",
        ),
        (
            {"models": {"providers": {"a": {"baseURL": "x"}}}},
            "models.providers.a.baseURL",
            "config_unknown_key_near",
            "baseUrl",
        ),
        ({"auth": {"zzzzz": 1}}, "auth.zzzzz", "config_unknown_key", None),
        ({"auth": {"order": {"a": "b"}}}, "auth.order.a", "config_wrong_type", None),
        ({"auth": {"order": {"a": [1]}}}, "auth.order.a[0]", "config_wrong_type", None),
        ({"gateway": {"port": "1"}}, "gateway.port", "config_wrong_type", None),
        ({"gateway": {"port": 1.5}}, "gateway.port", "config_wrong_type", None),
        ({"gateway": {"port": True}}, "gateway.port", "config_wrong_type", None),
        ({"gateway": {"port": float("inf")}}, "gateway.port", "config_wrong_type", None),
        ({"gateway": {"mode": "both"}}, "gateway.mode", "config_bad_choice", None),
        ({"auth": {"billing": "sometimes"}}, "auth.billing", "config_bad_choice", None),
        ({"auth": {"billing": 5}}, "auth.billing", "config_wrong_type", None),
        ({"auth": {"billing": {"cross": "no"}}}, "auth.billing.cross", "config_bad_choice", None),
        ({"auth": {"billing": {"cross": -1}}}, "auth.billing.cross", "config_wrong_type", None),
        ({"auth": {"billing": {"cross": True}}}, "auth.billing.cross", "config_wrong_type", None),
        (
            {"auth": {"billing": {"classes": {"a:b": "cheap"}}}},
            "auth.billing.classes.a:b",
            "config_bad_choice",
            None,
        ),
        (
            {"auth": {"billing": {"crosses": "ask"}}},
            "auth.billing.crosses",
            "config_unknown_key_near",
            "cross",
        ),
        ({"env": {"X": 1}}, "env.X", "config_wrong_type", None),
        ({"agents": []}, "agents", "config_wrong_type", None),
        ({"agents": {"list": {}}}, "agents.list", "config_wrong_type", None),
        (
            {"models": {"providers": {"a": {"apiKey": {"source": "x", "id": "y"}}}}},
            "models.providers.a.apiKey",
            "config_secret_source",
            None,
        ),
        (
            {"agents": {"defaults": {"modelFallbacks": []}}},
            "agents.defaults.modelFallbacks",
            "config_legacy_key",
            None,
        ),
        ([], "", "config_not_object", None),
    ],
)
def test_what_is_wrong_is_said_with_its_place(data, path, code, nearest):
    problems = validate(data)
    assert [(p.path, p.reason.code) for p in problems] == [(path, code)]
    if nearest:
        assert problems[0].reason.params["nearest"] == nearest


def test_every_problem_is_reported_not_only_the_first():
    assert len(validate({"gateway": {"a": 1, "b": 2}, "auth": {"c": 3}})) == 3


def test_sections_that_are_not_ours_pass_and_unknown_ones_are_listed():
    data = {"nonsense": {"a": 1}, "channels": {"x": [None]}, "$schema": "s", "meta": 3}
    assert validate(data) == []
    assert unknown_sections(data) == ["nonsense"]


@pytest.mark.parametrize(
    "path",
    [
        "agents.defaults.model.primary", "agents.defaults.models", "agents.list[0].model",
        "agents.defaults.sandbox.anything.below", "agents.defaults.models['a/b'].params.x",
        "auth.profiles['a:b'].provider", "auth.order.anthropic", "auth.cooldowns.billingMaxHours",
        "env.MY_NAME", "env.vars.MY_NAME", "env.shellEnv.enabled", "gateway.auth.token",
        "models.providers.acme.apiKey", "models.providers.acme.headers.X-Y", "channels.telegram.enabled",
        "agents.list[0].model.primary", "nonsense",
    ],
)  # fmt: skip
def test_what_the_reference_knows_is_written_to_its_file(path):
    assert target_file_for(read_path(path)) == "openclaw.json"


@pytest.mark.parametrize(
    "path",
    [
        "agents.list[0].isolate", "auth.billing", "auth.billing.cross", "auth.failureRules",
        "auth.store", "env.trustWorkingDirectory", "models.providers.acme.proxy",
        "models.providers.acme.oauth.tokenUrl", "secrets.providers",
    ],
)  # fmt: skip
def test_what_only_we_know_is_written_to_our_file(path):
    assert target_file_for(read_path(path)) == "openclaw-auth.json5"


def test_the_reference_key_list_names_places():
    keys = reference_keys()
    assert "agents.defaults.model.primary" in keys
    assert "auth.order.*[]" in keys
    assert "agents.list[].model.primary" in keys
    assert not [key for key in keys if "billing." in key or "proxy" in key or "!" in key]


def test_old_keys_are_found_with_their_new_places():
    data = {"agent": {"modelFallbacks": ["a"]}, "agents": {"defaults": {"modelAliases": {}}}}
    found = dict(legacy_paths(data))
    assert found[("agent", "modelFallbacks")] == ("agents", "defaults", "model", "fallbacks")
    assert ("agents", "defaults", "modelAliases") in found
