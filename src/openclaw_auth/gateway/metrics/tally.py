"""Counts what the gateway does, from its events.

Labels are bounded: providers and credentials come from the files of this host, everything else
from short lists; whatever would still be too much is counted as `other`.
"""

from __future__ import annotations

from openclaw_auth.gateway.metrics.histogram import Histogram

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from openclaw_auth.events import Event, Spine
    from openclaw_auth.gateway.log.access_event import AccessEvent
    from openclaw_auth.lending.lease import Grant

    # Provider and credential (profile id, or the place of another key); ("", "") where none served.
    Who: TypeAlias = tuple[str, str]

MOST_SERIES = 2_000
NOBODY: Who = ("", "")
OTHER: Who = ("other", "other")
# What an answer was, by the hundreds of its status; the first is a client that left before.
RESULTS = ("left", "1xx", "2xx", "3xx", "4xx", "5xx")

# Steps of a refresh that end it; the rest lie on the way.
_ENDS = {
    "done": "refreshed",
    "adopted": "adopted",
    "failed": "failed",
    "unknown": "unknown",
    "rejected": "rejected",
}


class Served:
    """What one credential served.

    Attributes:
        results: how many requests ended so, in the order of `RESULTS`.
        took: from the request's head to the end of the answer.
        first_byte: from there to the upstream's head.
    """

    __slots__ = ("first_byte", "results", "took")

    def __init__(self) -> None:
        self.results = [0] * len(RESULTS)
        self.took = Histogram()
        self.first_byte = Histogram()


class Tally:
    """All counts since the gateway began.

    Attributes:
        served: of clients' requests, by who answered, or failed last.
        failures: of attempts, by who, failure class and detail.
        refreshes: by provider and outcome: `refreshed`, `adopted` from another process, `failed`,
            `unknown` (the answer was lost), `rejected` (only a login helps).
        reloads: by whether the files were taken over.
    """

    def __init__(self, spine: Spine) -> None:
        self.served: dict[Who, Served] = {}
        self._by_grant: dict[Grant | None, Served] = {}
        self.failures: dict[tuple[str, str, str, str], int] = {}
        self.refreshes: dict[tuple[str, str], int] = {}
        self.reloads: dict[str, int] = {}
        spine.subscribe(self._on_access, ("access",))  # type: ignore[arg-type] # its own class
        spine.subscribe(self._on_failure, ("failure",))
        spine.subscribe(self._on_refresh, ("refresh",))
        spine.subscribe(self._on_reload, ("reload",))

    def _on_access(self, event: AccessEvent) -> None:  # called for every request
        lease = event.lease
        grant = None if lease is None else lease.grant
        served = self._by_grant.get(grant)
        if served is None:
            served = self._by_grant[grant] = self._served_by(grant)
        # HTTP leaves it to the reader what 600 to 999 mean (RFC 9110, section 15): a server's fault.
        served.results[min((event.status or 0) // 100, len(RESULTS) - 1)] += 1
        served.took.observe(event.ms)
        if event.first_byte_ms is not None:
            served.first_byte.observe(event.first_byte_ms)

    def _served_by(self, grant: Grant | None) -> Served:
        if len(self._by_grant) >= MOST_SERIES:
            self._by_grant.clear()  # each world makes new grants; the counts stay
        who = NOBODY if grant is None else (grant.provider.id, grant.candidate.key)
        if who not in self.served and len(self.served) >= MOST_SERIES:
            who = OTHER
        return self.served.setdefault(who, Served())

    def _on_failure(self, event: Event) -> None:
        fields = event.fields
        credential = fields["profileId"] or fields["source"]
        key = (
            str(fields["provider"]),
            str(credential),
            str(fields["class"]),
            str(fields["detail"]),
        )
        if key not in self.failures and len(self.failures) >= MOST_SERIES:
            key = (*OTHER, key[2], "other")
        self.failures[key] = self.failures.get(key, 0) + 1

    def _on_refresh(self, event: Event) -> None:
        outcome = _ENDS.get(str(event.fields["step"]))
        if outcome is not None:
            key = (str(event.fields.get("provider") or ""), outcome)
            self.refreshes[key] = self.refreshes.get(key, 0) + 1

    def _on_reload(self, event: Event) -> None:
        outcome = "done" if event.fields["code"] == "reload_done" else "failed"
        self.reloads[outcome] = self.reloads.get(outcome, 0) + 1
