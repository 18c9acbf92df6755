"""Settings by name."""

from __future__ import annotations

from openclaw_auth.config.view import ConfigView, agent_key


def test_an_empty_config_has_the_built_in_defaults():
    view = ConfigView({})
    assert view.configured_model() is None
    assert view.default_model() == "anthropic/claude-opus-4-5"
    assert view.fallbacks() == view.image_fallbacks() == []
    assert view.image_model() is None
    assert view.model_entries() == view.aliases() == view.providers() == {}
    assert view.models_mode() == "merge"
    assert view.agents() == []
    assert view.agent_ids() == ["main"]
    assert view.default_agent_id() == "main"
    assert view.agent("main") is None
    assert view.agent_dir("main") is None
    assert not view.is_isolated("main")
    assert view.auth_profiles() == view.auth_order() == view.gateway() == {}
    assert view.cooldowns().billing_max_h is None
    assert view.shell_env_timeout_ms() == 15_000
    assert view.gateway_port() is view.gateway_mode() is view.gateway_bind() is None


def test_models_are_read_from_text_and_from_object():
    text = ConfigView({"agents": {"defaults": {"model": " a/b ", "imageModel": "c/d"}}})
    assert (text.default_model(), text.fallbacks(), text.image_model()) == ("a/b", [], "c/d")
    view = ConfigView(
        {
            "agents": {
                "defaults": {
                    "model": {"primary": "a/b", "fallbacks": ["c/d", "e/f"]},
                    "models": {"a/b": {"alias": "x"}, "c/d": {}, "e/f": {"alias": "  "}},
                }
            }
        }
    )
    assert view.default_model() == "a/b"
    assert view.fallbacks() == ["c/d", "e/f"]
    assert view.aliases() == {"x": "a/b"}
    assert list(view.model_entries()) == ["a/b", "c/d", "e/f"]


def test_the_default_agent_is_the_marked_one_else_the_first():
    def view(*entries):
        return ConfigView({"agents": {"list": list(entries)}})

    assert view({"id": "a"}, {"id": "B", "default": True}).default_agent_id() == "b"
    assert view({"id": "a"}, {"id": "b"}).default_agent_id() == "a"


def test_an_agent_has_its_own_settings():
    entry = {
        "id": "Work",
        "name": "W",
        "agentDir": "~/w",
        "isolate": True,
        "model": {"primary": "a/b", "fallbacks": []},
    }
    view = ConfigView({"agents": {"list": [entry, {"id": "x", "model": "c/d"}]}})
    agent = view.agent("WORK")
    assert agent is not None
    assert (agent.id, agent.name, agent.model, agent.fallbacks) == ("work", "W", "a/b", [])
    assert view.agent_dir("work") == "~/w"
    assert view.is_isolated("work")
    other = view.agent("x")
    assert other is not None
    assert (other.model, other.fallbacks) == ("c/d", None)


def test_agent_ids_are_formed_as_openclaw_forms_them():
    assert agent_key(" My Agent! ") == "my-agent"
    assert agent_key("a_b-c9") == "a_b-c9"
    assert agent_key("!!!") == "main"


def test_credentials_environment_and_gateway_are_read():
    view = ConfigView(
        {
            "auth": {
                "profiles": {"a:b": {"provider": "a", "mode": "token"}},
                "order": {"z.ai": ["x"]},
                "cooldowns": {
                    "billingBackoffHours": 1,
                    "billingBackoffHoursByProvider": {"a": 2.5},
                    "billingMaxHours": 3,
                    "failureWindowHours": 4,
                },
            },
            "env": {
                "NAME": "v",
                "vars": {"B": "c"},
                "shellEnv": {"enabled": True, "timeoutMs": 5},
                "trustWorkingDirectory": True,
            },
            "gateway": {"port": 9, "mode": "remote", "bind": "lan", "auth": {"token": "t"}},
            "models": {"mode": "replace", "providers": {"acme": {"baseUrl": "u"}}},
        }
    )
    assert view.auth_profiles() == {"a:b": {"provider": "a", "mode": "token"}}
    assert view.auth_order() == {"z.ai": ["x"]}
    cooldowns = view.cooldowns()
    assert cooldowns.billing_backoff_h_by_provider == {"a": 2.5}
    assert (cooldowns.billing_backoff_h, cooldowns.billing_max_h) == (1, 3)
    assert cooldowns.failure_window_h == 4
    assert view.env_variables() == {"NAME": "v"}
    assert view.env_vars() == {"B": "c"}
    assert view.shell_env_enabled()
    assert view.shell_env_timeout_ms() == 5
    assert view.trusts_working_directory()
    assert (view.gateway_port(), view.gateway_mode(), view.gateway_bind()) == (9, "remote", "lan")
    assert view.gateway_auth() == {"token": "t"}
    assert view.models_mode() == "replace"
    assert view.providers() == {"acme": {"baseUrl": "u"}}
