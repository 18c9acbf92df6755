"""Behaviours as text, for the command line: `sk-bad=openai-429-quota`, `close-mid-stream:3`, `hang-before-head,ok`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openclaw_auth.testing.failures import FAILURES, named_failure
from openclaw_auth.testing.script import Script
from openclaw_auth.testing.steps import (
    Answer,
    CloseAfterAnswer,
    CloseBeforeHead,
    CloseMidStream,
    EmptyAnswer,
    HangBeforeHead,
    HangMidStream,
    RawBytes,
    Step,
)

if TYPE_CHECKING:
    from collections.abc import Callable

STEPS: dict[str, Callable[[str], Step]] = {
    "ok": lambda _: Answer(),
    "slow": lambda seconds: Answer(chunk_delay_s=float(seconds or 0.1)),
    "say": lambda text: Answer(text=text),
    "empty": lambda _: EmptyAnswer(),
    "garbage": lambda _: RawBytes(),
    "close-before-head": lambda _: CloseBeforeHead(),
    "reset-before-head": lambda _: CloseBeforeHead("reset"),
    "close-mid-stream": lambda chunks: CloseMidStream(int(chunks or 1)),
    "reset-mid-stream": lambda chunks: CloseMidStream(int(chunks or 1), "reset"),
    "close-after-answer": lambda _: CloseAfterAnswer(),
    "hang-before-head": lambda _: HangBeforeHead(),
    "hang-mid-stream": lambda chunks: HangMidStream(int(chunks or 1)),
}
"""Step names; what follows a colon is the argument (a count of chunks, seconds, a text)."""


def parse_behaviour(text: str) -> tuple[str | None, Step | Script]:
    """Parse `[KEY=]STEP[,STEP…]`; one step is played every time, several once each.

    Returns the key (`None` without one) and the behaviour. Raises `ValueError` naming what is known.
    """
    key, equals, rest = text.rpartition("=")
    steps = [_step(part) for part in rest.split(",")]
    return (key if equals else None), (steps[0] if len(steps) == 1 else Script(*steps))


def _step(text: str) -> Step:
    name, _, argument = text.strip().partition(":")
    if name in FAILURES:
        return named_failure(name)
    if name not in STEPS:
        message = f"unknown step {name!r}; known: {', '.join([*STEPS, *sorted(FAILURES)])}"
        raise ValueError(message)
    return STEPS[name](argument)
