"""Hosts as values: what the checks of doctor and lint look at."""

from __future__ import annotations

import json

from openclaw_auth.agents import Agent
from openclaw_auth.config.load import load_config
from openclaw_auth.config.paths import resolve_paths
from openclaw_auth.health.evidence import AgentFact
from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.secret import Secret
from openclaw_auth.settings import Settings
from openclaw_auth.sources.environment import Environment
from openclaw_auth.store.data import StoreData
from openclaw_auth.store.inherit import merged
from openclaw_auth.world import agent_snapshot

NOW = 1_800_000_000_000
HOUR = 3_600_000
KEY = Secret("sk-ant-api03-" + "k" * 90)


def make_settings(folder, text="{}", environment=None, **variables):
    """Read a config in a state directory below a folder."""
    state = folder / "state"
    state.mkdir(exist_ok=True)
    (state / "openclaw.json").write_text(text if isinstance(text, str) else json.dumps(text))
    environ = {"OPENCLAW_STATE_DIR": str(state)}
    paths = resolve_paths(environ, str(folder), str(folder), lambda _: True)
    loaded = load_config(paths, variables.get)
    return Settings(paths, loaded, environment or Environment(variables), load_catalogue())


def agent_fact(settings, *stored, agent="main", stats=None, order=None, main=None, **more):
    """Return an agent with its own store, over another's where `main` is given."""
    data = StoreData(profiles={p.id: p for p in stored}, usage_stats=stats, order=order)
    one = Agent(agent, settings.paths.agent_dir(agent), isolated=more.pop("isolated", False))
    seen = data if main is None else merged(data, main.own)
    return AgentFact(one, data, agent_snapshot(settings, one, seen), **more)


def codes(findings):
    return [(f.severity, f.subject, f.reason.code) for f in findings]
