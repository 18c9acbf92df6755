"""A lease of a login whose token is fresh, against a lease of an API key: the lock must cost nothing then."""

import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from openclaw_auth.agents import every_agent
from openclaw_auth.config.paths import system_paths
from openclaw_auth.events import Spine
from openclaw_auth.lending.broker import Broker
from openclaw_auth.lending.usage import Usage
from openclaw_auth.ports import Ports, system_ports
from openclaw_auth.refresh.blocking import refresh_now
from openclaw_auth.refresh.kit import RefreshKit, Wanted
from openclaw_auth.settings import Settings, load_settings
from openclaw_auth.world import load_world

ROUNDS = 15
LEASES = 20_000
DECISIONS = 400
CHECKS = 50
HOUR_MS = 3_600_000
MODEL = "m1"


@dataclass(frozen=True)
class LeaseTimes:
    """Medians over rounds in which both take turns."""

    ready: float
    decided: float
    key_us: float
    key_decided_us: float
    check_us: float


class Stage:
    """A host with a provider for each kind of credential, alike but for it."""

    def __init__(self, folder: Path) -> None:
        state = folder / "state"
        agent = state / "agents" / "main" / "agent"
        agent.mkdir(parents=True, mode=0o700)
        real = system_ports()
        ends_ms = real.now_ms() + HOUR_MS
        login = {
            "type": "oauth",
            "provider": "logins",
            "access": "at-" + "x" * 40,
            "expires": ends_ms,
        }
        profiles = {
            "logins:me": {**login, "refresh": "rt-" + "x" * 40},
            "keys:me": {"type": "api_key", "provider": "keys", "key": "sk-" + "x" * 40},
        }
        store = agent / "auth-profiles.json"
        store.touch(mode=0o600)
        store.write_text(json.dumps({"version": 1, "profiles": profiles}))
        entry = {"baseUrl": "http://127.0.0.1:9/v1", "api": "openai-completions", "models": []}
        oauth = {"tokenUrl": "http://127.0.0.1:9/token", "clientId": "bench"}
        own = {"models": {"providers": {"keys": entry, "logins": {**entry, "oauth": oauth}}}}
        (state / "openclaw-auth.json5").write_text(json.dumps(own))
        self.agent_dir = str(agent)
        self.ports = Ports(
            now_ms=real.now_ms,
            monotonic_s=real.monotonic_s,
            sleep_s=real.sleep_s,
            random_bytes=real.random_bytes,
            environ={"OPENCLAW_STATE_DIR": str(state), "HOME": str(folder)},
            cwd="/",
        )
        self.settings: Settings = load_settings(system_paths(self.ports), self.ports)
        self.settings.config.require_valid()
        agents = every_agent(self.settings.view, self.settings.paths)
        self.world = load_world(self.settings, agents, self.ports)
        self.broker = Broker(self.world, self.ports, Spine(), Usage())

    def ready_us(self, provider: str) -> float:
        """A lease of what was decided already: what a request pays."""
        return each_us(lambda: self.lease(provider), LEASES)

    def decided_us(self, provider: str) -> float:
        """A lease with its decision, as after a new world."""

        def decide() -> None:
            self.broker.swap(self.world)
            self.lease(provider)

        return each_us(decide, DECISIONS)

    def check_us(self) -> float:
        """What a command pays to hear that a login is fresh: it reads the store."""
        kit = RefreshKit(self.settings, self.ports)
        wanted = Wanted(self.agent_dir, "logins:me")
        try:
            return each_us(lambda: refresh_now(kit, wanted), CHECKS)
        finally:
            kit.close()

    def lease(self, provider: str) -> None:
        self.broker.lease(
            provider=provider, model=MODEL, agent_id="main", call="openai-completions"
        )


def each_us(work: Callable[[], object], times: int) -> float:
    work()
    started = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - started) / times * 1e6


def measure_leases(rounds: int = ROUNDS) -> LeaseTimes:
    """Measure leases of both kinds in turns."""
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder))
        ready, decided = [], []
        for _ in range(rounds):
            ready.append((stage.ready_us("logins"), stage.ready_us("keys")))
            decided.append((stage.decided_us("logins"), stage.decided_us("keys")))
        check_us = stage.check_us()
    return LeaseTimes(
        ready=median(login / key for login, key in ready),
        decided=median(login / key for login, key in decided),
        key_us=median(key for _, key in ready),
        key_decided_us=median(key for _, key in decided),
        check_us=check_us,
    )
