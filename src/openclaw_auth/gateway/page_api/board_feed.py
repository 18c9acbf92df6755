"""The board as it changes: numbered steps for everyone who watches, made once for all of them.

The spine only says that something happened; what is shown comes from the state itself. So a lost
event costs nothing, and who lost a step asks for the whole board again.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque

from openclaw_auth.events import KINDS
from openclaw_auth.gateway.page_api.board import Board, Facts, changes, make_board

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable
    from typing import Any

    from openclaw_auth.codes import Reason
    from openclaw_auth.events import Event, Spine
    from openclaw_auth.gateway.page_api.traffic import Traffic
    from openclaw_auth.lending.broker import Broker

    Json = dict[str, Any]

LOOK_S = 0.25
BEAT_S = 15.0
FACTS_S = 60.0
_STEPS_KEPT = 256
_EVENTS_KEPT = 64
# An answered request is one `access`. Outcomes and leases say no more here, and an event that
# nobody wants is not made: it would cost every request.
_LOOKED_AT = tuple(kind for kind in KINDS if kind not in ("lease", "outcome"))
# After these the files may say something else too.
_FILES_CHANGED = frozenset({"credential", "refresh", "reload"})


class BoardFeed:
    """The board of one gateway; belongs to its loop. Works only while somebody watches.

    Args:
        broker: what the next request is decided on.
        spine: says when something happened.
        problems: what stands between the files and what is served.
        read_facts: reads files; called in a thread.
        traffic: what was served and failed.
        chosen: how often sessions' choices were read.
        now_ms, run_id: clock; the name of this run, for numbers of another run mean nothing.
    """

    def __init__(
        self,
        broker: Broker,
        spine: Spine,
        problems: Callable[[], Iterable[Reason]],
        read_facts: Callable[[], Facts],
        *,
        traffic: Traffic,
        chosen: Callable[[], int] = lambda: 0,
        now_ms: Callable[[], int],
        run_id: str,
    ) -> None:
        self._broker = broker
        self._spine = spine
        self._problems = problems
        self._read_facts = read_facts
        self._now_ms = now_ms
        self._run_id = run_id
        self._traffic = traffic
        self._chosen = chosen
        self._board = Board({}, None)
        self._facts: Facts | None = None
        self._facts_until_s = 0.0
        self._reading = asyncio.Lock()
        self._number = 0
        self._steps: deque[tuple[int, bytes]] = deque(maxlen=_STEPS_KEPT)
        self._watchers = 0
        self._watch: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()
        self._over = False

    async def whole(self) -> Json:
        """Return the board as it is now, with the number of its last step."""
        await self._look(anew=self._watch is None)
        return {
            "run": self._run_id,
            "number": self._number,
            "atMs": self._now_ms(),
            "parts": self._board.parts,
        }

    async def look_now(self) -> None:
        """Take over what an action has just changed."""
        await self._look(anew=True)

    async def steps(self, run_id: str, after: int) -> AsyncGenerator[bytes, None]:
        """Yield every step after a number, each as a line of JSON; `{"beat": …}` while nothing happens.

        The last one is `{"gap": true}` where steps are missing: ask for the whole board again.
        """
        self._enter()
        try:
            await self._look(anew=False)
            while not self._over:
                if not self._knows(run_id, after):
                    yield _line({"gap": True})
                    return
                for number, line in [step for step in self._steps if step[0] > after]:
                    if number != after + 1:
                        break  # fell out of memory while an earlier one was being sent
                    yield line
                    after = number
                if after == self._number and not await self._next() and not self._over:
                    yield _line({"beat": self._now_ms()})
        finally:
            self._leave()

    def _knows(self, run_id: str, after: int) -> bool:
        oldest = self._steps[0][0] if self._steps else self._number + 1
        return run_id == self._run_id and oldest - 1 <= after <= self._number

    async def _next(self) -> bool:
        try:
            async with asyncio.timeout(BEAT_S):
                await self._changed.wait()
        except TimeoutError:
            return False
        return True

    def _enter(self) -> None:
        self._watchers += 1
        if self._watch is None:
            self._watch = asyncio.create_task(self._follow())

    def _leave(self) -> None:
        self._watchers -= 1
        if not self._watchers and self._watch is not None:
            self._watch.cancel()
            self._watch = None

    async def _follow(self) -> None:
        events = self._spine.queue(_EVENTS_KEPT, _LOOKED_AT)
        deaf = self._spine.subscribe(self._end, ("stop",))
        loop = asyncio.get_running_loop()
        seen = self._moved()
        try:
            while True:
                started_s = loop.time()
                happened, lost = events.take()
                before, seen = seen, self._moved()
                due = self._board.until_ms is not None and self._board.until_ms <= self._now_ms()
                due = due or before != seen or loop.time() >= self._facts_until_s
                if happened or due:
                    anew = bool(lost) or any(e.kind in _FILES_CHANGED for e in happened)
                    await self._look(anew=anew)
                # Many profiles and many requests: at most a fifth of the time goes into looking.
                await asyncio.sleep(max(LOOK_S, 4 * (loop.time() - started_s)))
        finally:
            self._spine.unqueue(events)
            deaf()

    def _moved(self) -> tuple[int, int]:
        """Return what differs after something that no event tells of."""
        return self._traffic.counted, self._chosen()

    def _end(self, _: Event) -> None:
        """Let every page go: a gateway that stops waits for its connections."""
        self._over = True
        self._changed.set()

    async def _look(self, *, anew: bool) -> None:
        """Make the board again; `anew` reads the files as well."""
        loop = asyncio.get_running_loop()
        async with self._reading:
            if anew or self._facts is None or loop.time() >= self._facts_until_s:
                self._facts = await asyncio.to_thread(self._read_facts)
                self._facts_until_s = loop.time() + FACTS_S
            board = make_board(self._broker, self._facts, self._problems(), self._now_ms())
            board.parts.update(self._traffic.parts())
            step = changes(self._board.parts, board.parts)
            self._board = board
        if step is None:
            return
        self._number += 1
        line = _line({"number": self._number, "atMs": self._now_ms(), **step})
        self._steps.append((self._number, line))  # written once for all who watch
        self._changed.set()
        self._changed = asyncio.Event()


def _line(document: Json) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode() + b"\n"
