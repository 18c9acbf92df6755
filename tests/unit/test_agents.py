"""Which agent a command means (ruling 10), and where it lives."""

from __future__ import annotations

import pytest

from openclaw_auth.agents import ModelChoice, every_agent, find_agent, main_agent
from openclaw_auth.config.paths import system_paths
from openclaw_auth.config.view import ConfigView
from openclaw_auth.errors import UnknownName, did_you_mean
from openclaw_auth.testing.virtual import virtual_ports

LIST = [{"id": "main"}, {"id": "Work", "default": True, "agentDir": "/elsewhere"}]


def paths(**environ):
    return system_paths(virtual_ports(environ={"OPENCLAW_STATE_DIR": "/state", **environ}))


def view(agents=LIST, **more):
    return ConfigView({"agents": {"list": agents, **more}})


def test_without_a_name_the_configured_default_is_meant():
    agent = find_agent(view(), paths(), None)
    assert (agent.id, agent.dir) == ("work", "/elsewhere")


def test_a_directory_in_the_environment_beats_the_default_and_a_name_beats_both():
    override = paths(OPENCLAW_AGENT_DIR="/over")
    assert find_agent(view(), override, None).dir == "/over"
    assert find_agent(view(), override, "WORK ").dir == "/elsewhere"
    assert find_agent(view(), override, "main").dir == "/state/agents/main/agent"
    assert main_agent(view(), override).dir == "/over"


def test_an_unknown_agent_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownName) as caught:
        find_agent(view(), paths(), "wrok")
    assert caught.value.reason.params["nearest"] == did_you_mean(["work"])


@pytest.mark.parametrize("agents", [[], LIST, [{"id": "work"}]])
def test_main_is_always_there_and_first(agents):
    found = every_agent(view(agents), paths())
    assert found[0].id == "main"
    assert len({agent.id for agent in found}) == len(found)


def test_isolation_is_the_agents_own():
    found = every_agent(view([{"id": "main"}, {"id": "work", "isolate": True}]), paths())
    assert [agent.isolated for agent in found] == [False, True]


def test_an_agents_models_are_its_own_or_the_defaults():
    defaults = {"model": {"primary": "openai/a", "fallbacks": ["openai/b"]}}
    agents = [{"id": "main"}, {"id": "work", "model": {"primary": "zai/c", "fallbacks": []}}]
    given = view(agents, defaults=defaults)
    main, work = ModelChoice(given, "main"), ModelChoice(given, "work")
    assert (main.primary, main.fallbacks, main.own_primary) == ("openai/a", ["openai/b"], False)
    assert (work.primary, work.fallbacks, work.own_fallbacks) == ("zai/c", [], True)
