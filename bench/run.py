"""Prints the ratios that the project promises, measured in one run: `make bench`.

`make bench ARGS="--only plain --rounds 15"`; parts: status, select, statistics, lease, page, plain, tls, stream, memory, startup, chats. Needs nginx and
wrk. A single run is worth ±25 %: every figure is a median of rounds in which the peers take turns, and a ratio
is formed within each round.
"""

import argparse
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial

from bench.chats import chat_rows
from bench.rows import (
    lease_rows,
    load_rows,
    memory_rows,
    page_rows,
    select_rows,
    startup_rows,
    statistics_rows,
    status_rows,
    stream_rows,
)
from bench.scene import STARTERS, Scene, scene
from bench.table import Row, print_rows
from bench.workload import PLAIN, TLS


def parts(rounds: int) -> dict[str, Callable[[Scene], list[Row]]]:
    return {
        "plain": lambda stage: load_rows(stage, PLAIN, rounds),
        "tls": lambda stage: load_rows(stage, TLS, rounds),
        "stream": lambda stage: stream_rows(stage, rounds),
        "startup": startup_rows,
        "memory": memory_rows,
    }


def main() -> int:
    """Measure, print; 1 when a peer or a part could not run, whatever the figures are."""
    choices = (
        "status",
        "select",
        "statistics",
        "lease",
        "page",
        "plain",
        "tls",
        "stream",
        "memory",
        "startup",
        "chats",
    )
    parser = argparse.ArgumentParser(description="Ratios against nginx and others.")
    parser.add_argument(
        "--only", action="append", choices=choices, help="repeatable; all without it"
    )
    parser.add_argument(
        "--rounds", type=int, default=7, help="rounds of each load of one second, default 7"
    )
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
    if "select" in chosen:
        rows += _collect("select", select_rows, complaints)
    if "statistics" in chosen:
        rows += _collect("statistics", statistics_rows, complaints)
    if "lease" in chosen:
        rows += _collect("lease", lease_rows, complaints)
    if "page" in chosen:
        rows += _collect("page", page_rows, complaints)
    if "chats" in chosen:
        rows += _collect("chats", chat_rows, complaints)
    if set(chosen) - {"status", "select", "statistics", "lease", "page", "chats"}:
        rows += _collect(
            "peers",
            partial(_measure_peers, chosen, peers, arguments.rounds, complaints),
            complaints,
        )
    print_rows(rows)
    for name, reason in complaints.items():
        sys.stdout.write(f"\nnot measured: {name}: {reason}\n")
    return 1 if complaints else 0


def _measure_peers(
    chosen: Sequence[str], peers: list[str], rounds: int, complaints: dict[str, str]
) -> list[Row]:
    rows = []
    with scene(peers) as stage:
        complaints |= stage.missing
        for name, measure in parts(rounds).items():
            if name in chosen:
                rows += _collect(name, partial(measure, stage), complaints)
    return rows


def _collect(name: str, measure: Callable[[], list[Row]], complaints: dict[str, str]) -> list[Row]:
    sys.stderr.write(f"measuring {name} …\n")
    try:
        return measure()
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        complaints[name] = repr(error)
        return []


if __name__ == "__main__":
    sys.exit(main())
