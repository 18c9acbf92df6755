"""Requests that went from a subscription to a key that costs money by use: counted, and said once.

The day is UTC's, so that a cap means the same everywhere.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from openclaw_auth.providers.provider import BillingClass

    # Agent and provider: where a crossing is in force.
    Where: TypeAlias = tuple[str, str]

DAY_MS = 86_400_000


def day_of(at_ms: int) -> int:
    """Return the UTC day, counted from 1970-01-01."""
    return at_ms // DAY_MS


class Crossing:
    """One way that requests cross.

    Attributes:
        agent_id, provider: whose requests, and where they are answered.
        from_class: what the request would have cost.
        from_key, to_key: credentials; `from_key` is None where the model itself was another.
        since_ms: when it was announced.
        last_ms: when the last request crossed so.
    """

    __slots__ = ("agent_id", "from_class", "from_key", "last_ms", "provider", "since_ms", "to_key")

    def __init__(
        self,
        *,
        agent_id: str,
        provider: str,
        from_class: BillingClass,
        from_key: str | None,
        to_key: str,
        since_ms: int,
        last_ms: int,
    ) -> None:
        self.agent_id = agent_id
        self.provider = provider
        self.from_class = from_class
        self.from_key = from_key
        self.to_key = to_key
        self.since_ms = since_ms
        self.last_ms = last_ms

    def to_json(self) -> dict[str, object]:
        """Return it as status and events show it."""
        return {
            "agentId": self.agent_id,
            "provider": self.provider,
            "fromClass": self.from_class,
            "from": self.from_key,
            "to": self.to_key,
            "sinceMs": self.since_ms,
            "lastMs": self.last_ms,
        }


class Crossings:
    """Counts and announces. Pure bookkeeping: whoever holds it writes.

    Attributes:
        in_force: by agent and provider; mostly empty.

    Args:
        day: the UTC day that `requests` counts.
        requests: how many crossed on it.
        open_ones: the crossings in force, as the state database remembers them.
    """

    __slots__ = ("_changed", "_day", "_requests", "in_force")

    def __init__(self, day: int = 0, requests: int = 0, open_ones: Iterable[Crossing] = ()) -> None:
        self._day = day
        self._requests = requests
        self.in_force: dict[Where, Crossing] = {(c.agent_id, c.provider): c for c in open_ones}
        self._changed = False

    def today(self, now_ms: int) -> int:
        """Return how many requests crossed this UTC day."""
        return self._requests if self._day == day_of(now_ms) else 0

    def crossed(self, crossing: Crossing) -> bool:
        """Count a request that crosses; returns whether that is news.

        News is another way than the last, or the same on another day.
        """
        day = day_of(crossing.last_ms)
        self._requests = self.today(crossing.last_ms) + 1
        self._day = day
        self._changed = True
        where = (crossing.agent_id, crossing.provider)
        known = self.in_force.get(where)
        if (
            known is None
            or (known.from_key, known.to_key) != (crossing.from_key, crossing.to_key)
            or day_of(known.since_ms) != day
        ):
            self.in_force[where] = crossing
            return True
        known.last_ms = crossing.last_ms
        return False

    def returned(self, agent_id: str, provider: str) -> Crossing | None:
        """Note a request that was served without crossing; returns the crossing that this ends."""
        ended = self.in_force.pop((agent_id, provider), None)
        self._changed |= ended is not None
        return ended

    def take_unwritten(self) -> tuple[int, int, list[Crossing]] | None:
        """Return day, count and crossings for the state database; None when it has them."""
        if not self._changed:
            return None
        self._changed = False
        return self._day, self._requests, list(self.in_force.values())

    def put_back(self) -> None:
        """Note that what was taken could not be written."""
        self._changed = True
