"""What is written of each session: in the order in which it was asked for, whoever is cancelled.

A stop, a client that hangs up and a gateway that ends may come one upon the other; what was said
is written all the same.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from openclaw_auth.gateway.chat.talked import Speaker

_T = TypeVar("_T")


class Writes:
    """The writes under way in one loop, each in a thread."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], asyncio.Task[Any]] = {}

    async def do(self, who: Speaker, write: Callable[[], _T]) -> _T:
        """Write after what is being written of this session; returns what `write` returns.

        Whoever is cancelled while waiting leaves a write that goes on. Raises what `write` raises.
        """
        name = (who.agent_id, who.key)
        task = asyncio.create_task(_after(self._last.get(name), write))
        self._last[name] = task

        def forget(done: asyncio.Task[_T]) -> None:
            if self._last.get(name) is done:
                del self._last[name]

        task.add_done_callback(forget)
        return await asyncio.shield(task)

    async def drained(self) -> None:
        """Wait until nothing is being written."""
        while self._last:
            await asyncio.wait(list(self._last.values()))


async def _after(before: asyncio.Task[Any] | None, write: Callable[[], _T]) -> _T:
    if before is not None:
        await asyncio.wait({before})
    return await asyncio.to_thread(write)
