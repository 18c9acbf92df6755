"""A conversation as much of it as each model can take, in its dialect."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from openclaw_auth.sessions.dialects import encode
from openclaw_auth.sessions.turn import Conversation, Picture, Turn, Words, alternating
from openclaw_auth.sessions.window import answer_limit, fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openclaw_auth.lending.lease import Lease
    from openclaw_auth.providers.models import Model
    from openclaw_auth.sessions.commands.desk import Desk

_UNSEEN = "[picture]"


class Sending:
    """The conversation as it goes to each model that is asked.

    Args:
        turns: all of them, the newest last.
        desk: for what is known of models.
        system: the system prompt.

    Attributes:
        left_out: how many of the oldest turns were not sent to the model asked last.
    """

    def __init__(self, turns: Sequence[Turn], desk: Desk, system: str | None) -> None:
        self._turns = alternating(turns)
        self._system = system
        self._desk = desk
        self.left_out = 0

    def body_for(self, lease: Lease) -> bytes:
        """Return the request's body in the lease's dialect, as much as its model can take."""
        models = self._desk.models
        window = models.context_window(lease.provider, lease.model)[0]
        known = models.find(lease.provider, lease.model)
        answer = answer_limit(window, known.max_tokens if known is not None else None)
        turns = self._turns
        if known is not None and not takes_images(known):
            turns = [*map(_in_words, turns[:-1]), turns[-1]]
        fitted = fit(turns, window, answer=answer, system=self._system or "")
        self.left_out = fitted.left_out
        body = encode(
            lease.grant.call,
            Conversation(self._system, fitted.turns),
            lease.model,
            max_tokens=answer,
            provider=lease.provider,
        )
        return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def takes_images(model: Model) -> bool:
    """Return whether a model sees pictures, as far as anybody has said: unknown counts as yes."""
    return model.input is None or "image" in model.input


def _in_words(turn: Turn) -> Turn:
    """Return an earlier turn for a model that sees no pictures: it would refuse all of it."""
    parts = (Words(_UNSEEN) if isinstance(p, Picture) else p for p in turn.parts)
    return Turn(turn.role, tuple(parts))
