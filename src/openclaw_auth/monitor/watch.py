"""From what was known and what stands now to what is told. Pure.

Each key has one state at a time. A state is told once, when it has lasted as long as it must; what
comes and goes all the time is told only when it has come to rest, and then as it is.
"""

from __future__ import annotations

from openclaw_auth.monitor.condition import Alert, subject_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from typing import TypeAlias

    from openclaw_auth.monitor.condition import Condition, Kind

FINE = ""
FLAP_WINDOW_MS = 3_600_000
FLAP_CHANGES = 6  # twice there and back is an incident and its sequel; the third is flapping
FLAP_REST_MS = 15 * 60_000
_KEPT_CHANGES = 12
_GONE_AFTER_MS = 30 * 86_400_000


class Known:
    """What is known of one key.

    Attributes:
        observed: code of the state last seen, empty when it was fine.
        since_ms: since when.
        told: code of the state last told, empty when nothing was or it has recovered.
        told_ms: when that was, reminders included.
        changes_ms: moments of the last changes.
        params: of the state last told, for the words of its recovery.
    """

    __slots__ = ("changes_ms", "observed", "params", "since_ms", "told", "told_ms")

    def __init__(
        self,
        observed: str = FINE,
        since_ms: int = 0,
        *,
        told: str = FINE,
        told_ms: int = 0,
        changes_ms: tuple[int, ...] = (),
        params: Mapping[str, object] | None = None,
    ) -> None:
        self.observed = observed
        self.since_ms = since_ms
        self.told = told
        self.told_ms = told_ms
        self.changes_ms = changes_ms
        self.params: Mapping[str, object] = params or {}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Known):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in Known.__slots__)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Known({self.observed!r} since {self.since_ms}, told {self.told!r})"


if TYPE_CHECKING:
    States: TypeAlias = Mapping[str, Known]


def watch(
    before: States,
    conditions: Iterable[Condition],
    subjects: Container[str],
    now_ms: int,
    *,
    remind_ms: int | None = None,
) -> tuple[list[Alert], dict[str, Known]]:
    """Return what is to be told now, and what is known from now on.

    Args:
        before: what was known, by key.
        conditions: what stands now.
        subjects: everything that was looked at; what is not among them (removed, or unreadable
            at the moment) is neither better nor worse.
        now_ms: the present, epoch ms.
        remind_ms: after how long a state is told again; None for never.
    """
    found = {condition.key: condition for condition in conditions}
    alerts: list[Alert] = []
    after: dict[str, Known] = {}
    for key in sorted({*before, *found}):
        known, condition = before.get(key), found.get(key)
        if condition is None and subject_of(key) not in subjects:
            if known is not None and now_ms - max(known.since_ms, known.told_ms) < _GONE_AFTER_MS:
                after[key] = known
            continue
        seen = _seen(known or Known(since_ms=now_ms), condition, now_ms)
        kind = _due(seen, condition, now_ms, remind_ms)
        if kind is not None:
            alerts.append(_alert(kind, key, seen, condition, now_ms))
            told = condition.code if condition is not None else FINE
            params = condition.params if condition is not None else {}
            seen = _told(seen, told, params, now_ms)
        if not _is_forgettable(seen, now_ms):
            after[key] = seen
    return alerts, after


def _seen(known: Known, condition: Condition | None, now_ms: int) -> Known:
    """Return what is known after this look, before anything is told."""
    # A clock that was put back must not make the last change lie ahead for ever.
    changes = tuple(min(at, now_ms) for at in known.changes_ms if at > now_ms - FLAP_WINDOW_MS)[
        -_KEPT_CHANGES:
    ]
    observed = condition.code if condition is not None else FINE
    since_ms = min(known.since_ms, now_ms)
    if observed != known.observed:
        changes, since_ms = (*changes, now_ms), now_ms
    told_ms = min(known.told_ms, now_ms)
    return Known(
        observed,
        since_ms,
        told=known.told,
        told_ms=told_ms,
        changes_ms=changes,
        params=known.params,
    )


def _told(seen: Known, code: str, params: Mapping[str, object], now_ms: int) -> Known:
    return Known(
        seen.observed,
        seen.since_ms,
        told=code,
        told_ms=now_ms,
        changes_ms=seen.changes_ms,
        params=params,
    )


def _due(
    seen: Known, condition: Condition | None, now_ms: int, remind_ms: int | None
) -> Kind | None:
    """Return what kind of alert is due now, None when nothing is."""
    if condition is not None and condition.severity == "info":
        # Shown, not sent; but what was told before has changed into something harmless.
        return None
    if seen.observed == seen.told:
        lasting = condition is not None and remind_ms is not None
        return "reminder" if lasting and now_ms - seen.told_ms >= (remind_ms or 0) else None
    if is_flapping(seen, now_ms):
        # Silence must not look like health: once an hour it is told all the same.
        silent = condition is not None and seen.told == FINE
        return "new" if silent and now_ms - seen.told_ms >= FLAP_WINDOW_MS else None
    if condition is None:
        return "recovered"
    return "new" if now_ms - seen.since_ms >= condition.wait_ms else None


def is_flapping(known: Known, now_ms: int) -> bool:
    """Return whether a state comes and goes so often that only its rest is worth telling."""
    recent = [at for at in known.changes_ms if at > now_ms - FLAP_WINDOW_MS]
    return len(recent) > FLAP_CHANGES and now_ms - recent[-1] < FLAP_REST_MS


def _alert(kind: Kind, key: str, seen: Known, condition: Condition | None, now_ms: int) -> Alert:
    if condition is None:
        code = f"monitor_recovered_{key.partition(':')[0]}"
        return Alert("recovered", key, code, "info", params=seen.params, at_ms=now_ms)
    params, bad = condition.params, condition.severity
    return Alert(kind, key, condition.code, bad, params=params, at_ms=now_ms)


def _is_forgettable(known: Known, now_ms: int) -> bool:
    quiet = not known.changes_ms or now_ms - known.changes_ms[-1] > FLAP_WINDOW_MS
    return known.observed == known.told == FINE and quiet
