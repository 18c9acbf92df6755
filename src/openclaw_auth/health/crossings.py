"""What status says of requests that crossed from a subscription to a metered key."""

from __future__ import annotations

from openclaw_auth.lending.running_state import last_crossing, read_crossings
from openclaw_auth.store.state import StateDb

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.config.paths import Paths
    from openclaw_auth.ports import Ports


def billing_json(paths: Paths, ports: Ports) -> dict[str, object] | None:
    """Return `auth.billing` of the status document; None when no request ever crossed.

    `requestsToday` counts the UTC day; `lastCrossing` says which way, from when to when (epoch
    ms), and whether requests still go that way.
    """
    state = StateDb(paths.state_db, ports)
    last = last_crossing(state)
    if last is None:
        return None
    now_ms = ports.now_ms()
    known = read_crossings(state, now_ms)
    in_force = (last.agent_id, last.provider) in known.in_force
    return {
        "requestsToday": known.today(now_ms),
        "lastCrossing": {**last.to_json(), "inForce": in_force},
    }
