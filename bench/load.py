"""Plain requests per second, by `wrk`, with the processor time that the peer spent on each."""

import re
import shutil
import subprocess
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from bench.peers.target import Target
from bench.processes import cpu_s
from bench.workload import PATH, Workload

SECONDS = 1
UNITS_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Load:
    """One run of `wrk`."""

    requests: int
    per_s: float
    p50_ms: float
    p99_ms: float
    cpu_us: float | None
    new_upstream_connections: int


def run_load(
    folder: Path,
    target: Target,
    workload: Workload,
    connections: int,
    *,
    status_url: str,
    seconds: int = SECONDS,
) -> Load:
    """Load `target` for `seconds`; raises `RuntimeError` when an answer was not 200."""
    script = _lua_script(folder, target, workload)
    accepted = upstream_connections(status_url)
    before = cpu_s(target.pid) if target.pid else 0.0
    command = [_wrk(), "--latency", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(script)]
    result = subprocess.run(
        [*command, target.origin(workload) + PATH],
        capture_output=True,
        text=True,
        timeout=seconds + 30,
        check=True,
    )
    spent = cpu_s(target.pid) - before if target.pid else None
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)", result.stdout)
    if bad:
        raise RuntimeError(f"{target.name}: {bad[0]}\n{result.stdout}")
    requests = int(_find(r"(\d+) requests in", result.stdout))
    return Load(
        requests=requests,
        per_s=float(_find(r"Requests/sec:\s+([\d.]+)", result.stdout)),
        p50_ms=_latency_ms("50%", result.stdout),
        p99_ms=_latency_ms("99%", result.stdout),
        cpu_us=None if spent is None else spent / max(1, requests) * 1e6,
        # The question itself took a connection.
        new_upstream_connections=upstream_connections(status_url) - accepted - 1,
    )


def upstream_connections(status_url: str) -> int:
    """Return how many connections the nginx upstream has accepted so far, this question included."""
    with urllib.request.urlopen(status_url, timeout=5) as answer:
        return int(answer.read().split(b"\n")[2].split()[0])


def _lua_script(folder: Path, target: Target, workload: Workload) -> Path:
    script = folder / f"{target.name}-{workload.provider}.lua"
    script.write_text(
        'wrk.method = "POST"\n'
        f"wrk.body = [==[{workload.body().decode()}]==]\n"
        'wrk.headers["Content-Type"] = "application/json"\n'
        f'wrk.headers["Authorization"] = "Bearer {target.token}"\n'
    )
    return script


def _wrk() -> str:
    found = shutil.which("wrk")
    if found is None:
        raise RuntimeError("wrk is not installed: apt-get install wrk")
    return found


def _find(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise RuntimeError(f"not in wrk's output: {pattern}\n{text}")
    return found[1]


def _latency_ms(percentile: str, text: str) -> float:
    value = _find(rf"{percentile}\s+([\d.]+(?:us|ms|s))", text)
    unit = value.lstrip("0123456789.")
    return float(value.removesuffix(unit)) * UNITS_MS[unit]
