"""A user's pin holds in the gateway; a session that was reset keeps nothing."""

from __future__ import annotations

import asyncio
import json
import pathlib

from openclaw_auth.agents import every_agent
from openclaw_auth.config.paths import system_paths
from openclaw_auth.events import Spine
from openclaw_auth.gateway.session_choices import SessionChoices
from openclaw_auth.lending.broker import Broker
from openclaw_auth.lending.usage import Usage
from openclaw_auth.settings import load_settings
from openclaw_auth.testing.virtual import virtual_ports
from openclaw_auth.world import load_world

HERE = ("main", "agent:main:main", "anthropic")


def key(name):
    return {"type": "api_key", "provider": "anthropic", "key": f"sk-{name}"}


class Host:
    def __init__(self, root):
        self.file = root / "agents/main/sessions/sessions.json"
        store = root / "agents/main/agent/auth-profiles.json"
        for path in (self.file, store):
            path.parent.mkdir(parents=True)
        profiles = {f"anthropic:{name}": key(name) for name in "ab"}
        store.write_text(json.dumps({"version": 1, "profiles": profiles}))
        ports = virtual_ports(environ={"OPENCLAW_STATE_DIR": str(root), "HOME": str(root)})
        paths = system_paths(ports)
        settings = load_settings(paths, ports)
        world = load_world(settings, every_agent(settings.view, paths), ports)
        self.broker = Broker(world, ports, Spine(), Usage())
        self.session("first")
        self.choices = SessionChoices(self.broker, paths, poll_s=0.02)

    def session(self, session_id, **entry):
        document = {HERE[1]: {"sessionId": session_id, "updatedAt": 1, **entry}}
        fresh = pathlib.Path(f"{self.file}.new")
        fresh.write_text(json.dumps(document))
        fresh.rename(self.file)

    def lease(self):
        return self.broker.lease(
            provider="anthropic",
            model="m",
            agent_id="main",
            call="anthropic-messages",
            session=HERE[1],
        ).profile_id


async def until(condition):
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 # a file is watched by looking
            await asyncio.sleep(0.01)


def test_a_users_pin_is_followed_and_a_reset_forgets_what_was_kept(tmp_path):
    async def scene():
        host = Host(tmp_path)
        task = asyncio.create_task(host.choices.run())
        host.broker.pins.keep(HERE, "anthropic:b", "round_robin")
        assert host.lease() == "anthropic:b"
        host.session("first", authProfileOverride="anthropic:a", authProfileOverrideSource="user")
        await until(lambda: host.lease() == "anthropic:a")
        host.session("first")
        await until(lambda: host.lease() == "anthropic:b")
        host.session("second")
        await until(lambda: host.broker.pins.get(HERE) is None)
        assert host.lease() == "anthropic:a"
        task.cancel()

    asyncio.run(scene())


def test_a_pin_for_another_provider_is_not_this_ones(tmp_path):
    host = Host(tmp_path)
    host.session(
        "first",
        providerOverride="openai",
        authProfileOverride="anthropic:a",
        authProfileOverrideSource="user",
    )
    host.choices.adopt(host.choices._read())
    assert host.choices.pin(*HERE) is None
