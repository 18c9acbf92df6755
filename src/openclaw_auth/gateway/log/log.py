"""The gateway's log: a subscriber of the event spine that writes one line for each event.

Lines are gathered for a moment and written by a thread, so that neither a slow terminal nor a
full pipe ever makes a request wait; what does not fit is counted and said. They are made on the
loop: a thread that computes would hold the interpreter for milliseconds at a time.
"""

from __future__ import annotations

import queue
import threading

from openclaw_auth.gateway.log.log_line import json_line, text_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from typing import TextIO

    from openclaw_auth.events import Event
    from openclaw_auth.gateway.log.log_file import LogFile

ALWAYS = ("access", "reload", "stop", "health", "penalty", "refresh", "credential", "lease")
VERBOSE = (*ALWAYS, "outcome")
_GATHER_S = 0.05
_MAX_GATHERED = 20_000
_MAX_BATCHES = 64


class GatewayLog:
    """Takes events, writes lines.

    Args:
        stream: where to write, stderr.
        render: `text_line` or `json_line`.
        loop: for the moment of gathering.
        file: the same lines for `openclaw logs`; None without.
    """

    def __init__(
        self,
        stream: TextIO,
        render: Callable[[Event], str],
        loop: asyncio.AbstractEventLoop,
        file: LogFile | None = None,
    ) -> None:
        self._stream = stream
        self._file = file
        self._render = render
        self._loop = loop
        self._gathered: list[str] = []
        self._lost = 0
        self._batches: queue.Queue[list[str] | None] = queue.Queue(_MAX_BATCHES)
        self._thread = threading.Thread(target=self._write_all, name="gateway-log", daemon=True)
        self._thread.start()

    def on_event(self, event: Event) -> None:
        """Take an event; never blocks, never raises."""
        gathered = self._gathered
        if len(gathered) >= _MAX_GATHERED:
            self._lost += 1
            return
        gathered.append(self._render(event))
        if len(gathered) == 1:
            self._loop.call_later(_GATHER_S, self._hand_on)

    def _hand_on(self) -> None:
        batch, self._gathered = self._gathered, []
        if not batch:
            return
        try:
            self._batches.put_nowait(batch)
        except queue.Full:
            self._lost += len(batch)

    def close(self, wait_s: float = 2.0) -> None:
        """Write what is left; gives up on a stream that takes nothing."""
        self._hand_on()
        try:
            self._batches.put(None, timeout=wait_s)
        except queue.Full:
            return
        self._thread.join(wait_s)

    def _write_all(self) -> None:
        while (batch := self._batches.get()) is not None:
            lost, self._lost = self._lost, 0
            text = "".join(batch)
            if lost:
                text += f"... {lost} lines lost: the log's reader is too slow\n"
            if self._file is not None:  # first, for a stream that nobody reads may wait for ever
                self._file.write(text)
            try:
                self._stream.write(text)
                self._stream.flush()
            except (OSError, ValueError):  # a closed terminal is no reason to stop serving
                continue
        if self._file is not None:
            self._file.close()


def renderer(log_format: str) -> Callable[[Event], str]:
    """Return how lines are made: `json` or `text`."""
    return json_line if log_format == "json" else text_line
