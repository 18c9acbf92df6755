"""The host's key for fingerprints, `<state>/openclaw-auth.key`: 32 random bytes (ruling 39)."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.ports import Ports

FILE_NAME = "openclaw-auth.key"
LENGTH = 32


def fingerprint_key(state_dir: str, ports: Ports) -> bytes:
    """Return the key, or a throw-away one while there is none. Never writes."""
    return _stored(state_dir) or ports.random_bytes(LENGTH)


def ensure_fingerprint_key(state_dir: str, ports: Ports) -> bytes:
    """Return the key, made and stored if there is none.

    Raises:
        StoreReadOnly: the state directory cannot be written.
        StoreLocked: another process is at it for longer than we wait.
    """
    found = _stored(state_dir)
    if found is not None:
        return found
    from openclaw_auth.files.atomic_write import atomic_replace
    from openclaw_auth.files.filesystem import new_directories, write_error
    from openclaw_auth.store.locks import FileLock

    path = os.path.join(state_dir, FILE_NAME)
    try:
        new_directories(state_dir)
        with FileLock(os.path.join(state_dir, ".openclaw-auth.flock"), ports):
            found = _stored(state_dir)
            if found is None:
                found = ports.random_bytes(LENGTH)
                atomic_replace(path, found, ports)
    except OSError as error:
        raise write_error(error, path) from error
    return found


def _stored(state_dir: str) -> bytes | None:
    """Return the stored key; None when there is none, or what is there is no key."""
    try:
        with open(os.path.join(state_dir, FILE_NAME), "rb") as file:
            found = file.read(LENGTH + 1)
    except OSError:
        return None
    return found if len(found) == LENGTH else None
