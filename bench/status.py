"""The status command as a whole process, against the least that Python can do."""

import json
import os
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.peers.gateway import clean_environment, console_script

ROUNDS = 40
ROUNDS_BIG = 7
BIG = 10_000
SMALL = 20
PROVIDERS = ("anthropic", "openai", "openrouter", "groq", "mistral")


@dataclass(frozen=True)
class StatusTimes:
    """Medians in ms of whole processes, run in turns."""

    python_ms: float
    json_ms: float
    check_ms: float
    big_ms: float


def write_profiles(state: Path, count: int) -> None:
    """Write a store with that many API keys, half of them with statistics."""
    profiles, stats = {}, {}
    for index in range(count):
        provider = PROVIDERS[index % len(PROVIDERS)]
        name = f"{provider}:account{index}"
        profiles[name] = {"type": "api_key", "provider": provider, "key": f"sk-bench-{index:032d}"}
        if index % 2:
            stats[name] = {"lastUsed": 1780000000000 + index, "errorCount": 0}
    agent = state / "agents" / "main" / "agent"
    agent.mkdir(parents=True, mode=0o700)
    file = agent / "auth-profiles.json"
    file.touch(mode=0o600)
    file.write_text(json.dumps({"version": 1, "profiles": profiles, "usageStats": stats}, indent=2))
    config = state / "openclaw.json"
    config.touch(mode=0o600)
    primary = {"primary": "anthropic/claude-opus-4-5"}
    config.write_text(json.dumps({"agents": {"defaults": {"model": primary}}}, indent=2))


def process_ms(command: list[str], environment: Mapping[str, str], *, allowed: set[int]) -> float:
    """Run a command to its end and return how long that took; raises `RuntimeError` on another exit code."""
    # posix_spawn: what the subprocess module adds would flatter the ratio.
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    started = time.perf_counter()
    pid = os.posix_spawn(command[0], command, environment, file_actions=quiet)
    _, status = os.waitpid(pid, 0)
    elapsed_ms = (time.perf_counter() - started) * 1000
    if os.waitstatus_to_exitcode(status) not in allowed:
        raise RuntimeError(f"{' '.join(command)}: exit {os.waitstatus_to_exitcode(status)}")
    return elapsed_ms


def measure_status(rounds: int = ROUNDS) -> StatusTimes:
    """Measure bare Python, `models status --json`, `--check`, and status over 10,000 profiles."""
    with tempfile.TemporaryDirectory() as small, tempfile.TemporaryDirectory() as big:
        environments = {}
        for folder, count in ((small, SMALL), (big, BIG)):
            write_profiles(Path(folder) / "state", count)
            environments[folder] = clean_environment(Path(folder))
        status = [console_script(), "models", "status"]
        # This environment's own interpreter: the one behind it may load another site-packages with slow
        # .pth files, and a version manager's shim takes 100 ms; both would flatter the ratio.
        python = [sys.executable, "-I", "-c", "pass"]
        few, many = environments[small], environments[big]
        times: dict[str, list[float]] = {"python": [], "json": [], "check": [], "big": []}
        process_ms([*status, "--json"], few, allowed={0})  # Compiles the bytecode.
        for index in range(rounds):
            times["python"].append(process_ms(python, few, allowed={0}))
            times["json"].append(process_ms([*status, "--json"], few, allowed={0}))
            times["check"].append(process_ms([*status, "--check"], few, allowed={0, 1, 2}))
            if index < ROUNDS_BIG:
                times["big"].append(process_ms([*status, "--json"], many, allowed={0}))
    return StatusTimes(*(median(times[name]) for name in ("python", "json", "check", "big")))
