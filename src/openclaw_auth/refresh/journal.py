"""`<agentDir>/refresh/<fingerprint>.json`: how far the refresh of one grant has come.

The file is written out to its full size and synced before the request goes out, so that a full
disk shows while nothing has happened yet; later states overwrite their places in it and need no
new block. Each state has a place of its own with a checksum: a torn write leaves the state before.
It is one JSON array in every state, 0600, and holds the new tokens from `received` on.
"""

from __future__ import annotations

import hashlib
import json
import os

from openclaw_auth.files.atomic_write import atomic_replace, sync, sync_directory
from openclaw_auth.files.filesystem import give_to_owner_of, new_directories, write_error
from openclaw_auth.refresh.pair import Pair

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from openclaw_auth.ports import Ports

FOLDER = "refresh"
SIZE = 64 * 1024
_SUFFIX = ".json"
_DIGITS = 16
# Where each state's record stands: offset and length; between them JSON's own characters.
_PREPARED = (2, 4094)
_SENT = (4098, 4094)
_RECEIVED = (8194, SIZE - 8194 - 3)
_PLACES = (_PREPARED, _SENT, _RECEIVED)


class Entry:
    """What a journal says.

    Attributes:
        state: `prepared`, `sent`, `received` or `rejected`.
        at_ms: since when, epoch ms.
        profile_id: whose login, for people.
        provider: whose grant.
        detail: why it was rejected.
        pair: the new tokens, from `received` on.
    """

    __slots__ = ("at_ms", "detail", "pair", "profile_id", "provider", "state")

    def __init__(
        self,
        state: str,
        at_ms: int,
        profile_id: str,
        provider: str,
        *,
        detail: str | None = None,
        pair: Pair | None = None,
    ) -> None:
        self.state = state
        self.at_ms = at_ms
        self.profile_id = profile_id
        self.provider = provider
        self.detail = detail
        self.pair = pair


class Journal:
    """The journal of one grant in one agent directory.

    Args:
        agent_dir: of the store that owns the grant.
        fingerprint: of the refresh token that is used up.
        ports: clock and randomness.
    """

    __slots__ = ("_ports", "path")

    def __init__(self, agent_dir: str, fingerprint: str, ports: Ports) -> None:
        self.path = os.path.join(agent_dir, FOLDER, fingerprint + _SUFFIX)
        self._ports = ports

    def read(self) -> Entry | None:
        """Return what it says; None when there is none, or it was torn before it said anything."""
        try:
            with open(self.path, "rb") as file:
                raw = file.read()
        except OSError:
            return None
        return parse(raw)

    def prepare(self, profile_id: str, provider: str) -> None:
        """Make it and everything that it may ever need, durably.

        Raises:
            StoreReadOnly: full disk, permission; nothing has been sent, so nothing is lost.
        """
        directory = os.path.dirname(self.path)
        try:
            new_directories(directory)
            fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            try:
                give_to_owner_of(directory, fd)
                os.fchmod(fd, 0o600)
                _write_at(fd, 0, _blank(self._record("prepared", profile_id, provider)))
                sync(fd)
            finally:
                os.close(fd)
            sync_directory(directory)
        except OSError as error:
            self._unlink()
            raise write_error(error, self.path) from error

    def sent(self, profile_id: str, provider: str) -> None:
        """Note, durably, that the next thing is the request."""
        self._overwrite(_SENT, self._record("sent", profile_id, provider))

    def received(self, profile_id: str, provider: str, pair: Pair) -> None:
        """Keep the new pair, durably. Beyond the size prepared for, the disk must have room."""
        record = self._record("received", profile_id, provider, pair=pair.to_json())
        if len(record) <= _RECEIVED[1]:
            self._overwrite(_RECEIVED, record)
        else:
            self._replace(record)

    def rejected(self, profile_id: str, provider: str, detail: str) -> None:
        """Note that the provider refuses this grant for good."""
        self._replace(self._record("rejected", profile_id, provider, detail=detail))

    def remove(self) -> None:
        """Take it away: the store says everything, or nothing was sent."""
        self._unlink()

    def _record(self, state: str, profile_id: str, provider: str, **more: object) -> bytes:
        fields = {
            "state": state,
            "at": self._ports.now_ms(),
            "profileId": profile_id,
            "provider": provider,
            **more,
        }
        return json.dumps({**fields, "sum": _sum(fields)}).encode()

    def _overwrite(self, place: tuple[int, int], record: bytes) -> None:
        offset, length = place
        try:
            fd = os.open(self.path, os.O_WRONLY | os.O_CLOEXEC)
            try:
                _write_at(fd, offset, record.ljust(length))
                sync(fd)
            finally:
                os.close(fd)
        except OSError as error:
            raise write_error(error, self.path) from error

    def _replace(self, record: bytes) -> None:
        try:
            new_directories(os.path.dirname(self.path))
            atomic_replace(self.path, b"[\n" + record + b"\n]\n", self._ports)
        except OSError as error:
            raise write_error(error, self.path) from error

    def _unlink(self) -> None:
        try:
            os.unlink(self.path)
        except OSError:
            return


def parse(raw: bytes) -> Entry | None:
    """Return the latest state whose record is whole, None without one."""
    for offset, length in reversed(_PLACES):
        found = _entry(raw[offset : offset + length])
        if found is not None:
            return found
    return _entry(raw[2:-2])  # a file with a single record


def journals_in(agent_dir: str) -> Iterator[str]:
    """Yield the fingerprints of all journals of an agent directory."""
    try:
        names = sorted(os.listdir(os.path.join(agent_dir, FOLDER)))
    except OSError:
        return
    for name in names:
        fingerprint = name.removesuffix(_SUFFIX)
        if name.endswith(_SUFFIX) and len(fingerprint) == _DIGITS and _is_hex(fingerprint):
            yield fingerprint


def _is_hex(text: str) -> bool:
    return all(c in "0123456789abcdef" for c in text)


def _entry(record: bytes) -> Entry | None:
    try:
        found: Any = json.loads(record)
    except ValueError:
        return None
    if not isinstance(found, dict) or found.pop("sum", None) != _sum(found):
        return None
    try:
        pair = Pair.from_json(found["pair"]) if "pair" in found else None
        return Entry(
            found["state"],
            found["at"],
            found["profileId"],
            found["provider"],
            detail=found.get("detail"),
            pair=pair,
        )
    except (KeyError, TypeError):
        return None


def _sum(fields: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()[:_DIGITS]


def _blank(first: bytes) -> bytes:
    """Return the whole file: the first record, and room for the others."""
    records = (first, b"null", b"null")
    padded = [record.ljust(length) for record, (_, length) in zip(records, _PLACES, strict=True)]
    return b"[\n" + b",\n".join(padded) + b"\n]\n"


def _write_at(fd: int, offset: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        written = os.pwrite(fd, view, offset)
        view, offset = view[written:], offset + written
