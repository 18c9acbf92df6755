"""What the state database remembers of refreshes: the lineage of grants, and how the last one went.

No secrets: refresh tokens are named by their keyed fingerprints.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.ports import Ports
    from openclaw_auth.store.state import StateDb

_KEPT_GENERATIONS = 1000
_PRUNE_EVERY = 100


class LastRefresh:
    """How the last refresh of a profile went.

    Attributes:
        at_ms: when, epoch ms.
        outcome: `refreshed`, `failed`, `rejected` or `unknown`.
        code: of the reason.
        obtained_ms: when the access token that is stored was got, epoch ms; None if unknown.
    """

    __slots__ = ("at_ms", "code", "obtained_ms", "outcome")

    def __init__(self, at_ms: int, outcome: str, code: str, obtained_ms: int | None) -> None:
        self.at_ms = at_ms
        self.outcome = outcome
        self.code = code
        self.obtained_ms = obtained_ms


class RefreshMemory:
    """The two tables about refreshes."""

    __slots__ = ("_ports", "_state")

    def __init__(self, state: StateDb, ports: Ports) -> None:
        self._state = state
        self._ports = ports

    def successors(self, fingerprint: str) -> dict[str, int]:
        """Return the later refresh tokens of the same grant, as fingerprint to generation.

        Empty when the token is the current one, or unknown.

        Raises:
            StoreReadOnly: the database cannot be opened; asking the provider would be a gamble.
        """
        rows = self._state.ask(
            "SELECT newer.fingerprint, newer.generation FROM grant_lineage AS mine "
            "JOIN grant_lineage AS newer ON newer.grant_id = mine.grant_id "
            "AND newer.generation > mine.generation WHERE mine.fingerprint = ?",
            (fingerprint,),
        )
        return dict(rows)

    def generation(self, fingerprint: str) -> int:
        """Return how many rotations led to a refresh token, as far as we saw them."""
        rows = self._state.ask(
            "SELECT generation FROM grant_lineage WHERE fingerprint = ?", (fingerprint,)
        )
        return int(rows[0][0]) if rows else 0

    def rotated(self, old: str, new: str, owner_dir: str, profile_id: str) -> None:
        """Note that a refresh token was replaced. Harmless when noted already.

        Raises:
            StoreReadOnly: the database cannot be written.
        """
        if old == new:
            return
        rows = self._state.ask(
            "SELECT grant_id, generation FROM grant_lineage WHERE fingerprint = ?", (old,)
        )
        grant_id, generation = rows[0] if rows else (old, 0)
        now_ms = self._ports.now_ms()
        added = [
            (old, grant_id, generation, owner_dir, profile_id, now_ms),
            (new, grant_id, generation + 1, owner_dir, profile_id, now_ms),
        ]
        # A server may hand out an old token again: then that one is the latest.
        insert = (
            "INSERT INTO grant_lineage VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (fingerprint) "
            "DO UPDATE SET grant_id = excluded.grant_id, "
            "generation = max(generation, excluded.generation)"
        )
        prune = "DELETE FROM grant_lineage WHERE grant_id = ? AND generation < ?"
        gone = (
            [(grant_id, generation - _KEPT_GENERATIONS)] if generation % _PRUNE_EVERY == 0 else []
        )
        self._state.apply_all([(insert, added), (prune, gone)])

    def note(
        self, agent_dir: str, profile_id: str, outcome: str, code: str, *, obtained: bool
    ) -> None:
        """Note how a refresh went; `obtained` says that the stored access token is of now.

        Raises:
            StoreReadOnly: the database cannot be written.
        """
        now_ms = self._ports.now_ms()
        row = (agent_dir, profile_id, now_ms, outcome, code, now_ms if obtained else None)
        upsert = (
            "INSERT INTO refreshes VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (agent_dir, profile_id) DO UPDATE SET at_ms = excluded.at_ms, "
            "outcome = excluded.outcome, code = excluded.code, "
            "obtained_ms = coalesce(excluded.obtained_ms, obtained_ms)"
        )
        self._state.apply_all([(upsert, [row])])

    def last(self, agent_dir: str) -> dict[str, LastRefresh]:
        """Return how the last refreshes of an agent's profiles went, by profile id."""
        rows = self._state.look(
            "SELECT profile_id, at_ms, outcome, code, obtained_ms FROM refreshes "
            "WHERE agent_dir = ?",
            (agent_dir,),
        )
        return {row[0]: LastRefresh(*row[1:]) for row in rows}
