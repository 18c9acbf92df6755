"""Who listens to which session: every reader gets everything, at its own pace or not at all.

A reader that does not read is let go, and asks for the history when it comes back. Nobody waits
for it, least of all the answer.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from typing import TYPE_CHECKING

from openclaw_auth.gateway.chat.said_json import piece_json
from openclaw_auth.gateway.chat.talked import Delta, Ended, Speaker, Taken

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable

    from openclaw_auth.events import Event, Spine
    from openclaw_auth.gateway.chat.talked import Heard, Sayable

MOST_LINES = 1000
MOST_BYTES = 4 << 20
PING_S = 15.0
_PING = b'{"kind":"ping"}\n'


class Reader:
    """One who listens to one session. The oldest line of all is always taken, however long.

    Args:
        begun: what was said before, however much it is.
    """

    def __init__(self, begun: Iterable[bytes] = ()) -> None:
        self._begun = deque(begun)
        self._lines: deque[bytes] = deque()
        self._bytes = 0
        self._more = asyncio.Event()
        self.over = False

    def put(self, line: bytes) -> None:
        """Take a line in, unless too much waits already: then it is the end."""
        if self.over:
            return
        self._bytes += len(line)
        too_much = self._bytes > MOST_BYTES or len(self._lines) >= MOST_LINES
        if too_much and self._lines:
            self._lines.clear()
            self.end()
            return
        self._lines.append(line)
        self._more.set()

    def end(self) -> None:
        """Let the reader go."""
        self.over = True
        self._more.set()

    async def lines(self, ping_s: float = PING_S) -> AsyncGenerator[bytes, None]:
        """Yield what is heard, and a ping where nothing is, until it is over."""
        while self._begun:
            yield self._begun.popleft()
        while True:
            while self._lines:
                line = self._lines.popleft()
                self._bytes -= len(line)
                yield line
            if self.over:
                return
            self._more.clear()
            try:
                async with asyncio.timeout(ping_s):
                    await self._more.wait()
            except TimeoutError:
                yield _PING


class Live:
    """All readers of one gateway.

    Args:
        spine: says when the gateway stops; it waits for nobody who only listens.
    """

    def __init__(self, spine: Spine) -> None:
        self._readers: dict[tuple[str, str], set[Reader]] = {}
        self._under_way: dict[Speaker, tuple[bytes, list[str]]] = {}
        self._over = False
        spine.subscribe(self._end, ("stop",))

    @property
    def count(self) -> int:
        """How many listen."""
        return sum(map(len, self._readers.values()))

    def enter(self, agent_id: str, key: str) -> Reader:
        """Return a new reader; it begins with what of the answers under way was said before."""
        begun = []
        for who, (taken, texts) in self._under_way.items():
            if (who.agent_id, who.key) == (agent_id, key):
                begun.append(taken)
                if texts:
                    begun.append(_line(Delta("".join(texts)), who))
        reader = Reader(begun)
        self._readers.setdefault((agent_id, key), set()).add(reader)
        if self._over:
            reader.end()
        return reader

    def leave(self, agent_id: str, key: str, reader: Reader) -> None:
        """Forget a reader."""
        readers = self._readers.get((agent_id, key), set())
        readers.discard(reader)
        if not readers:
            self._readers.pop((agent_id, key), None)

    def heard(self, who: Speaker, piece: Heard) -> None:
        """Pass on what `Talk` says."""
        if isinstance(piece, Ended):
            self._under_way.pop(who, None)
            return
        if isinstance(piece, Delta) and who in self._under_way:
            self._under_way[who][1].append(piece.text)
        readers = self._readers.get((who.agent_id, who.key), ())
        if not readers and not isinstance(piece, Taken):
            return
        line = _line(piece, who)  # written once for all who listen, now or later
        if isinstance(piece, Taken):
            self._under_way[who] = (line, [])
        for reader in readers:
            reader.put(line)

    def _end(self, _: Event) -> None:
        self._over = True
        for readers in self._readers.values():
            for reader in readers:
                reader.end()


def _line(piece: Sayable, who: Speaker) -> bytes:
    document = piece_json(piece, who.name, to_others=True)
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
