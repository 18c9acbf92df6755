"""Each part of the bench as rows of the table, with what the project promises for it."""

from collections.abc import Callable
from statistics import median
from typing import TypeVar

from bench.decisions import measure_select
from bench.leases import measure_leases
from bench.load import Load, run_load
from bench.memory import rss_over_requests
from bench.page import MANY, measure_page
from bench.peers.target import Target
from bench.scene import Scene
from bench.startup import first_answer_ms
from bench.status import measure_status
from bench.streams import added, streams_per_s
from bench.table import Row, at_least, at_most
from bench.workload import PLAIN, Workload
from bench.writes import measure_statistics

T = TypeVar("T")
PLAIN_TARGETS = {1: 0.45, 32: 0.40}
CPU_US = 50
CONNECTIONS = (1, 32)


def status_rows() -> list[Row]:
    times = measure_status()
    bare = f"python -I -c pass: {times.python_ms:.1f} ms"
    few = f"20 profiles: {times.json_ms:.1f} ms"
    return [
        at_most("models status --json, 20 profiles", times.json_ms / times.python_ms, "×", bare, 4),
        at_most(
            "models status --check, 20 profiles", times.check_ms / times.python_ms, "×", bare, 4
        ),
        at_most(
            "models status --json, 10,000 profiles", times.big_ms / times.json_ms, "×", few, 10
        ),
    ]


def select_rows() -> list[Row]:
    times = measure_select()
    candidates = f"all its candidates: {times.listed_us:.0f} µs"
    return [
        at_most("select, 10,000 profiles of 5 providers, cold", times.mixed_ms, "ms", "", 5),
        at_most("select, 10,000 profiles of 1 provider, cold", times.one_ms, "ms", "", 5),
        at_most("select, 20 profiles, indexed", times.indexed_us, "µs", candidates, 20),
        at_most("select, 20 profiles, view made anew", times.renewed_us, "µs", "", None),
    ]


def statistics_rows() -> list[Row]:
    times = measure_statistics()
    stream = f"{times.requests:,} successes in a row"
    return [
        at_most("state commits for a stream", times.commits_per_s, "a second", stream, 1),
        at_most("store writes for 3 s of it", times.store_writes, "", stream, 0),
        at_most("a failure is in the store after", times.durable_ms, "ms", "", None),
        at_most("lease, plain", times.lease_us, "µs", "", None),
        at_most("report of a success", times.report_us, "µs", "", None),
    ]


def lease_rows() -> list[Row]:
    times = measure_leases()
    key, decided = f"a key: {times.key_us:.2f} µs", f"a key: {times.key_decided_us:.0f} µs"
    return [
        at_most("lease of a fresh login, of a key's", times.ready, "×", key, 1.2),
        at_most("the same after a new world", times.decided, "×", decided, 1.2),
        at_most("a command asks whether a login is fresh", times.check_us, "µs", "", None),
    ]


def load_rows(stage: Scene, workload: Workload, rounds: int) -> list[Row]:
    kind = "plain" if workload is PLAIN else "TLS upstream"
    status_url = stage.status_urls[workload.provider]
    rows = []
    for connections in CONNECTIONS:

        def measure(target: Target, connections: int = connections) -> Load:
            return run_load(stage.folder, target, workload, connections, status_url=status_url)

        runs, failed = _in_turns([stage.nginx, *stage.others, stage.direct], rounds, measure)
        for name, loads in runs.items():
            promised = PLAIN_TARGETS[connections] if name == "gateway" and kind == "plain" else None
            rows += _load_rows(f"{name}, {kind}, c={connections}", loads, runs["nginx"], promised)
        rows += failed
    return sorted(rows, key=lambda row: row.measure.partition(",")[0])


def _load_rows(name: str, mine: list[Load], nginx: list[Load], promised: float | None) -> list[Row]:
    ratio = median(a.per_s / b.per_s for a, b in zip(mine, nginx, strict=True))
    reference = (
        f"{median(run.per_s for run in mine):,.0f}/s, p50 {median(run.p50_ms for run in mine):.2f}, "
        f"p99 {median(run.p99_ms for run in mine):.1f} ms, "
        f"{max(run.new_upstream_connections for run in mine)} new upstream connections"
    )
    rows = [at_least(f"{name}, of nginx", ratio, reference, promised)]
    if mine[0].cpu_us is not None:
        spent = median(run.cpu_us or 0 for run in mine)
        # Promised under load: with one connection most of it is the kernel waking processes up.
        limit = CPU_US if promised == PLAIN_TARGETS[32] else None
        rows.append(at_most(f"{name}, CPU a request", spent, "µs", "", limit))
    return rows


def stream_rows(stage: Scene, rounds: int) -> list[Row]:
    peers = [stage.nginx, *stage.others]
    rates, rows = _in_turns([*peers, stage.direct], rounds, streams_per_s)
    for name, mine in rates.items():
        ratio = median(a / b for a, b in zip(mine, rates["nginx"], strict=True))
        promised = 0.8 if name == "gateway" else None
        label = f"{name}, 50-event streams, of nginx"
        rows.append(at_least(label, ratio, f"{median(mine):,.0f}/s", promised))
    for peer in peers:
        lags, failed = _in_turns([peer], 1, lambda target: added(stage.direct, target))
        rows += failed
        for name, (lag,) in lags.items():
            pause = f"after a pause {lag.first_after_pause:+.3f} ms"
            promised = 0.25 if name == "gateway" else None
            rows += [
                at_most(f"{name}, first event later than direct", lag.first, "ms", pause, promised),
                at_most(f"{name}, paced event later than direct", lag.event, "ms", "", None),
            ]
    return rows


def memory_rows(stage: Scene) -> list[Row]:
    rows = []
    for target in [stage.nginx, *stage.others]:
        points = rss_over_requests(stage.folder, target, stage.status_urls[PLAIN.provider])
        warm, end = points[1], points[-1]
        shown = [*points[:2], points[len(points) // 2], end]
        course = ", ".join(f"{count:,}: {size:.1f}" for count, size in dict(shown).items())
        limit = 50 if target.name == "gateway" else None
        grown = Row(
            f"{target.name}, growth from {warm[0]:,} to {end[0]:,} requests",
            f"{end[1] - warm[1]:+.1f} MB",
        )
        rows += [at_most(f"{target.name}, resident", points[0][1], "MB", course, limit), grown]
    return rows


def page_rows() -> list[Row]:
    times = measure_page()
    size = f"{times.files} files"
    many = f"control page, {MANY:,} credentials, navigation to use"
    return [
        at_most("control page, first load, compressed", times.first_load_kb, "KB", size, 300),
        at_most("control page, navigation to use", times.interactive_ms, "ms", "", 1000),
        at_most(many, times.many_ms, "ms", "", None),
    ]


def startup_rows(stage: Scene) -> list[Row]:
    if not any(target.name == "gateway" for target in stage.others):
        return []
    elapsed = first_answer_ms(stage.upstreams[PLAIN.provider])
    return [at_most("gateway, process start to first answer", elapsed, "ms", "", 500)]


def _in_turns(
    targets: list[Target], rounds: int, measure: Callable[[Target], T]
) -> tuple[dict[str, list[T]], list[Row]]:
    """Measure the targets in turns; one that fails is left out, and its row says why."""
    results: dict[str, list[T]] = {target.name: [] for target in targets}
    failed: list[Row] = []
    for _ in range(rounds):
        for target in targets:
            if target.name not in results:
                continue
            try:
                results[target.name].append(measure(target))
            except RuntimeError as error:
                if target.name == "nginx":
                    raise  # Without it there is nothing to compare with.
                del results[target.name]
                failed.append(Row(target.name, "FAILED", str(error)[:200].replace("\n", " ")))
    return results, failed
