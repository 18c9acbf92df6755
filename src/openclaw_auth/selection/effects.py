"""What a decision wants done, as data: whoever holds the state does it by compare-and-set."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from openclaw_auth.selection.decision import Candidate, Decision


class SetPin:
    """Let the session keep this profile, as an `auto` pin.

    Attributes:
        order_mark: goes into `Pin.order_mark`; another order ends the pin.
    """

    __slots__ = ("order_mark", "profile_id")

    def __init__(self, profile_id: str, order_mark: str) -> None:
        self.profile_id = profile_id
        self.order_mark = order_mark


class ClearPin:
    """Forget the session's pin: its profile is gone, or is another provider's."""

    __slots__ = ("profile_id",)

    def __init__(self, profile_id: str) -> None:
        self.profile_id = profile_id


class ClaimProbe:
    """Try a resting candidate with this request alone; whoever comes second selects again.

    Attributes:
        key: of the candidate; it goes into `Snapshot.probing` until the outcome is known.
    """

    __slots__ = ("key",)

    def __init__(self, key: str) -> None:
        self.key = key


if TYPE_CHECKING:
    Effect: TypeAlias = SetPin | ClearPin | ClaimProbe


def effects_of(
    decision: Decision, taken: Candidate | None, order_mark: str | None
) -> tuple[Effect, ...]:
    """Return what taking a candidate of a decision asks for.

    Args:
        decision: it knows which pins have ended.
        taken: the candidate; None where nothing is usable.
        order_mark: of the order, where the session keeps what it gets; else None.
    """
    effects: list[Effect] = []
    if decision.clear_pin is not None:
        effects.append(ClearPin(decision.clear_pin))
    if taken is not None and taken.probe:
        # Whether it serves is what the probe finds out: nothing to keep yet.
        effects.append(ClaimProbe(taken.key))
    elif taken is not None and taken.profile_id is not None and order_mark is not None:
        effects.append(SetPin(taken.profile_id, order_mark))
    elif decision.lapsed_pin is not None and taken is not None:
        effects.append(ClearPin(decision.lapsed_pin))
    return tuple(effects)
