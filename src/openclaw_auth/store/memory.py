"""A store that forgets: for tests, for the demo, for a process that must not touch the disk."""

from __future__ import annotations

import _thread

from openclaw_auth.store import codec
from openclaw_auth.store.edits import apply_edits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from openclaw_auth.store.codec import Document
    from openclaw_auth.store.data import Edit, StoreData


class MemoryStore:
    """A store in this process's memory, with the same document inside as the file has.

    Args:
        document: what it starts with; not changed.
        location: what messages call it.
    """

    __slots__ = ("_document", "_lock", "_revision", "location")

    def __init__(self, document: Document | None = None, location: str = "memory") -> None:
        self._document = codec.empty_document() if document is None else document
        self._revision = None if document is None else codec.revision_of(codec.encode(document))
        self._lock = _thread.allocate_lock()
        self.location = location

    def read(self) -> StoreData:
        """Return what is stored. See `Store`."""
        return codec.to_data(self._document, self._revision)

    def update(self, change: Callable[[StoreData], Sequence[Edit]]) -> StoreData:
        """Apply edits, one caller at a time. See `Store`."""
        with self._lock:
            edits = change(self.read())
            if edits:
                self._document = apply_edits(self._document, edits)
                self._revision = codec.revision_of(codec.encode(self._document))
            return self.read()
