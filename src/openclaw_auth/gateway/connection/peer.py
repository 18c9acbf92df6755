"""Who is at the other end of a Unix socket: the kernel says, the peer cannot lie.

Linux: SO_PEERCRED (unix(7)). macOS: LOCAL_PEERCRED and LOCAL_PEERPID (sys/un.h, sys/ucred.h).
"""

from __future__ import annotations

import socket
import struct

_LINUX = "3i"  # pid, uid, gid
_SOL_LOCAL = 0
_LOCAL_PEERCRED = 0x001
_LOCAL_PEERPID = 0x002
_XUCRED = "IIh"  # version, uid, number of groups; groups follow
_XUCRED_BYTES = 76


class Peer:
    """A process: its user, and its id (0 where the system does not say)."""

    __slots__ = ("pid", "uid")

    def __init__(self, uid: int, pid: int) -> None:
        self.uid = uid
        self.pid = pid


def can_tell() -> bool:
    """Whether this system tells who the peer is; without that, no socket is opened."""
    import sys

    return hasattr(socket, "SO_PEERCRED") or sys.platform == "darwin"


def peer_of(sock: socket.socket) -> Peer:
    """Return who connected. Raises OSError when the system does not tell."""
    if hasattr(socket, "SO_PEERCRED"):
        size = struct.calcsize(_LINUX)
        pid, uid, _ = struct.unpack(
            _LINUX, sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
        )
        return Peer(uid, pid)
    found = sock.getsockopt(_SOL_LOCAL, _LOCAL_PEERCRED, _XUCRED_BYTES)
    _, uid, _ = struct.unpack_from(_XUCRED, found)
    return Peer(uid, sock.getsockopt(_SOL_LOCAL, _LOCAL_PEERPID))
