"""The contract of a credential store. Every store passes `openclaw_auth.testing.store_contract`.

A store is read whole and changed by edits. `update` hands the fresh data to a pure function
under the store's lock and applies the edits it returns, so that a decision is never taken on
stale data; the same shape is a transaction on a database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from openclaw_auth.store.data import Edit, StoreData


class Store(Protocol):
    """Where one agent's profiles live."""

    @property
    def location(self) -> str:
        """What to call this store in messages: a path or a database name."""

    def read(self) -> StoreData:
        """Return what is stored now; empty data when nothing is.

        Never writes. Content that cannot be understood gives empty data with `problems`,
        so that reads go on; writing then raises.

        Raises:
            StoreUnreadable: it exists and may not be read (permission).
        """

    def update(self, change: Callable[[StoreData], Sequence[Edit]]) -> StoreData:
        """Apply the edits that `change` returns for the current data; none writes nothing.

        Args:
            change: pure; may be called again when a foreign writer was faster.

        Returns:
            The data as stored afterwards.

        Raises:
            StoreUnreadable: what is there cannot be parsed, so it is not overwritten.
            StoreReadOnly: permission, owner, full disk, unsuitable file system.
            StoreLocked: another program kept the lock for longer than we wait.
            StoreConflict: the content kept changing under us.
        """
