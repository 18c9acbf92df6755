"""A host that talks: providers that repeat what they are told, and what a chat leaves behind."""

from __future__ import annotations

import json
from contextlib import contextmanager

from failing_host import config_for, key_of, profile
from openclaw_auth.testing import ProviderEmulator

KEY = "agent:main:main"


@contextmanager
def talking(host, *ids, model="anthropic/m1", fallbacks=(), defaults=None, **behaviours):
    """A host whose providers repeat what they are told; behaviours by profile id."""
    steps = {key_of(name): step for name, step in behaviours.get("behaviours", {}).items()}
    with ProviderEmulator(behaviour_by_key=steps, compose=lambda text: f"re: {text}") as upstream:
        config = config_for(upstream)
        primary = {"primary": model, "fallbacks": list(fallbacks)}
        config["agents"] = {"defaults": {"model": primary, **(defaults or {})}}
        host.state.mkdir(exist_ok=True)
        (host.state / "openclaw.json").write_text(json.dumps(config))
        folder = host.state / "agents/main/agent"
        folder.mkdir(parents=True, exist_ok=True)
        store = folder / "auth-profiles.json"
        profiles = {name: profile(name) for name in ids}
        store.write_text(json.dumps({"version": 1, "profiles": profiles}))
        store.chmod(0o600)
        host.emulator = upstream
        yield host


def entry(host, key=KEY):
    return json.loads((host.state / "agents/main/sessions/sessions.json").read_text())[key]


def transcript(host, key=KEY):
    path = host.state / f"agents/main/sessions/{entry(host, key)['sessionId']}.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()]


def asked(host):
    """The bodies of the requests that reached a provider."""
    return [json.loads(r.body) for r in host.emulator.requests if r.method == "POST"]
