"""Resident memory after the start, and whether it stays flat over 100,000 requests."""

from pathlib import Path

from bench.load import run_load
from bench.peers.target import Target
from bench.processes import rss_mb
from bench.workload import PLAIN

REQUESTS = 100_000
MOST_ROUNDS = 60  # of one second each


def rss_over_requests(folder: Path, target: Target, status_url: str) -> list[tuple[int, float]]:
    """Return (requests so far, resident MB): fresh, then after each burst until 100,000 are answered."""
    assert target.pid is not None
    points = [(0, rss_mb(target.pid))]
    for _ in range(MOST_ROUNDS):
        load = run_load(folder, target, PLAIN, 32, status_url=status_url)
        points.append((points[-1][0] + load.requests, rss_mb(target.pid)))
        if points[-1][0] >= REQUESTS:
            break
    return points
