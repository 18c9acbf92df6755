"""Notices changes of config, `.env` and stores, and has the next world built and taken over.

Polls the stamps of the files that the world was read from: a handful of `stat` calls that work on
every file system, with nothing to fall behind. A change is taken when two looks in a row saw the
same stamps, so that a file in the middle of being written is not read.
"""

from __future__ import annotations

import asyncio
import os
from typing import Generic, TypeVar

from openclaw_auth.errors import OpenclawAuthError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from openclaw_auth.codes import Reason

    Stamp = tuple[str, int, int, int]

POLL_S = 0.4
_T = TypeVar("_T")


def stamps(files: Iterable[str]) -> tuple[Stamp, ...]:
    """Return name, mtime, size and inode of each file; zeros for one that is not there."""
    return tuple(_stamp(path) for path in sorted(set(files)))


def _stamp(path: str) -> Stamp:
    try:
        found = os.stat(path)
    except OSError:
        return (path, 0, 0, 0)
    return (path, found.st_mtime_ns, found.st_size, found.st_ino)


class Reloader(Generic[_T]):
    """Watches the files of the current world.

    Args:
        files: which files the current world was read from, absent ones included; asked anew
            after every reload.
        build: reads the next world; raises what is wrong with it, and then the old one stays.
            Called in a thread: reading and parsing do not hold up requests.
        adopt: takes the next world over, on the loop.
        failed: told why the old world stays.
        poll_s: seconds between two looks.
    """

    def __init__(
        self,
        *,
        files: Callable[[], Iterable[str]],
        build: Callable[[], _T],
        adopt: Callable[[_T], None],
        failed: Callable[[Reason], None],
        poll_s: float = POLL_S,
    ) -> None:
        self._files = files
        self._build = build
        self._adopt = adopt
        self._failed = failed
        self._poll_s = poll_s
        self._taken = stamps(files())
        self._one_at_a_time = asyncio.Lock()

    async def look_now(self) -> None:
        """Take a change over at once: it is known to be whole. Returns when it is taken over."""
        async with self._one_at_a_time:
            current = stamps(self._files())
            if current != self._taken:
                self._taken = current
                await self._reload()

    async def run(self) -> None:
        """Watch for ever."""
        previous = self._taken
        while True:
            await asyncio.sleep(self._poll_s)
            current = stamps(self._files())
            if current == previous != self._taken:
                async with self._one_at_a_time:
                    self._taken = current
                    await self._reload()
                current = self._taken
            previous = current

    async def _reload(self) -> None:
        try:
            self._adopt(await asyncio.to_thread(self._build))
        except OpenclawAuthError as error:
            self._failed(error.reason)
            return
        # The new world may be read from other files; those that it shares are as they were taken.
        known = {stamp[0]: stamp for stamp in self._taken}
        self._taken = tuple(known.get(stamp[0], stamp) for stamp in stamps(self._files()))
