"""A talk in the test's own loop, in front of an emulated provider that repeats what it is told."""

from __future__ import annotations

import asyncio
import json
import os
from contextlib import aclosing, asynccontextmanager
from datetime import UTC

from failing_host import config_for, key_of, profile
from openclaw_auth.config.paths import system_paths
from openclaw_auth.gateway.chat.local import LocalKit
from openclaw_auth.gateway.chat.talk import Talk
from openclaw_auth.gateway.chat.talked import Delta, Queued, Taken
from openclaw_auth.ports import Ports, system_ports
from openclaw_auth.sessions.store import SessionStore
from openclaw_auth.sessions.transcript import read_transcript
from openclaw_auth.testing import ProviderEmulator

KEY = "agent:main:main"
LONG = "one two three four five six seven eight nine ten"


class Chatting:
    """A talk in the test's own loop, and its files."""

    def __init__(self, talk, kit, folder, emulator):
        self.talk, self.kit, self.folder, self.emulator = talk, kit, folder, emulator
        self.store = SessionStore(str(folder / "sessions.json"), kit.ports)

    async def say(self, message, key=KEY, pictures=()):
        async with aclosing(self.talk.say("main", key, message, pictures)) as talked:
            return [piece async for piece in talked if not isinstance(piece, Taken | Queued)]

    def entry(self, key=KEY):
        return self.store.entry(key)

    def messages(self, key=KEY):
        path = self.folder / f"{self.entry(key)['sessionId']}.jsonl"
        entries = read_transcript(str(path)).entries
        return [e["message"] for e in entries if e["type"] == "message"]

    def bodies(self):
        return [json.loads(r.body) for r in self.emulator.requests if r.method == "POST"]


@asynccontextmanager
async def chatting(tmp_path, *, behaviours=None, model="anthropic/m1", fallbacks=(), defaults=None):
    steps = {key_of(name): step for name, step in (behaviours or {}).items()}
    with ProviderEmulator(behaviour_by_key=steps, compose=lambda text: f"re: {text}") as upstream:
        state = tmp_path / "state"
        agent = state / "agents/main/agent"
        agent.mkdir(parents=True)
        config = config_for(upstream)
        primary = {"primary": model, "fallbacks": list(fallbacks)}
        config["agents"] = {"defaults": {"model": primary, **(defaults or {})}}
        (state / "openclaw.json").write_text(json.dumps(config))
        profiles = {name: profile(name) for name in ("anthropic:a", "openai:b")}
        (agent / "auth-profiles.json").write_text(json.dumps({"version": 1, "profiles": profiles}))
        (agent / "auth-profiles.json").chmod(0o600)
        real = system_ports()
        ports = Ports(
            now_ms=real.now_ms,
            monotonic_s=real.monotonic_s,
            sleep_s=real.sleep_s,
            random_bytes=os.urandom,
            environ={"OPENCLAW_STATE_DIR": str(state), "HOME": str(tmp_path)},
            cwd=str(tmp_path),
        )
        async with LocalKit(system_paths(ports), ports) as kit:
            talk = Talk(kit, UTC, kit.changed)
            yield Chatting(talk, kit, state / "agents/main/sessions", upstream)


def text(talked):
    return "".join(piece.text for piece in talked if isinstance(piece, Delta))


def run(work):
    asyncio.run(asyncio.wait_for(work, 20))


async def until(condition):
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - what is looked at tells nobody
            await asyncio.sleep(0.01)
