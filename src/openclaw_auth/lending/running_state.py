"""What a running gateway keeps in the state database, so that a restart and commands see it.

Session pins and billing crossings; last uses are `StateDb`'s own. All of it is written together,
in one commit.
"""

from __future__ import annotations

from openclaw_auth.lending.crossings import Crossing, Crossings, day_of
from openclaw_auth.selection.snapshot import Pin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openclaw_auth.lending.auto_pins import PinName
    from openclaw_auth.store.state import StateDb, Statement

_CROSSING = "agent_id, provider, from_class, from_key, to_key, since_ms, last_ms"


def pin_rows(pins: Mapping[PinName, Pin | None], now_ms: int) -> list[Statement]:
    """Return the statements that store pins; None deletes one."""
    gone = [name for name, pin in pins.items() if pin is None]
    kept = [
        (*name, pin.profile_id, pin.order_mark or "", now_ms)
        for name, pin in pins.items()
        if pin is not None
    ]
    return [
        (
            "DELETE FROM auto_pins WHERE agent_id = ? AND session_key = ? AND provider = ?",
            gone,
        ),
        ("INSERT OR REPLACE INTO auto_pins VALUES (?, ?, ?, ?, ?, ?)", kept),
    ]


def read_pins(state: StateDb) -> list[tuple[PinName, Pin]]:
    """Return every session's pin, oldest first."""
    rows = state.look(
        "SELECT agent_id, session_key, provider, profile_id, order_mark "
        "FROM auto_pins ORDER BY set_at_ms, rowid"
    )
    return [((row[0], row[1], row[2]), Pin(row[3], "auto", row[4])) for row in rows]


def auto_pin(state: StateDb, agent_id: str, session: str, provider: str) -> Pin | None:
    """Return the pin that a session has for a provider."""
    rows = state.look(
        "SELECT profile_id, order_mark FROM auto_pins "
        "WHERE agent_id = ? AND session_key = ? AND provider = ?",
        (agent_id, session, provider),
    )
    return Pin(rows[0][0], "auto", rows[0][1]) if rows else None


def crossing_rows(day: int, requests: int, open_ones: Sequence[Crossing]) -> list[Statement]:
    """Return the statements that store the day's count and the crossings in force."""
    rows = [
        (c.agent_id, c.provider, c.from_class, c.from_key, c.to_key, c.since_ms, c.last_ms, 1)
        for c in open_ones
    ]
    return [
        ("DELETE FROM billing_days WHERE day < ?", [(day,)]),
        ("INSERT OR REPLACE INTO billing_days VALUES (?, ?)", [(day, requests)]),
        ("UPDATE billing_crossings SET is_open = ?", [(0,)]),
        ("INSERT OR REPLACE INTO billing_crossings VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows),
    ]


def read_crossings(state: StateDb, now_ms: int) -> Crossings:
    """Return today's count and the crossings in force."""
    day = day_of(now_ms)
    rows = state.look(f"SELECT {_CROSSING} FROM billing_crossings WHERE is_open = 1")  # noqa: S608 # a constant
    return Crossings(day, crossings_on(state, day), [_crossing(row) for row in rows])


def crossings_on(state: StateDb, day: int) -> int:
    """Return how many requests crossed on a UTC day."""
    rows = state.look("SELECT requests FROM billing_days WHERE day = ?", (day,))
    return int(rows[0][0]) if rows else 0


def last_crossing(state: StateDb) -> Crossing | None:
    """Return the last way that requests crossed, whether or not they still do."""
    rows = state.look(f"SELECT {_CROSSING} FROM billing_crossings ORDER BY last_ms DESC LIMIT 1")  # noqa: S608 # a constant
    return _crossing(rows[0]) if rows else None


def _crossing(row: tuple[str, str, str, str | None, str, int, int]) -> Crossing:
    agent_id, provider, from_class, from_key, to_key, since_ms, last_ms = row
    return Crossing(
        agent_id=agent_id,
        provider=provider,
        from_class=from_class,  # type: ignore[arg-type] # written by `crossing_rows`
        from_key=from_key,
        to_key=to_key,
        since_ms=since_ms,
        last_ms=last_ms,
    )
