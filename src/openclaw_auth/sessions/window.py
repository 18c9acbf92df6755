"""Which turns fit into a model's context window. Pure.

Nobody can count another model's tokens exactly without its tokenizer; the estimate here is on
the careful side, and an eighth of the window is left for what it gets wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openclaw_auth.sessions.turn import Picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openclaw_auth.sessions.turn import Turn

MAX_ANSWER = 8192
_IMAGE_TOKENS = 1600  # Anthropic's documented most for one image; others count less
_PER_TURN = 8
_ASCII_PER_TOKEN = 4
_SPARE = 8


@dataclass(frozen=True, slots=True)
class Fitted:
    """What of a conversation is sent: the newest turns, how many older ones are not, and tokens."""

    turns: tuple[Turn, ...]
    left_out: int
    tokens: int


def answer_limit(context_window: int, max_tokens: int | None = None) -> int:
    """Return how many tokens an answer may have: at most a quarter of the window."""
    return max(1, min(MAX_ANSWER, max_tokens or MAX_ANSWER, context_window // 4))


def fit(turns: Sequence[Turn], context_window: int, *, answer: int, system: str = "") -> Fitted:
    """Return the newest turns that fit. The last one always stays, whatever its size.

    Args:
        turns: oldest first; the sides take turns.
        context_window: of the model, tokens.
        answer: tokens kept free for the answer.
        system: the system prompt, which is sent as well.
    """
    budget = context_window - context_window // _SPARE - answer - estimate(system)
    used, first = 0, len(turns)
    for index in range(len(turns) - 1, -1, -1):
        size = turn_tokens(turns[index])
        if first < len(turns) and used + size > budget:
            break
        used, first = used + size, index
    # A conversation begins with the user, or some providers refuse it.
    while first < len(turns) - 1 and turns[first].role == "assistant":
        used, first = used - turn_tokens(turns[first]), first + 1
    return Fitted(tuple(turns[first:]), first, used)


def turn_tokens(turn: Turn) -> int:
    """Return about how many tokens a turn has."""
    return _PER_TURN + sum(
        _IMAGE_TOKENS if isinstance(part, Picture) else estimate(part.text) for part in turn.parts
    )


def estimate(text: str) -> int:
    """Return about how many tokens a text has: four ASCII characters each, any other its own."""
    plain = len(text) if text.isascii() else sum(c.isascii() for c in text)
    return -(-plain // _ASCII_PER_TOKEN) + len(text) - plain
