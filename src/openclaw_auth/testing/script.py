"""Steps in a row: what the emulator does with one request after the other."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from openclaw_auth.testing.steps import Answer

if TYPE_CHECKING:
    from openclaw_auth.testing.steps import Step


class Script:
    """Steps played once each in their order, one a request; afterwards `then` for ever."""

    def __init__(self, *steps: Step, then: Step | None = None) -> None:
        """Take the steps; `then` is a true answer unless given."""
        self._steps = deque(steps)
        self._then = then or Answer()

    def add(self, *steps: Step) -> None:
        """Append steps to those still to play."""
        self._steps.extend(steps)

    def take(self) -> Step:
        """Return the step for the next request."""
        # One atomic operation: tests add from their own thread while the emulator's thread takes.
        try:
            return self._steps.popleft()
        except IndexError:
            return self._then

    @property
    def pending(self) -> int:
        """How many steps are still to play."""
        return len(self._steps)
