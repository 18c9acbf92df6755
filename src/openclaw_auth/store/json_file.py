"""One agent's `auth-profiles.json`: read without writing, changed by the write protocol.

The protocol: resolve symlinks, take both locks, read again, write a synced temporary file,
compare what is there with what was read, rename, sync the directory; after a change of a
credential look once more, because the reference's `paste-token` writes without any lock.
"""

from __future__ import annotations

import os

from openclaw_auth.errors import StoreConflict, StoreUnreadable
from openclaw_auth.store import codec
from openclaw_auth.store.data import EMPTY, StoreData

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from openclaw_auth.ports import Ports
    from openclaw_auth.store.codec import Document
    from openclaw_auth.store.data import Edit
    from openclaw_auth.store.legacy import Legacy
    from openclaw_auth.store.locks import StoreLock

FILE_NAME = "auth-profiles.json"
_TORN_S = 1.0
_TORN_PAUSE_S = 0.02
_LOOK_AGAIN_S = 0.015
_ATTEMPTS = 8


class JsonFileStore:
    """The store of one agent directory.

    Args:
        agent_dir: absolute; need not exist.
        ports: clock, randomness and waiting.
        oauth_file: the legacy `credentials/oauth.json`, for the agent that may import it (main);
            None for every other agent, so that one grant never gets two owners.
        removed_ids: asked only when a legacy file is there: ids that must not come back.
    """

    __slots__ = ("_agent_dir", "_oauth_file", "_ports", "_removed_ids", "location")

    def __init__(
        self,
        agent_dir: str,
        ports: Ports,
        *,
        oauth_file: str | None = None,
        removed_ids: Callable[[], Container[str]] = tuple,
    ) -> None:
        self._agent_dir = agent_dir
        self._ports = ports
        self._oauth_file = oauth_file
        self._removed_ids = removed_ids
        self.location = os.path.join(agent_dir, FILE_NAME)

    def read(self) -> StoreData:
        """Return what is stored, or what legacy files hold while there is no store. See `Store`."""
        raw, document, problem = self._load()
        if raw is None:
            legacy = self._legacy()
            return EMPTY if legacy is None else legacy.data()
        revision = codec.revision_of(raw)
        if document is None:
            return StoreData(revision=revision, problems=(problem.reason,) if problem else ())
        return codec.to_data(document, revision)

    def update(self, change: Callable[[StoreData], Sequence[Edit]]) -> StoreData:
        """Apply edits under both locks. See `Store`."""
        if not os.path.exists(self.location):
            data = self.read()
            if not change(data):
                return data
        return self._transact(change, always=False)

    def import_legacy(self) -> StoreData:
        """Make the legacy files this agent's store, if it has none; else change nothing."""
        if os.path.exists(self.location) or self._legacy() is None:
            return self.read()
        return self._transact(lambda _: (), always=True)

    def _transact(
        self, change: Callable[[StoreData], Sequence[Edit]], *, always: bool
    ) -> StoreData:
        from openclaw_auth.files.filesystem import check_file_system, new_directories, write_error
        from openclaw_auth.store.locks import StoreLock, flock_path

        path = os.path.realpath(self.location)
        directory = os.path.dirname(path)
        for _ in range(_ATTEMPTS):
            try:
                new_directories(directory)
                if not os.path.exists(flock_path(path)):
                    check_file_system(directory, self._ports)
                with StoreLock(path, self._ports) as lock:
                    stored = self._attempt(path, lock, change, always)
            except OSError as error:
                raise write_error(error, path) from error
            if stored is not None:
                return stored
        raise StoreConflict("store_conflict", path=path, attempts=_ATTEMPTS)

    def _attempt(
        self,
        path: str,
        lock: StoreLock,
        change: Callable[[StoreData], Sequence[Edit]],
        always: bool,
    ) -> StoreData | None:
        """Do one write under the locks; None when someone was faster and it must be redone."""
        from openclaw_auth.files.atomic_write import ContentChanged, atomic_replace
        from openclaw_auth.store.edits import apply_edits, touched_profiles

        raw, document, problem = self._load()
        if problem is not None:
            raise problem
        legacy = self._legacy() if raw is None else None
        if document is None:
            document = codec.empty_document() if legacy is None else legacy.document
            data = EMPTY if legacy is None else legacy.data()
        else:
            data = codec.to_data(document, codec.revision_of(raw or b""))
        edits = change(data)
        if not edits and not (always and legacy):
            return data
        after = apply_edits(document, edits)
        content = self._encoded(after)
        if content != raw:
            refuse_write_protected(path)
            if not lock.still_held():
                return None
            try:
                atomic_replace(path, content, self._ports, expect=raw)
            except ContentChanged:
                return None
        if legacy is not None and self._raw() == content:
            legacy.set_aside()
        ids = touched_profiles(edits)
        if ids and self._was_undone(ids, document, after):
            return None
        return codec.to_data(after, codec.revision_of(content))

    def _encoded(self, document: Document) -> bytes:
        """Return the new bytes. Python 3.12 parses what is too deep for it to write again."""
        try:
            return codec.encode(document)
        except RecursionError:
            what = "nested too deeply to be written again"
            raise StoreUnreadable(
                "store_not_json", path=self.location, line=1, column=1, what=what
            ) from None

    def _was_undone(self, ids: set[str], before: Document, after: Document) -> bool:
        from openclaw_auth.store.edits import undone

        self._ports.sleep_s(_LOOK_AGAIN_S)
        _, now, problem = self._load()
        if problem is not None:
            raise problem
        return undone(ids, before, after, codec.empty_document() if now is None else now)

    def _raw(self) -> bytes | None:
        try:
            with open(self.location, "rb") as file:
                return file.read()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            from openclaw_auth.files.filesystem import owner_of, user_name

            raise StoreUnreadable(
                "store_unreadable",
                path=self.location,
                what=error.strerror,
                owner=owner_of(self.location),
                user=user_name(),
            ) from error

    def _load(self) -> tuple[bytes | None, Document | None, StoreUnreadable | None]:
        """Return bytes and document, or why there is none.

        The reference writes in place, so a file that was written a moment ago and makes no
        sense may be half of one: it is read again for up to a second.
        """
        deadline_s = None
        while True:
            raw = self._raw()
            if raw is None:
                return None, None, None
            try:
                return raw, codec.parse(raw, self.location), None
            except StoreUnreadable as problem:
                now_s = self._ports.monotonic_s()
                deadline_s = now_s + _TORN_S if deadline_s is None else deadline_s
                if now_s >= deadline_s or not self._just_written():
                    return raw, None, problem
            self._ports.sleep_s(_TORN_PAUSE_S)

    def _just_written(self) -> bool:
        try:
            written_ms = os.stat(self.location).st_mtime_ns // 1_000_000
        except OSError:
            return True
        return abs(self._ports.now_ms() - written_ms) < _TORN_S * 1000

    def _legacy(self) -> Legacy | None:
        auth_file = os.path.join(self._agent_dir, "auth.json")
        candidates = [auth_file] if self._oauth_file is None else [auth_file, self._oauth_file]
        if not any(os.path.exists(path) for path in candidates):
            return None
        from openclaw_auth.store.legacy import read_legacy

        return read_legacy(auth_file, self._oauth_file, self._removed_ids())


def refuse_write_protected(path: str) -> None:
    """Respect a file that its owner made read-only, though a rename could replace it.

    Raises:
        PermissionError: it exists and may not be written.
    """
    if os.path.exists(path) and not os.access(path, os.W_OK):
        raise PermissionError(13, "write-protected", path)
