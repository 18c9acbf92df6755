"""Which profile each session last got its answer from, so that a provider's prompt cache stays warm.

A session keeps its profile until that one rests or is gone, the session is reset, or the order
that people gave changes. Bounded: the sessions that were quiet longest are forgotten first.
"""

from __future__ import annotations

from openclaw_auth.selection.snapshot import Pin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from typing import TypeAlias

    # Agent, session key, provider.
    PinName: TypeAlias = tuple[str, str, str]

REMEMBERED = 10_000
# A longer key is some client's payload, not a name.
_LONGEST_KEY = 512


class AutoPins:
    """The pins of one process.

    Args:
        stored: what the state database remembers, oldest first.
    """

    __slots__ = ("_pins", "_unwritten")

    def __init__(self, stored: Iterable[tuple[PinName, Pin]] = ()) -> None:
        self._pins: dict[PinName, Pin] = dict(stored)
        self._unwritten: dict[PinName, Pin | None] = {}

    def get(self, name: PinName) -> Pin | None:
        """Return a session's pin for a provider; the session is not quiet then."""
        pin = self._pins.pop(name, None)
        if pin is not None:
            self._pins[name] = pin
        return pin

    def keep(self, name: PinName, profile_id: str, order_mark: str) -> None:
        """Note whom a session got its answer from."""
        pins = self._pins
        pin = pins.pop(name, None)
        if pin is None or (pin.profile_id, pin.order_mark) != (profile_id, order_mark):
            if len(name[1]) > _LONGEST_KEY:
                return
            pin = Pin(profile_id, "auto", order_mark)
            self._unwritten[name] = pin
            if len(pins) >= REMEMBERED:
                oldest = next(iter(pins))
                del pins[oldest]
                self._unwritten[oldest] = None
        pins[name] = pin

    def clear(self, name: PinName, profile_id: str | None = None) -> None:
        """Forget a session's pin; with a profile, only if it is still that one."""
        pin = self._pins.get(name)
        if pin is not None and profile_id in (None, pin.profile_id):
            del self._pins[name]
            self._unwritten[name] = None

    def forget_sessions(self, agent_id: str, sessions: Container[str]) -> None:
        """Forget what sessions of an agent kept, because they were reset."""
        for name in [n for n in self._pins if n[0] == agent_id and n[1] in sessions]:
            self.clear(name)

    def take_unwritten(self) -> Mapping[PinName, Pin | None]:
        """Return and forget what the state database has not got yet; None is a pin that is gone."""
        taken, self._unwritten = self._unwritten, {}
        return taken

    def put_back(self, taken: Mapping[PinName, Pin | None]) -> None:
        """Take back what could not be written; what came since is newer."""
        self._unwritten = {**taken, **self._unwritten}
