"""Endpoints that failed lately: a short rest in memory for a base URL with a model (ruling 15).

A hung or overloaded server says nothing about the credential. It rests for 5 s, doubling up to a
minute; then one request at a time may find out whether it answers again.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Endpoint: TypeAlias = tuple[str, str]  # base URL, model

FIRST_REST_MS = 5_000
LONGEST_REST_MS = 60_000
# A probe whose outcome never came must not keep an endpoint shut.
_PROBE_MS = 120_000
# Failures this long ago say nothing about how long the next rest should be.
_FORGET_MS = 600_000
_REMEMBERED = 1_024


class Rest:
    """One endpoint's rest. A value: a change makes another.

    Attributes:
        failures: in a row, a burst counted once.
        failed_at_ms: when the last one was noted.
        until_ms: when the next request may try.
        probing_since_ms: since when a request tries, None when none does.
        prober: who tries.
    """

    __slots__ = ("failed_at_ms", "failures", "prober", "probing_since_ms", "until_ms")

    def __init__(
        self,
        failures: int,
        failed_at_ms: int,
        until_ms: int,
        probing_since_ms: int | None = None,
        prober: object = None,
    ) -> None:
        self.failures = failures
        self.failed_at_ms = failed_at_ms
        self.until_ms = until_ms
        self.probing_since_ms = probing_since_ms
        self.prober = prober


def after_failure(rest: Rest | None, *, started_ms: int, now_ms: int) -> Rest:
    """Return the rest after one more failure.

    Requests that were under way when the last failure was noted saw the same trouble: they
    lengthen nothing.
    """
    if rest is None or not 0 <= now_ms - rest.failed_at_ms < _FORGET_MS:
        return Rest(1, now_ms, now_ms + FIRST_REST_MS)
    if started_ms <= rest.failed_at_ms:
        return rest
    # Any rest beyond the longest is as long: the exponent need not grow for ever.
    failures = min(rest.failures + 1, 8)
    length_ms = min(FIRST_REST_MS << (failures - 1), LONGEST_REST_MS)
    return Rest(failures, now_ms, now_ms + length_ms)


def resting_until_ms(rest: Rest, now_ms: int) -> int | None:
    """Return until when nobody should try (epoch ms), None when the next request may.

    While one request tries, the others wait a first rest at a time. A clock that was put back
    lengthens nothing.
    """
    if 0 < rest.until_ms - now_ms <= LONGEST_REST_MS:
        return rest.until_ms
    since_ms = rest.probing_since_ms
    if since_ms is not None and 0 <= now_ms - since_ms < _PROBE_MS:
        return now_ms + FIRST_REST_MS
    return None


class Endpoints:
    """Holds the rests of one process.

    Attributes:
        any: whether any endpoint failed lately; the common answer is no, and costs nothing.
    """

    __slots__ = ("_rests", "any")

    def __init__(self) -> None:
        self._rests: dict[Endpoint, Rest] = {}
        self.any = False

    def waiting(self, endpoint: Endpoint, now_ms: int) -> int | None:
        """Return until when an endpoint rests (epoch ms), None when a request may go there."""
        rest = self._rests.get(endpoint)
        return None if rest is None else resting_until_ms(rest, now_ms)

    def claim(self, endpoint: Endpoint, now_ms: int, prober: object) -> bool:
        """Go there: returns False when it rests or another request is finding out.

        The prober who got True says `failed`, `succeeded` or `released` afterwards.
        """
        rest = self._rests.get(endpoint)
        if rest is None:
            return True
        if resting_until_ms(rest, now_ms) is not None:
            return False
        self._rests[endpoint] = Rest(
            rest.failures, rest.failed_at_ms, rest.until_ms, now_ms, prober
        )
        return True

    def failed(self, endpoint: Endpoint, *, started_ms: int, now_ms: int) -> int:
        """Note a failure of a request that began at `started_ms`; returns the rest's end."""
        rests = self._rests
        rest = rests[endpoint] = after_failure(
            rests.pop(endpoint, None), started_ms=started_ms, now_ms=now_ms
        )
        if len(rests) > _REMEMBERED:
            del rests[next(iter(rests))]
        self.any = True
        return rest.until_ms

    def succeeded(self, endpoint: Endpoint) -> None:
        """Note that it answers."""
        self._rests.pop(endpoint, None)
        self.any = bool(self._rests)

    def released(self, endpoint: Endpoint, prober: object) -> None:
        """Note that a request ended without an answer to the question; only the prober's counts."""
        rest = self._rests.get(endpoint)
        if rest is not None and rest.probing_since_ms is not None and rest.prober is prober:
            self._rests[endpoint] = Rest(rest.failures, rest.failed_at_ms, rest.until_ms)
