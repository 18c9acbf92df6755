"""What comes of a message, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from openclaw_auth.codes import Reason
    from openclaw_auth.errors import OpenclawAuthError
    from openclaw_auth.sessions.commands.reply import Line
    from openclaw_auth.sessions.turn import Picture, Tokens


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose session a message is said in, and the name of the message there."""

    agent_id: str
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Queued:
    """Another message of the session is being answered; this one waits its turn."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The message's turn has come.

    Attributes:
        text: as it was typed.
        pictures: that came with it.
        at_ms: when, epoch ms.
    """

    text: str
    pictures: tuple[Picture, ...]
    at_ms: int


@dataclass(frozen=True, slots=True)
class Told:
    """A command's reply; `failed` where it says what went wrong."""

    lines: tuple[Line, ...]
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of a model's answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A whole answer, and what answered.

    Attributes:
        text: all of it.
        session_id, key: of the session.
        asked, answered: models as references; they differ after a fallback.
        profile: the profile's id, or the place of another credential.
        billing: its billing class, None where nothing is stored.
        tokens: that it used.
        dollars: about what it cost; None without a price in the config, or without an API key.
        left_out: how many of the oldest turns were not sent.
        passed_over: who was asked before and why it did not answer.
        stop_reason: `stop` or `length`.
        duration_ms: from the message to the end of the answer.
        footer: lines to show below it.
    """

    text: str
    session_id: str
    key: str
    asked: str
    answered: str
    profile: str
    billing: str | None
    tokens: Tokens
    dollars: float | None
    left_out: int
    passed_over: tuple[tuple[str, Reason], ...]
    stop_reason: str
    duration_ms: int
    footer: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Stopped:
    """The answer was stopped. Only others hear of it so: whoever asked is cancelled."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Nobody answered. Only others hear of it so: whoever asked gets the error raised."""

    error: OpenclawAuthError


@dataclass(frozen=True, slots=True)
class Ended:
    """Nothing more comes of the message, however it went."""


Talked: TypeAlias = Queued | Taken | Told | Delta | Answered
Sayable: TypeAlias = Talked | Stopped | Failed
Heard: TypeAlias = Sayable | Ended
