"""How many requests each credential served and failed, minute by minute, for the last hour.

In memory only, and bounded: 60 minutes, so many credentials a minute; what is beyond that many
counts together. A minute that is over never changes again.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from openclaw_auth.lending.lease import Grant, Lease

    Json = dict[str, Any]

MINUTES = 60
MOST_KEYS = 4096
OTHERS = "*"
_MINUTE_MS = 60_000


class Traffic:
    """The counters of one gateway; belongs to its loop.

    Whoever holds it calls `turn` every second or so: counting itself asks no clock, because it is
    done for every request.

    Args:
        now_ms: clock, epoch ms.

    Attributes:
        counted: how many outcomes were ever counted; who watches sees by it that there is news.
    """

    __slots__ = ("_by_grant", "_counts", "_minute", "_now_ms", "_past", "counted")

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self._minute = now_ms() // _MINUTE_MS
        self._counts: dict[tuple[str, str, str], list[int]] = {}
        self._by_grant: dict[Grant, list[int]] = {}
        self._past: dict[int, Json] = {}
        self.counted = 0

    def count(self, lease: Lease, served: bool) -> None:  # called for every request
        """Count one outcome of a lease: `served`, or failed."""
        found = self._by_grant.get(lease.grant)
        if found is None:
            found = self._by_grant[lease.grant] = self._counts_of(lease)
        found[not served] += 1
        self.counted += 1

    def _counts_of(self, lease: Lease) -> list[int]:
        grant = lease.grant
        key = (lease.agent_id, grant.provider.id, grant.name[1])
        if key not in self._counts and len(self._counts) >= MOST_KEYS:
            key = (lease.agent_id, grant.provider.id, OTHERS)
        return self._counts.setdefault(key, [0, 0])

    def parts(self) -> dict[str, Json]:
        """Return a part of the board for each minute in which something happened.

        `traffic:MINUTE` is `{"minute": M, "counts": {"AGENT/PROVIDER/KEY": [served, failed]}}`,
        with M in minutes of the epoch. No part is changed afterwards.
        """
        self.turn()
        shown = dict(self._past)
        if self._counts:
            shown[self._minute] = _part(self._minute, self._counts)
        return {f"traffic:{minute}": part for minute, part in shown.items()}

    def turn(self) -> None:
        """Begin another minute when it is time; forget those that are an hour ago."""
        minute = self._now_ms() // _MINUTE_MS
        if minute <= self._minute:
            return
        if self._counts:
            self._past[self._minute] = _part(self._minute, self._counts)
        self._counts = {}
        self._by_grant = {}
        self._minute = minute
        oldest = minute - MINUTES + 1
        self._past = {number: part for number, part in self._past.items() if number >= oldest}


def _part(minute: int, counts: dict[tuple[str, str, str], list[int]]) -> Json:
    return {"minute": minute, "counts": {"/".join(key): [*n] for key, n in counts.items()}}
