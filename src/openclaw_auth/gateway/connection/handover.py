"""Gives a connection to uvicorn's own protocol, for everything that is not a data path.

Once and for one request: the answer closes the connection (an upgrade keeps it), so that every
request passes the front's checks. The head is written anew from what was judged, never from what
was sent, so that both parsers read the same.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio
    from typing import Any

    from uvicorn.config import Config
    from uvicorn.server import ServerState

    from openclaw_auth.gateway.connection.head import Head


def head_for_app(head: Head) -> bytes:
    """Return the head as the app's protocol gets it: closing, unless it asks for an upgrade."""
    upgrade = b"upgrade" in head.connection
    version = b"1.1" if head.http_11 else b"1.0"
    lines = [b"%b %b HTTP/%b" % (head.method, head.target, version)]
    lines.extend(b"%b: %b" % field for field in head.fields if field[0] != b"connection")
    lines.append(b"connection: Upgrade" if upgrade else b"connection: close")
    return b"\r\n".join(lines) + b"\r\n\r\n"


class AppSide:
    """What uvicorn gave to the front, and its own protocol wants too."""

    __slots__ = ("app_state", "config", "loop", "server_state")

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self.config = config
        self.server_state = server_state
        self.app_state = app_state
        self.loop = loop


def hand_over(head: Head, rest: bytes, transport: asyncio.Transport, side: AppSide) -> None:
    """Let uvicorn's protocol answer this request and whatever else comes on the connection.

    Args:
        head: the judged head.
        rest: bytes that came after it.
        transport: the client's connection; reading must not be paused.
        side: for the other protocol.
    """
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

    # An answer that nobody takes ends its connection: ASGI has no other word for it.
    state = {**side.app_state, "abort": transport.abort}
    protocol = HttpToolsProtocol(side.config, side.server_state, state, side.loop)
    transport.set_protocol(protocol)
    protocol.connection_made(transport)
    protocol.data_received(head_for_app(head) + rest)
