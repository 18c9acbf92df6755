"""The host's key for fingerprints, `<state>/openclaw-auth.key`: 32 random bytes (ruling 39)."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.ports import Ports
    from openclaw_auth.secret import Secret

FILE_NAME = "openclaw-auth.key"
LENGTH = 32


class Fingerprints:
    """Names secrets without telling them; reads the host's key when first asked.

    Args:
        state_dir: where the key lies. While there is none nothing has a name: a throw-away key
            would make every secret look changed.
    """

    __slots__ = ("_key", "_state_dir")

    def __init__(self, state_dir: str) -> None:
        self._state_dir = state_dir
        self._key: bytes | None = None

    def __call__(self, secret: Secret) -> str | None:
        """Return the fingerprint of a secret, None while there is no key."""
        if self._key is None:
            self._key = stored_fingerprint_key(self._state_dir)
        return None if self._key is None else secret.fingerprint(self._key)


def fingerprint_key(state_dir: str, ports: Ports) -> bytes:
    """Return the key, or a throw-away one while there is none. Never writes."""
    return stored_fingerprint_key(state_dir) or ports.random_bytes(LENGTH)


def ensure_fingerprint_key(state_dir: str, ports: Ports) -> bytes:
    """Return the key, made and stored if there is none.

    Raises:
        StoreReadOnly: the state directory cannot be written.
        StoreLocked: another process is at it for longer than we wait.
    """
    found = stored_fingerprint_key(state_dir)
    if found is not None:
        return found
    from openclaw_auth.files.atomic_write import atomic_replace
    from openclaw_auth.files.filesystem import new_directories, write_error
    from openclaw_auth.store.locks import FileLock

    path = os.path.join(state_dir, FILE_NAME)
    try:
        new_directories(state_dir)
        with FileLock(os.path.join(state_dir, ".openclaw-auth.flock"), ports):
            found = stored_fingerprint_key(state_dir)
            if found is None:
                found = ports.random_bytes(LENGTH)
                atomic_replace(path, found, ports)
    except OSError as error:
        raise write_error(error, path) from error
    return found


def stored_fingerprint_key(state_dir: str) -> bytes | None:
    """Return the stored key; None when there is none, or what is there is no key."""
    try:
        with open(os.path.join(state_dir, FILE_NAME), "rb") as file:
            found = file.read(LENGTH + 1)
    except OSError:
        return None
    return found if len(found) == LENGTH else None
