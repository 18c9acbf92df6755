"""Which resting credentials a request is trying out right now: one request each, no crowd.

A claim also spaces the tries: whoever tried and learned nothing that counts as a penalty (an
outage of the provider, say) must not be followed by the next request at once.
"""

from __future__ import annotations

from openclaw_auth.selection.standing import PROBE_AFTER_MS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.lending.penalties import Name


class Probes:
    """The claims of one process."""

    __slots__ = ("_claimed_ms",)

    def __init__(self) -> None:
        self._claimed_ms: dict[Name, int] = {}

    def claim(self, name: Name, now_ms: int) -> bool:
        """Take the right to try a credential; False when another request has it."""
        if self.in_flight(name, now_ms):
            return False
        self._claimed_ms[name] = now_ms
        return True

    def in_flight(self, name: Name, now_ms: int) -> bool:
        """Whether a credential is being tried, or was a moment ago. A clock put back frees it."""
        since_ms = self._claimed_ms.get(name)
        return since_ms is not None and 0 <= now_ms - since_ms < PROBE_AFTER_MS

    def release(self, name: Name) -> None:
        """Give the right back: it worked, or nobody found out."""
        self._claimed_ms.pop(name, None)

    def names(self, now_ms: int) -> list[Name]:
        """Return every credential that nobody else may try now; forgets the claims that ended."""
        for name in [n for n in self._claimed_ms if not self.in_flight(n, now_ms)]:
            del self._claimed_ms[name]
        return list(self._claimed_ms)
