"""How long things took, counted in buckets."""

from __future__ import annotations

from bisect import bisect_left

# A cached first token takes 50 ms, a long answer minutes.
BOUNDS_MS = (50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000)


class Histogram:
    """One histogram.

    Attributes:
        counts: how many fell into each bucket, the last one for what is beyond all bounds.
        sum_ms: of everything.
    """

    __slots__ = ("counts", "sum_ms")

    def __init__(self) -> None:
        self.counts = [0] * (len(BOUNDS_MS) + 1)
        self.sum_ms = 0

    def observe(self, took_ms: int) -> None:
        """Count one."""
        self.counts[bisect_left(BOUNDS_MS, took_ms)] += 1
        self.sum_ms += took_ms

    def cumulative(self) -> list[tuple[str, float]]:
        """Return each bound in seconds, `+Inf` last, and how many were not above it."""
        total = 0
        found: list[tuple[str, float]] = []
        bounds = [f"{bound / 1000:g}" for bound in BOUNDS_MS]
        for bound, count in zip([*bounds, "+Inf"], self.counts, strict=True):
            total += count
            found.append((bound, total))
        return found
