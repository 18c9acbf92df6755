"""What statistics cost: commits and store writes of a steady stream, and how soon a failure is safe."""

import asyncio
import json
import os
import tempfile
import time
from dataclasses import dataclass
from statistics import median

from openclaw_auth.agents import every_agent
from openclaw_auth.codes import Reason
from openclaw_auth.config.paths import system_paths
from openclaw_auth.events import Spine
from openclaw_auth.gateway.writer import Writer
from openclaw_auth.lending.broker import Broker, Outcome
from openclaw_auth.lending.usage import Usage
from openclaw_auth.ports import Ports, system_ports
from openclaw_auth.selection.failure import Failure
from openclaw_auth.settings import load_settings
from openclaw_auth.store.fingerprint_key import ensure_fingerprint_key
from openclaw_auth.store.state import StateDb
from openclaw_auth.world import load_world

STREAM_S = 3.0
FAILURES = 30
CALLS = 50_000
RATE_LIMIT = Failure(
    "rate_limit", "requests", "cooldown", "credential_model", rule="bench", reason=Reason("usable")
)


@dataclass(frozen=True)
class StatisticsTimes:
    """What was measured: `lease_us` and `report_us` of a plain success, the others by name."""

    commits_per_s: float
    store_writes: int
    requests: int
    durable_ms: float
    lease_us: float
    report_us: float


class Stage:
    """A state directory with two keys, a broker over it and a writer behind it."""

    def __init__(self, folder: str) -> None:
        real = system_ports()
        self.ports = Ports(
            now_ms=real.now_ms,
            monotonic_s=real.monotonic_s,
            sleep_s=real.sleep_s,
            random_bytes=real.random_bytes,
            environ={"OPENCLAW_STATE_DIR": folder, "HOME": folder},
            cwd=folder,
        )
        self.paths = system_paths(self.ports)
        self.store = os.path.join(folder, "agents/main/agent/auth-profiles.json")
        os.makedirs(os.path.dirname(self.store))
        keys = {
            f"anthropic:{name}": {"type": "api_key", "provider": "anthropic", "key": f"sk-{name}"}
            for name in "ab"
        }
        with open(self.store, "w", encoding="utf-8") as file:
            json.dump({"version": 1, "profiles": keys}, file)
        ensure_fingerprint_key(folder, self.ports)
        settings = load_settings(self.paths, self.ports)
        agents = every_agent(settings.view, self.paths)
        world = load_world(settings, agents, self.ports)
        spine = Spine()
        self.broker = Broker(world, self.ports, spine, Usage())
        self.commits = 0
        state = StateDb(self.paths.state_db, self.ports)
        apply_all = state.apply_all

        class Counted:
            close = state.close

            @staticmethod
            def apply_all(statements: object) -> None:
                self.commits += 1
                apply_all(statements)

        self.writer = Writer(self.broker, Counted(), self.paths, self.ports, spine)

    def lease(self, model: str = "m"):
        return self.broker.lease(
            provider="anthropic", model=model, agent_id="main", call="anthropic-messages"
        )

    def outcome(self, failure: Failure | None = None) -> Outcome:
        now_ms = self.ports.now_ms()
        return Outcome(
            status=200,
            failure=failure,
            complete=True,
            started_ms=now_ms,
            first_byte_ms=now_ms,
            ended_ms=now_ms,
            streamed=False,
            bytes_out=1,
        )


async def stream(stage: Stage) -> int:
    """Let successes come as fast as they can, with turns for the loop; returns how many."""
    ends_s, requests = time.perf_counter() + STREAM_S, 0
    while time.perf_counter() < ends_s:
        for _ in range(100):
            stage.broker.report(stage.lease(), stage.outcome())
        requests += 100
        await asyncio.sleep(0)
    return requests


async def durable_ms(stage: Stage) -> float:
    """Return how long a failure takes from its report to the store."""
    loop, times = asyncio.get_running_loop(), []
    for number in range(FAILURES):
        done = loop.create_future()
        lease, began_s = stage.lease(f"m{number}"), time.perf_counter()
        stage.broker.report(lease, stage.outcome(RATE_LIMIT))
        stage.broker.when_written(lambda done=done: done.set_result(None))
        await done
        times.append(time.perf_counter() - began_s)
    return median(times) * 1000


async def measure(folder: str) -> StatisticsTimes:
    stage = Stage(folder)
    task = asyncio.create_task(stage.writer.run())
    before = os.stat(stage.store).st_mtime_ns
    requests = await stream(stage)
    commits, writes = stage.commits, int(os.stat(stage.store).st_mtime_ns != before)
    lease = stage.lease()
    began_s = time.perf_counter()
    for _ in range(CALLS):
        stage.lease()
    lease_us = (time.perf_counter() - began_s) / CALLS * 1e6
    outcome = stage.outcome()
    began_s = time.perf_counter()
    for _ in range(CALLS):
        stage.broker.report(lease, outcome)
    report_us = (time.perf_counter() - began_s) / CALLS * 1e6
    safe_ms = await durable_ms(stage)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await stage.writer.close()
    return StatisticsTimes(commits / STREAM_S, writes, requests, safe_ms, lease_us, report_us)


def measure_statistics() -> StatisticsTimes:
    """Measure in a state directory of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(measure(folder))
