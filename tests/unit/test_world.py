"""What an agent sees at one moment: odd files do no harm, and main's past is not another's."""

from __future__ import annotations

import json

import pytest

from openclaw_auth.agents import every_agent
from openclaw_auth.config.paths import system_paths
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request
from openclaw_auth.settings import load_settings
from openclaw_auth.store.state import StateDb
from openclaw_auth.testing.virtual import VirtualClock, virtual_ports
from openclaw_auth.world import load_world

AGENTS = {"agents": {"list": [{"id": "main"}, {"id": "work"}]}}


class Host:
    def __init__(self, root):
        self.state = root / "state"
        self.clock = VirtualClock()
        environ = {"OPENCLAW_STATE_DIR": str(self.state), "HOME": str(root)}
        self.ports = virtual_ports(self.clock, environ, str(root))

    def agent_dir(self, agent):
        path = self.state / f"agents/{agent}/agent"
        path.mkdir(parents=True, exist_ok=True)
        return path

    def store(self, agent, **keys):
        profiles = {
            f"openai:{name}": {"type": "api_key", "provider": "openai", "key": secret}
            for name, secret in keys.items()
        }
        text = json.dumps({"version": 1, "profiles": profiles})
        (self.agent_dir(agent) / "auth-profiles.json").write_text(text)

    def config(self, value):
        self.state.mkdir(exist_ok=True)
        (self.state / "openclaw.json").write_text(json.dumps(value))

    def world(self):
        settings = load_settings(system_paths(self.ports), self.ports)
        settings.config.require_valid()
        return load_world(settings, every_agent(settings.view, settings.paths), self.ports)

    def next(self, agent, provider="openai"):
        found = select(self.world().snapshots[agent], Request(provider), self.clock.now_ms).next
        return found.profile_id or found.source


@pytest.fixture
def host(tmp_path):
    return Host(tmp_path)


def test_an_agents_own_secret_was_not_used_because_mains_of_the_same_id_was(host):
    host.config(AGENTS)
    host.store("main", a="main-a")
    host.store("work", a="work-a", b="work-b")
    state = StateDb(str(host.state / "openclaw-auth.sqlite"), host.ports)
    state.put_last_used({(str(host.agent_dir("main")), "openai:a"): host.clock.now_ms})
    state.close()
    assert host.next("work") == "openai:a"


def test_the_last_use_of_an_inherited_profile_is_mains(host):
    host.config(AGENTS)
    host.store("main", a="main-a", b="main-b")
    state = StateDb(str(host.state / "openclaw-auth.sqlite"), host.ports)
    state.put_last_used({(str(host.agent_dir("main")), "openai:a"): host.clock.now_ms})
    state.close()
    assert host.next("work") == "openai:b"


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe",
        b"[" * 100_000,
        b"[]",
        b'{"providers": []}',
        b'{"providers": {"x": 5, "y": {"models": 5}, "z": {"models": [5, {}, {"id": 7}]}}}',
        b'{"providers": {"x": {"models": [{"id": "m", "contextWindow": NaN}], "baseUrl": {}}}}',
    ],
)
def test_a_broken_models_json_does_no_harm(host, content):
    host.store("main", a="k")
    (host.agent_dir("main") / "models.json").write_bytes(content)
    assert host.next("main") == "openai:a"


def test_an_old_spelling_in_models_json_is_the_same_provider(host):
    listed = {
        "providers": {"z.ai": {"baseUrl": "https://api.z.ai/v4", "apiKey": "k", "models": []}}
    }
    (host.agent_dir("main") / "models.json").write_text(json.dumps(listed))
    assert host.next("main", "zai") == "models.providers.zai.apiKey"


def test_the_canonical_spelling_beats_an_alias_wherever_it_stands(host):
    def entry(key):
        return {"baseUrl": "https://api.z.ai/v4", "apiKey": key, "models": []}

    host.config({"models": {"providers": {"zai": entry("own"), "z.ai": entry("alias")}}})
    key = host.world().snapshots["main"].config_keys["zai"]
    assert key.secret.reveal() == "own"


@pytest.mark.parametrize("name", ["a\0b", "missing", ".", "x" * 5000])
def test_a_secret_file_that_cannot_be_read_is_no_key_and_says_so(host, name):
    entry = {"baseUrl": "http://h/v1", "apiKey": {"source": "file", "id": name}, "models": []}
    host.config({"models": {"providers": {"mine": entry}}})
    decision = select(host.world().snapshots["main"], Request("mine"), 0)
    assert decision.next is None
    assert [c.reason.code for c in decision.candidates] == ["reference_file_unreadable"]


def test_a_secret_file_is_taken_whole_or_not_at_all(host):
    entry = {"baseUrl": "http://h/v1", "apiKey": {"source": "file", "id": "key"}, "models": []}
    host.config({"models": {"providers": {"mine": entry}}})
    (host.state / "key").write_text("k" * 100_000)
    assert host.world().snapshots["main"].config_keys["mine"].problem is not None
    (host.state / "key").write_text("sk-1\n")
    assert host.world().snapshots["main"].config_keys["mine"].secret.reveal() == "sk-1"
