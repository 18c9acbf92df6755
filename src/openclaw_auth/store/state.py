"""`<state>/openclaw-auth.sqlite`: what we must remember and OpenClaw's files have no place for.

No secrets; losing it loses no credential. So nothing here is ever fatal: a damaged file is set
aside at the next write, and a question to a missing one has an empty answer and creates nothing.
"""

from __future__ import annotations

import _thread
import os

from openclaw_auth.codes import Reason
from openclaw_auth.store.schema import MIGRATIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, TypeAlias

    from openclaw_auth.ports import Ports

    Statement: TypeAlias = tuple[str, Iterable[tuple[Any, ...]]]

_BUSY_S = 5.0
_BUSY_PAUSE_S = 0.005


class StateDb:
    """The state database of one state directory. Safe to call from several threads.

    Args:
        path: of the database file, absolute; need not exist.
        ports: clock.
        on_notice: told what happened to a damaged file.
    """

    __slots__ = ("_connection", "_lock", "_on_notice", "_ports", "path")

    def __init__(
        self,
        path: str,
        ports: Ports,
        *,
        on_notice: Callable[[Reason], None] = lambda _: None,
    ) -> None:
        self.path = path
        self._ports = ports
        self._on_notice = on_notice
        self._connection: sqlite3.Connection | None = None
        self._lock = _thread.allocate_lock()

    # Tombstones: what the user removed and no import may bring back.

    def add_tombstone(self, agent_dir: str, profile_id: str) -> None:
        """Note that the user removed a profile."""
        self._write(
            "INSERT INTO tombstones VALUES (?, ?, ?) ON CONFLICT (agent_dir, profile_id) "
            "DO UPDATE SET removed_at_ms = excluded.removed_at_ms",
            [(agent_dir, profile_id, self._ports.now_ms())],
        )

    def removed_ids(self, agent_dir: str) -> frozenset[str]:
        """Return the ids that the user removed from an agent."""
        rows = self._read("SELECT profile_id FROM tombstones WHERE agent_dir = ?", (agent_dir,))
        return frozenset(row[0] for row in rows)

    def clear_tombstone(self, agent_dir: str, profile_id: str) -> None:
        """Forget a removal, because the user stored that id again."""
        if profile_id in self.removed_ids(agent_dir):
            self._write(
                "DELETE FROM tombstones WHERE agent_dir = ? AND profile_id = ?",
                [(agent_dir, profile_id)],
            )

    # Notes: since when we know a profile, and whether its end is a guess (ruling 16).

    def note_added(self, agent_dir: str, profile_id: str, *, expiry_assumed: bool = False) -> None:
        """Note that a profile was stored now."""
        self._write(
            "INSERT INTO profile_notes VALUES (?, ?, ?, ?) ON CONFLICT (agent_dir, profile_id) "
            "DO UPDATE SET added_at_ms = excluded.added_at_ms, "
            "expiry_assumed = excluded.expiry_assumed",
            [(agent_dir, profile_id, self._ports.now_ms(), int(expiry_assumed))],
        )

    def added_at_ms(self, agent_dir: str) -> dict[str, int]:
        """Return when each profile of an agent was stored by us, epoch ms."""
        rows = self._read(
            "SELECT profile_id, added_at_ms FROM profile_notes WHERE agent_dir = ?", (agent_dir,)
        )
        return dict(rows)

    def assumed_expiries(self, agent_dir: str) -> frozenset[str]:
        """Return the profiles whose `expires` is our guess."""
        rows = self._read(
            "SELECT profile_id FROM profile_notes WHERE agent_dir = ? AND expiry_assumed = 1",
            (agent_dir,),
        )
        return frozenset(row[0] for row in rows)

    def forget_profile(self, agent_dir: str, profile_id: str) -> None:
        """Drop all notes about a profile that was removed for good."""
        for table in ("profile_notes", "last_used", "refreshes"):
            self._write(
                f"DELETE FROM {table} WHERE agent_dir = ? AND profile_id = ?",  # noqa: S608 # literals
                [(agent_dir, profile_id)],
            )

    def rename_profile(self, agent_dir: str, old_id: str, new_id: str) -> None:
        """Let everything known about a profile follow it to another id."""
        for table in ("profile_notes", "last_used", "refreshes"):
            self._write(
                f"UPDATE OR REPLACE {table} SET profile_id = ? "  # noqa: S608 # literals
                "WHERE agent_dir = ? AND profile_id = ?",
                [(new_id, agent_dir, old_id)],
            )

    # Last use, fresher than the store's `usageStats`.

    def put_last_used(self, uses: Mapping[tuple[str, str], int]) -> None:
        """Store when profiles, as (agent_dir, profile_id), were last used; never goes back."""
        self.apply_all([last_used_rows(uses)])

    def last_used_ms(self, agent_dir: str) -> dict[str, int]:
        """Return when each profile of an agent was last used, epoch ms."""
        rows = self._read(
            "SELECT profile_id, at_ms FROM last_used WHERE agent_dir = ?", (agent_dir,)
        )
        return dict(rows)

    # Notices that are given once.

    def notice_due(self, key: str, every_ms: int) -> bool:
        """Return whether a notice was not given within `every_ms`, and note that it is now."""
        now_ms = self._ports.now_ms()
        rows = self._read("SELECT sent_at_ms FROM notices WHERE key = ?", (key,))
        if rows and now_ms - rows[0][0] < every_ms:
            return False
        self._write(
            "INSERT INTO notices VALUES (?, ?) ON CONFLICT (key) "
            "DO UPDATE SET sent_at_ms = excluded.sent_at_ms",
            [(key, now_ms)],
        )
        return True

    def close(self) -> None:
        """Close the writing connection, which folds the write-ahead log into the file."""
        with self._lock:
            self._drop_connection()

    def _read(self, sql: str, values: tuple[Any, ...]) -> list[Any]:
        """Answer a question; empty when there is no database or it is damaged."""
        if not os.path.exists(self.path):
            return []
        import sqlite3

        values = _sendable(values)
        with self._lock:
            try:
                if self._connection is not None:
                    return self._connection.execute(sql, values).fetchall()
                return _read_only(self.path, sql, values)
            except (sqlite3.Error, OSError):  # OSError: set aside or deleted meanwhile
                return []

    def look(self, sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """Return rows for tables that have their own module; empty when it cannot be read."""
        return self._read(sql, values)

    def ask(self, sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """Return rows for what must not be overlooked.

        Unlike all other questions it opens the database for writing, makes one, and raises.

        Raises:
            StoreReadOnly: the directory cannot be written.
        """
        found: list[Any] = []

        def work(connection: sqlite3.Connection) -> None:
            found[:] = connection.execute(sql, _sendable(values)).fetchall()

        self._guarded(work)
        return found

    def apply_all(self, statements: Iterable[Statement]) -> None:
        """Apply statements, each to its rows, in one transaction: all or none, one commit.

        Raises:
            StoreReadOnly: the directory cannot be written.
        """
        whole = [(sql, [_sendable(row) for row in rows]) for sql, rows in statements]
        whole = [(sql, rows) for sql, rows in whole if rows]

        def work(connection: sqlite3.Connection) -> None:
            for sql, rows in whole:
                connection.executemany(sql, rows)

        if whole:
            self._guarded(work)

    def change(self, work: Callable[[sqlite3.Connection], object]) -> None:
        """Let `work` read and write as if alone: no other process writes meanwhile. May run twice.

        Raises:
            StoreReadOnly: the directory cannot be written.
        """

        def alone(connection: sqlite3.Connection) -> None:
            connection.execute("BEGIN IMMEDIATE")
            work(connection)

        self._guarded(alone)

    def _write(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Apply a statement to rows in one transaction; a damaged file is set aside first.

        Raises:
            StoreReadOnly: the directory cannot be written.
        """
        rows = [_sendable(row) for row in rows]
        if rows:
            self._guarded(lambda connection: connection.executemany(sql, rows))

    def _guarded(self, work: Callable[[sqlite3.Connection], object]) -> None:
        import sqlite3

        from openclaw_auth.files.filesystem import write_error

        with self._lock:
            try:
                try:
                    self._transact(work)
                except sqlite3.OperationalError as error:
                    raise _as_os_error(error) from error
                except sqlite3.DatabaseError:
                    self._set_aside()
                    self._transact(work)
            except OSError as error:
                raise write_error(error, self.path) from error

    def _transact(self, work: Callable[[sqlite3.Connection], object]) -> None:
        if self._connection is None:
            self._connection = _connect(self.path, self._ports)
        with self._connection:
            work(self._connection)

    def _drop_connection(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _set_aside(self) -> None:
        self._drop_connection()
        aside = f"{self.path}.damaged-{self._ports.now_ms()}"
        os.replace(self.path, aside)
        for suffix in ("-wal", "-shm"):
            if os.path.exists(self.path + suffix):
                os.replace(self.path + suffix, aside + suffix)
        self._on_notice(Reason("state_db_set_aside", {"path": self.path, "aside": aside}))


def last_used_rows(uses: Mapping[tuple[str, str], int]) -> Statement:
    """Return the statement that stores when profiles, as (agent_dir, profile_id), were last used."""
    return (
        (
            "INSERT INTO last_used VALUES (?, ?, ?) ON CONFLICT (agent_dir, profile_id) "
            "DO UPDATE SET at_ms = max(at_ms, excluded.at_ms)"
        ),
        [(agent_dir, profile_id, at_ms) for (agent_dir, profile_id), at_ms in uses.items()],
    )


def _sendable(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return values as UTF-8 can hold them: ids and directory names may hold lone surrogates."""
    return tuple(
        value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
        for value in values
    )


def _connect(path: str, ports: Ports) -> sqlite3.Connection:
    """Open for writing; created 0600, which its -wal and -shm inherit, and brought up to date."""
    import sqlite3

    from openclaw_auth.files.filesystem import give_to_owner_of, new_directories

    directory = os.path.dirname(path)
    new_directories(directory)
    try:
        fd = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        os.chmod(path, 0o600)
    else:
        give_to_owner_of(directory, fd)
        os.close(fd)
    connection = sqlite3.connect(path, timeout=_BUSY_S, check_same_thread=False)
    try:
        _use_wal(connection, ports)
        connection.execute("PRAGMA synchronous = NORMAL")
        migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _use_wal(connection: sqlite3.Connection, ports: Ports) -> None:
    """Switch to a write-ahead log, waiting for others as every other statement does.

    SQLite gives up on this one at once where two first writers meet, whatever its timeout.
    """
    import sqlite3

    until_s = ports.monotonic_s() + _BUSY_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorname.startswith("SQLITE_BUSY")
            if not busy or ports.monotonic_s() >= until_s:
                raise
            ports.sleep_s(_BUSY_PAUSE_S)
        else:
            return


def migrate(connection: sqlite3.Connection) -> None:
    """Apply the migrations that this database has not seen, all or none, one process at a time."""
    if _version(connection) >= len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        version = _version(connection)
        for statements in MIGRATIONS[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute("DELETE FROM schema_version")
        connection.execute("INSERT INTO schema_version VALUES (?)", (len(MIGRATIONS),))


def _version(connection: sqlite3.Connection) -> int:
    known = connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE name = 'schema_version'"
    ).fetchone()[0]
    if not known:
        return 0
    row = connection.execute("SELECT version FROM schema_version").fetchone()
    return int(row[0]) if row else 0


def _read_only(path: str, sql: str, values: tuple[Any, ...]) -> list[Any]:
    """Ask without leaving a trace.

    Without a -wal file nobody writes, and the file can be read as it is; a plain read-only
    connection would create -wal and -shm and leave them. If a writer came meanwhile, ask again.
    """
    import sqlite3

    quoted = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    uri = f"file:{quoted}?mode=ro"
    before = _unwritten(path)
    rows: list[Any] = []
    if before is not None:
        connection = sqlite3.connect(f"{uri}&immutable=1", uri=True)
        try:
            rows = connection.execute(sql, values).fetchall()
        finally:
            connection.close()
        if _unwritten(path) == before:
            return rows
    connection = sqlite3.connect(uri, uri=True, timeout=_BUSY_S)
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


def _unwritten(path: str) -> tuple[int, int, int] | None:
    """Return what identifies the file's state, None while a writer has it open."""
    if os.path.exists(f"{path}-wal"):
        return None
    found = os.stat(path)
    return found.st_ino, found.st_mtime_ns, found.st_size


def _as_os_error(error: sqlite3.OperationalError) -> OSError:
    """Say an operational error of SQLite (locked, full, read-only) in the system's words."""
    import errno

    code = {"SQLITE_FULL": errno.ENOSPC, "SQLITE_READONLY": errno.EROFS}
    codes = {**code, "SQLITE_CANTOPEN": errno.EACCES, "SQLITE_PERM": errno.EACCES}
    name = getattr(error, "sqlite_errorname", "")
    for prefix, number in codes.items():
        if name.startswith(prefix):
            return OSError(number, str(error))
    return OSError(errno.EIO, str(error))
