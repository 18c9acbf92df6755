"""What a command answers: lines, effects as data, and what of the message is still to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.codes import Reason
    from openclaw_auth.providers.model_ref import ModelRef


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a reply; `depth` indents it."""

    reason: Reason
    depth: int = 0


@dataclass(frozen=True, slots=True)
class SetFields:
    """Change the session's entry: these fields get values, those go."""

    put: Mapping[str, Any]
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewSession:
    """Begin anew: another session id, nothing remembered. See `reset.reset_entry`."""


@dataclass(frozen=True, slots=True)
class ClearPenalties:
    """The user asked for this profile: nothing is held against it any more."""

    profile_id: str


@dataclass(frozen=True, slots=True)
class StopRun:
    """Cancel the answer under way, and what waits behind it."""


Effect: TypeAlias = SetFields | NewSession | ClearPenalties | StopRun


@dataclass(frozen=True, slots=True)
class Choice:
    """A model, and the profile that was asked for with it."""

    ref: ModelRef
    profile_id: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What becomes of a message.

    Attributes:
        lines: what to tell the user; none where the model answers.
        effects: to apply, in order.
        message: what goes to the model; None when nothing does.
        hint: the model for this message only.
        failed: whether the lines say what went wrong.
    """

    lines: tuple[Line, ...] = ()
    effects: tuple[Effect, ...] = ()
    message: str | None = None
    hint: Choice | None = None
    failed: bool = False


class Refused(Exception):
    """A command that cannot be done: the lines say why, and what exists. `handle` makes a reply of it."""

    def __init__(self, lines: list[Line]) -> None:
        super().__init__()
        self.lines = lines
