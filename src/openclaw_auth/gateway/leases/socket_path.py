"""Where the socket for workers is, and how both ends reach it. Imports little: commands use it."""

from __future__ import annotations

import contextlib
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

SOCKET_NAME = "gateway.sock"
_LONGEST_PATH = 104  # of sun_path on macOS; Linux has four more


def bind_at(sock: socket.socket, path: str) -> None:
    """Bind to a path of any length: the kernel takes some 100 bytes, a directory's number less."""
    with _short(path) as name:
        sock.bind(name)


def connect_to(sock: socket.socket, path: str) -> None:
    """Connect to a path of any length. Raises OSError."""
    with _short(path) as name:
        sock.connect(name)


@contextlib.contextmanager
def _short(path: str) -> Iterator[str]:
    if len(os.fsencode(path)) < _LONGEST_PATH or not os.path.isdir("/proc/self/fd"):
        yield path
        return
    folder, name = os.path.split(path)
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{fd}/{name}"
    finally:
        os.close(fd)
