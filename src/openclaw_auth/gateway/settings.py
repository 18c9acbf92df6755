"""How long the gateway waits and how much it holds. One place, so that a test can shorten it."""

from __future__ import annotations

_MEGABYTE = 1024 * 1024


class Timeouts:
    """Seconds until the gateway gives up waiting.

    Attributes:
        head_s: from the first byte of a request head to its end (slow loris).
        keep_alive_s: an idle connection between two requests.
        body_idle_s: between two pieces of a request body.
        body_total_s: the whole request body.
        connect_s: name resolution, TCP, proxy and TLS to the upstream.
        first_byte_s: until the head of a plain answer; a long completion thinks for minutes.
        stream_first_byte_s: the same for a streamed one, whose head comes at once.
        idle_s: between two pieces of an answer.
        write_idle_s: how long a client may leave a full buffer unread.
        linger_s: how long bytes of a refused request are read away, so that the refusal arrives.
        drain_s: how long a stopping gateway lets answers finish.
    """

    __slots__ = (
        "body_idle_s",
        "body_total_s",
        "connect_s",
        "drain_s",
        "first_byte_s",
        "head_s",
        "idle_s",
        "keep_alive_s",
        "linger_s",
        "stream_first_byte_s",
        "write_idle_s",
    )

    def __init__(
        self,
        *,
        head_s: float = 10.0,
        keep_alive_s: float = 75.0,
        body_idle_s: float = 30.0,
        body_total_s: float = 600.0,
        connect_s: float = 10.0,
        first_byte_s: float = 600.0,
        stream_first_byte_s: float = 120.0,
        idle_s: float = 300.0,
        write_idle_s: float = 60.0,
        linger_s: float = 5.0,
        drain_s: float = 30.0,
    ) -> None:
        self.head_s = head_s
        self.keep_alive_s = keep_alive_s
        self.body_idle_s = body_idle_s
        self.body_total_s = body_total_s
        self.connect_s = connect_s
        self.first_byte_s = first_byte_s
        self.stream_first_byte_s = stream_first_byte_s
        self.idle_s = idle_s
        self.write_idle_s = write_idle_s
        self.linger_s = linger_s
        self.drain_s = drain_s


class Limits:
    """Bytes that the gateway holds at most.

    Attributes:
        head: one request head.
        body: one request body; held whole so that it can be sent to the next candidate.
        bodies: all request bodies together.
        pipelined: what a client may send ahead while its previous request is answered.
        lingering: what is read away after a refusal.
    """

    __slots__ = ("bodies", "body", "head", "lingering", "pipelined")

    def __init__(
        self,
        *,
        head: int = 64 * 1024,
        body: int = 32 * _MEGABYTE,
        bodies: int = 256 * _MEGABYTE,
        pipelined: int = 64 * 1024,
        lingering: int = 128 * _MEGABYTE,
    ) -> None:
        self.head = head
        self.body = body
        self.bodies = bodies
        self.pipelined = pipelined
        self.lingering = lingering
