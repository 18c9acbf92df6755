"""The idle connections of each route, the most recently used first."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.transport.connection import UpstreamConnection
    from openclaw_auth.transport.route import Route


class Pool:
    """Keeps what is idle. Closing is the caller's business: this class only remembers.

    The last one in is the first one out, so that what a burst left over stays untouched and
    expires.
    """

    __slots__ = ("_idle", "_max_idle_per_route")

    def __init__(self, max_idle_per_route: int) -> None:
        self._max_idle_per_route = max_idle_per_route
        self._idle: dict[Route, list[UpstreamConnection]] = {}

    def take(self, route: Route) -> UpstreamConnection | None:
        """Return an idle connection and forget it, None when there is none."""
        idle = self._idle.get(route)
        return idle.pop() if idle else None

    def put(self, connection: UpstreamConnection) -> bool:
        """Keep an idle connection. False when the route has enough: the caller closes it."""
        idle = self._idle.get(connection.route)
        if idle is None:
            idle = self._idle[connection.route] = []
        if len(idle) >= self._max_idle_per_route:
            return False
        idle.append(connection)
        return True

    def discard(self, connection: UpstreamConnection) -> None:
        """Forget a connection that has closed; no matter if it is not here."""
        idle = self._idle.get(connection.route)
        if idle is None:
            return
        if connection in idle:
            idle.remove(connection)
        if not idle:
            del self._idle[connection.route]

    def __len__(self) -> int:
        return sum(map(len, self._idle.values()))
