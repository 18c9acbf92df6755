"""Opens the listening sockets, and says who is in the way."""

from __future__ import annotations

import errno
import socket

from openclaw_auth.errors import GatewayError, PortInUse
from openclaw_auth.gateway.port_owner import port_owner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.gateway.binds import Bind

_BACKLOG = 2048
_HIGHEST_PORT = 65535


def open_sockets(bind: Bind, port: int) -> list[socket.socket]:
    """Listen on every address of a bind, all with the same port.

    Args:
        bind: the first of its addresses must work; a machine without IPv6 lacks some others.
        port: 0 lets the system choose.

    Raises:
        PortInUse: names the process, where the system tells.
        GatewayError: `address_unavailable`.
    """
    opened: list[socket.socket] = []
    try:
        for host in bind.hosts:
            found = _listen(host, port, needed=not opened)
            if found is not None:
                opened.append(found)
                port = found.getsockname()[1]
    except GatewayError:
        for sock in opened:
            sock.close()
        raise
    return opened


def _listen(host: str, port: int, *, needed: bool) -> socket.socket | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        sock = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        _raise_if_needed(host, port, error, needed=needed)
        return None
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.bind((host, port))
        sock.listen(_BACKLOG)
    except OSError as error:
        sock.close()
        _raise_if_needed(host, port, error, needed=needed)
        return None
    sock.setblocking(False)
    return sock


def _raise_if_needed(host: str, port: int, error: OSError, *, needed: bool) -> None:
    if error.errno == errno.EADDRINUSE:
        owner = port_owner(port) or "another program"
        free_port = port + 1 if port < _HIGHEST_PORT else 0
        raise PortInUse("port_in_use", host=host, port=port, owner=owner, free_port=free_port)
    if needed:
        detail = error.strerror or type(error).__name__
        raise GatewayError("address_unavailable", host=host, port=port, detail=detail)
