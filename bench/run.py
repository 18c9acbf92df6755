"""Prints the ratios that the project promises, measured in one run: `make bench`.

`make bench ARGS="--only plain --rounds 5"`; parts: status, plain, tls, stream, memory, startup. Needs nginx and
wrk. A single run is worth ±25 %: every figure is a median of rounds in which the peers take turns, and a ratio
is formed within each round.
"""

import argparse
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from statistics import median

from bench.load import Load, run_load
from bench.memory import rss_over_requests
from bench.peers.target import Target
from bench.scene import STARTERS, Scene, scene
from bench.startup import first_answer_ms
from bench.status import measure_status
from bench.streams import added, streams_per_s
from bench.table import Row, at_least, at_most, print_rows
from bench.workload import PLAIN, TLS, Workload

PLAIN_TARGETS = {1: 0.45, 32: 0.40}
CPU_US = 50
CONNECTIONS = (1, 32)


def status_rows() -> list[Row]:
    times = measure_status()
    bare = f"python -I -c pass: {times.python_ms:.1f} ms"
    return [
        at_most("models status --json, 20 profiles", times.json_ms / times.python_ms, "×", bare, 4),
        at_most(
            "models status --check, 20 profiles", times.check_ms / times.python_ms, "×", bare, 4
        ),
        at_most(
            "models status --json, 10,000 profiles",
            times.big_ms / times.json_ms,
            "×",
            f"20 profiles: {times.json_ms:.1f} ms",
            10,
        ),
    ]


def load_rows(stage: Scene, workload: Workload, rounds: int) -> list[Row]:
    targets = [stage.nginx, *stage.others, stage.direct]
    runs: dict[tuple[str, int], list[Load]] = {}
    for _ in range(rounds):
        for connections in CONNECTIONS:
            for target in targets:
                load = run_load(
                    stage.folder,
                    target,
                    workload,
                    connections,
                    status_url=stage.status_urls[workload.provider],
                )
                runs.setdefault((target.name, connections), []).append(load)
    kind = "plain" if workload is PLAIN else "TLS upstream"
    return [
        row
        for target in targets
        for connections in CONNECTIONS
        for row in _load_rows(kind, target, connections, runs)
    ]


def _load_rows(
    kind: str, target: Target, connections: int, runs: dict[tuple[str, int], list[Load]]
) -> list[Row]:
    mine, nginx = runs[target.name, connections], runs["nginx", connections]
    ratio = median(a.per_s / b.per_s for a, b in zip(mine, nginx, strict=True))
    name = f"{target.name}, {kind}, c={connections}"
    reference = (
        f"{median(run.per_s for run in mine):,.0f}/s (nginx {median(run.per_s for run in nginx):,.0f}/s), "
        f"p50 {median(run.p50_ms for run in mine):.2f}, p99 {median(run.p99_ms for run in mine):.1f} ms, "
        f"{max(run.new_upstream_connections for run in mine)} new upstream connections"
    )
    promised = target.name == "gateway" and kind == "plain"
    row = Row(name, f"{ratio:.2f} of nginx", reference)
    rows = [at_least(name, ratio, reference, PLAIN_TARGETS[connections]) if promised else row]
    if mine[0].cpu_us is not None:
        spent = median(run.cpu_us or 0 for run in mine)
        label = f"{name}: CPU a request"
        rows.append(
            at_most(label, spent, "µs", "", CPU_US) if promised else Row(label, f"{spent:.0f} µs")
        )
    return rows


def stream_rows(stage: Scene, rounds: int) -> list[Row]:
    targets = [stage.nginx, *stage.others, stage.direct]
    rates: dict[str, list[float]] = {target.name: [] for target in targets}
    for _ in range(rounds):
        for target in targets:
            rates[target.name].append(streams_per_s(target))
    rows = []
    for target in targets:
        pairs = zip(rates[target.name], rates["nginx"], strict=True)
        ratio = median(mine / nginx for mine, nginx in pairs)
        name, reference = f"{target.name}, 50-event streams", f"{median(rates[target.name]):,.0f}/s"
        ours = target.name == "gateway"
        rows.append(
            at_least(name, ratio, reference, 0.8)
            if ours
            else Row(name, f"{ratio:.2f} of nginx", reference)
        )
        if target is stage.direct:
            continue
        lag = added(stage.direct, target)
        label = f"{target.name}: first event later than direct"
        reference = f"after a pause {lag.first_after_pause:+.3f} ms"
        rows += [
            at_most(label, lag.first, "ms", reference, 0.25)
            if ours
            else Row(label, f"{lag.first:.3f} ms", reference),
            Row(f"{target.name}: paced event later than direct", f"{lag.event:.3f} ms"),
        ]
    return rows


def memory_rows(stage: Scene) -> list[Row]:
    rows = []
    for target in [stage.nginx, *stage.others]:
        points = rss_over_requests(stage.folder, target, stage.status_urls[PLAIN.provider])
        warm, end = points[min(1, len(points) - 1)], points[-1]
        course = ", ".join(f"{count:,}: {size:.1f}" for count, size in points)
        row = at_most(f"{target.name}, resident", points[0][1], "MB", course, 50)
        ours = target.name == "gateway"
        rows.append(row if ours else Row(row.measure, row.value, course))
        rows.append(
            Row(
                f"{target.name}, growth since {warm[0]:,} requests",
                f"{end[1] - warm[1]:+.1f} MB",
                f"{end[0]:,} requests",
            )
        )
    return rows


def parts(rounds: int) -> dict[str, Callable[[Scene], list[Row]]]:
    return {
        "plain": lambda stage: load_rows(stage, PLAIN, rounds),
        "tls": lambda stage: load_rows(stage, TLS, rounds),
        "stream": lambda stage: stream_rows(stage, rounds),
        "startup": startup_rows,
        "memory": memory_rows,
    }


def startup_rows(stage: Scene) -> list[Row]:
    if not any(target.name == "gateway" for target in stage.others):
        return []
    elapsed = first_answer_ms(stage.upstreams[PLAIN.provider])
    return [at_most("gateway, process start to first answer", elapsed, "ms", "", 500)]


def main() -> int:
    """Measure, print; 1 when a peer or a part could not run, whatever the figures are."""
    choices = ("status", "plain", "tls", "stream", "memory", "startup")
    parser = argparse.ArgumentParser(description="Ratios against nginx and others.")
    parser.add_argument(
        "--only", action="append", choices=choices, help="repeatable; all without it"
    )
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each load, default 3")
    parser.add_argument(
        "--litellm", action="store_true", help="run LiteLLM's proxy too, where installed"
    )
    parser.add_argument(
        "--without-gateway", action="store_true", help="measure nginx and direct only"
    )
    arguments = parser.parse_args()
    chosen = arguments.only or choices
    peers = [peer for peer in STARTERS if peer != "litellm" or arguments.litellm]
    if arguments.without_gateway:
        peers.remove("gateway")
    complaints: dict[str, str] = {}
    rows = _collect("status", status_rows, complaints) if "status" in chosen else []
    if set(chosen) - {"status"}:
        with scene(peers) as stage:
            complaints |= stage.missing
            for name, measure in parts(arguments.rounds).items():
                if name in chosen:
                    rows += _collect(name, partial(measure, stage), complaints)
    print_rows(rows)
    for name, reason in complaints.items():
        sys.stdout.write(f"\nnot measured: {name}: {reason}\n")
    return 1 if complaints else 0


def _collect(name: str, measure: Callable[[], list[Row]], complaints: dict[str, str]) -> list[Row]:
    sys.stderr.write(f"measuring {name} …\n")
    try:
        return measure()
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        complaints[name] = repr(error)
        return []


if __name__ == "__main__":
    sys.exit(main())
