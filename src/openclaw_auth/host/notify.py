"""Tells systemd how the gateway does: ready, alive, stopping. Source: sd_notify(3).

Without `NOTIFY_SOCKET` (no systemd, launchd, a terminal) nothing is sent. A message that cannot be
sent is lost: the gateway serves whether or not anybody watches it.
"""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import asynccontextmanager, suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

_US_PER_S = 1_000_000
# Half of what the manager grants, so that one late beat is no alarm.
_BEATS = 2


class Notifier:
    """The way to the service manager.

    Args:
        environ: `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID`, as the manager set them.
        pid: ours; a watchdog meant for another process is not ours to feed.
    """

    def __init__(self, environ: Mapping[str, str], pid: int) -> None:
        self._address = _address(environ.get("NOTIFY_SOCKET", ""))
        self.beat_s = _beat_s(environ, pid) if self._address else None

    def ready(self, status: str) -> None:
        """Say that it listens; `status` is what `systemctl status` shows."""
        self._send("READY=1", f"STATUS={status}")

    def stopping(self) -> None:
        """Say that it takes nothing new and lets answers finish."""
        self._send("STOPPING=1", "STATUS=Letting answers finish")

    @asynccontextmanager
    async def watched(self) -> AsyncGenerator[None, None]:
        """Say at intervals, from the running loop, that it turns: a hung one falls silent."""
        if self.beat_s is None:
            yield
            return
        beating = asyncio.create_task(self._beat(self.beat_s))
        try:
            yield
        finally:
            beating.cancel()
            with suppress(asyncio.CancelledError):
                await beating

    async def _beat(self, beat_s: float) -> None:
        while True:
            self._send("WATCHDOG=1")
            await asyncio.sleep(beat_s)

    def _send(self, *lines: str) -> None:
        if self._address is None:
            return
        with (
            suppress(OSError),
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock,
        ):
            sock.setblocking(False)
            sock.sendto("\n".join(lines).encode(), self._address)


def _address(text: str) -> str | bytes | None:
    """Return the socket's address: a path, or `@name` for one without a file."""
    if text.startswith("@"):
        return b"\0" + os.fsencode(text[1:])
    return text if text.startswith("/") else None


def _beat_s(environ: Mapping[str, str], pid: int) -> float | None:
    """Return the seconds between two signs of life, None when nobody waits for any."""
    granted, whose = environ.get("WATCHDOG_USEC", ""), environ.get("WATCHDOG_PID", "")
    if not granted.isdecimal() or int(granted) == 0 or whose not in ("", str(pid)):
        return None
    return int(granted) / _US_PER_S / _BEATS
