"""What the monitor has told, in the state database: states, alerts, and who still waits for them.

States and alerts are written in one transaction in which nobody else writes, so a gateway and a
timer that look at the same moment tell a change once. An alert waits for each target until it is
delivered: sending comes after the commit, so a crash between the two repeats and never loses.
"""

from __future__ import annotations

import json

from openclaw_auth.monitor.condition import Alert
from openclaw_auth.monitor.watch import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import TypeAlias

    from openclaw_auth.store.state import StateDb

    Look: TypeAlias = Callable[[Mapping[str, Known]], tuple[list[Alert], dict[str, Known]]]

CLAIM_MS = 3 * 60_000  # longer than sending may take
KEPT_MS = 3 * 86_400_000
FAILING_TRIES = 3
_PAUSES_MS = (30_000, 120_000, 600_000, 1_800_000, 3_600_000)
# Far further ahead than we ever write: the clock was put back, and waiting for it would be silence.
# Twice as far, for who claimed a moment ago may have looked at the clock a moment later than we.
_DUE = "target = ? AND (next_ms <= ? OR next_ms > ?) AND (claimed_until_ms <= ? OR claimed_until_ms > ?)"
_STATE = "key, observed, since_ms, told, told_ms, changes_ms, params"


def pause_ms(tries: int) -> int:
    """Return how long to wait after that many failed tries."""
    return _PAUSES_MS[min(max(tries, 1), len(_PAUSES_MS)) - 1]


def _due_values(target: str, now_ms: int) -> tuple[str, int, int, int, int]:
    return target, now_ms, now_ms + 2 * _PAUSES_MS[-1], now_ms, now_ms + 2 * CLAIM_MS


class Waiting:
    """An alert that a target has not got yet."""

    __slots__ = ("alert", "id", "tries")

    def __init__(self, id: int, alert: Alert, tries: int) -> None:  # noqa: A002 # the table's word
        self.id = id
        self.alert = alert
        self.tries = tries


class Sent:
    """The monitor's three tables."""

    __slots__ = ("_state",)

    def __init__(self, state: StateDb) -> None:
        self._state = state

    def states(self) -> dict[str, Known]:
        """Return what is known, without writing anything."""
        return _known(self._state.look(f"SELECT {_STATE} FROM monitor_states"))  # noqa: S608 # a constant

    def update(self, look: Look, targets: Sequence[str], now_ms: int) -> list[Alert]:
        """Let `look` make the next states and alerts of the present ones, and keep both.

        Returns:
            the alerts that were made; every target waits for each of them, except a target for
            the news that it fails itself.

        Raises:
            StoreReadOnly: the database cannot be written.
        """
        made: list[Alert] = []

        def work(connection: sqlite3.Connection) -> None:
            rows = connection.execute(f"SELECT {_STATE} FROM monitor_states").fetchall()  # noqa: S608 # a constant
            before = _known(rows)
            alerts, after = look(before)
            made[:] = alerts
            gone = [(key,) for key in before if key not in after]
            connection.executemany("DELETE FROM monitor_states WHERE key = ?", gone)
            changed = [_row(key, known) for key, known in after.items() if known != before.get(key)]
            connection.executemany(
                "INSERT OR REPLACE INTO monitor_states VALUES (?, ?, ?, ?, ?, ?, ?)", changed
            )
            for alert in alerts:
                _put(connection, alert, targets)
            _prune(connection, now_ms)

        self._state.change(work)
        return made

    def claim(
        self, target: str, now_ms: int, *, may_send: Callable[[Alert], bool]
    ) -> list[Waiting]:
        """Return what a target waits for and nobody else is sending now, oldest first; claim it.

        Args:
            target: its name.
            now_ms: the present, epoch ms.
            may_send: whether an alert may be sent at this hour.
        """
        found: list[Waiting] = []

        def work(connection: sqlite3.Connection) -> None:
            rows = connection.execute(
                "SELECT id, kind, key, code, severity, params, at_ms, tries "  # noqa: S608 # constants
                "FROM monitor_deliveries JOIN monitor_alerts ON id = alert_id "
                f"WHERE {_DUE} ORDER BY id",
                _due_values(target, now_ms),
            ).fetchall()
            waiting = [_waiting(row) for row in rows]
            found[:] = [one for one in waiting if may_send(one.alert)]
            connection.executemany(
                "UPDATE monitor_deliveries SET claimed_until_ms = ? "
                "WHERE alert_id = ? AND target = ?",
                [(now_ms + CLAIM_MS, one.id, target) for one in found],
            )

        if self._waits(target, now_ms):
            self._state.change(work)
        return found

    def _waits(self, target: str, now_ms: int) -> bool:
        """Return whether a target waits for anything, without writing."""
        asked = f"SELECT 1 FROM monitor_deliveries WHERE {_DUE} LIMIT 1"  # noqa: S608 # a constant
        return bool(self._state.look(asked, _due_values(target, now_ms)))

    def delivered(self, target: str, waiting: Iterable[Waiting]) -> None:
        """Note that a target has got these."""
        rows = [(one.id, target) for one in waiting]
        asked = "DELETE FROM monitor_deliveries WHERE alert_id = ? AND target = ?"
        self._state.apply_all([(asked, rows)])

    def failed(self, target: str, waiting: Iterable[Waiting], now_ms: int) -> None:
        """Note that these could not be sent to a target; they are tried again after a pause."""
        rows = [
            (one.tries + 1, now_ms + pause_ms(one.tries + 1), one.id, target) for one in waiting
        ]
        asked = (
            "UPDATE monitor_deliveries SET tries = ?, next_ms = ?, claimed_until_ms = 0 "
            "WHERE alert_id = ? AND target = ?"
        )
        self._state.apply_all([(asked, rows)])

    def failing(self) -> dict[str, int]:
        """Return the targets that fail again and again, with how many alerts wait for each."""
        rows = self._state.look(
            "SELECT target, count(*) FROM monitor_deliveries GROUP BY target HAVING max(tries) >= ?",
            (FAILING_TRIES,),
        )
        return dict(rows)


def _known(rows: Iterable[tuple[str, str, int, str, int, str, str]]) -> dict[str, Known]:
    found = {}
    for key, observed, since_ms, told, told_ms, moments, params in rows:
        found[key] = Known(
            observed,
            since_ms,
            told=told,
            told_ms=told_ms,
            changes_ms=tuple(json.loads(moments)),
            params=json.loads(params),
        )
    return found


def _row(key: str, known: Known) -> tuple[object, ...]:
    moments, params = json.dumps(known.changes_ms), json.dumps(dict(known.params))
    return key, known.observed, known.since_ms, known.told, known.told_ms, moments, params


def _waiting(row: tuple[int, str, str, str, str, str, int, int]) -> Waiting:
    id_, kind, key, code, severity, params, at_ms, tries = row
    alert = Alert(
        kind,  # type: ignore[arg-type] # written by `_put`
        key,
        code,
        severity,  # type: ignore[arg-type]
        params=json.loads(params),
        at_ms=at_ms,
    )
    return Waiting(id_, alert, tries)


def _put(connection: sqlite3.Connection, alert: Alert, targets: Sequence[str]) -> None:
    params = json.dumps(alert.params)
    values = (alert.kind, alert.key, alert.code, alert.severity, params, alert.at_ms)
    made = connection.execute(
        "INSERT INTO monitor_alerts (kind, key, code, severity, params, at_ms) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        values,
    ).lastrowid
    connection.executemany(
        "INSERT INTO monitor_deliveries VALUES (?, ?, 0, 0, 0)",
        [(made, target) for target in targets if alert.key != f"target:{target}"],
    )


def _prune(connection: sqlite3.Connection, now_ms: int) -> None:
    """Drop what nobody waits for, and what is too old to be news."""
    connection.execute("DELETE FROM monitor_alerts WHERE at_ms < ?", (now_ms - KEPT_MS,))
    connection.execute(
        "DELETE FROM monitor_deliveries WHERE alert_id NOT IN (SELECT id FROM monitor_alerts)"
    )
    connection.execute(
        "DELETE FROM monitor_alerts WHERE id NOT IN (SELECT alert_id FROM monitor_deliveries)"
    )
