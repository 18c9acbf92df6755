"""Leases that were decided for one request and hold for the next of its kind, for a while."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from openclaw_auth.lending.lease import Lease

    # Agent, provider, model, call, and whether the vendor's own client asks.
    Question: TypeAlias = tuple[str, str, str, str, bool]
    # A model as the client wrote it, agent, vendor of the client, call.
    Words: TypeAlias = tuple[str, str | None, str | None, str]
    # With the moments from and until which it holds: a clock may be put back.
    Kept: TypeAlias = tuple[Lease, int, int]

_REMEMBERED = 4096
_NAME_LENGTH = 256


class ReadyLeases:
    """The leases of one world until a decision may change.

    Attributes:
        by_words: what a client's own words lead to; read directly, for nearly every request.
    """

    __slots__ = ("_by_question", "by_words")

    def __init__(self) -> None:
        self._by_question: dict[Question, Kept] = {}
        self.by_words: dict[Words, Kept] = {}

    def __len__(self) -> int:
        return len(self._by_question)

    def find(self, question: Question, now_ms: int) -> Lease | None:
        """Return the lease that holds now, None without one."""
        kept = self._by_question.get(question)
        return kept[0] if kept is not None and kept[1] <= now_ms < kept[2] else None

    def keep(self, question: Question, lease: Lease, now_ms: int, until_ms: int) -> None:
        """Keep a lease from now until a moment (both epoch ms)."""
        if len(self._by_question) >= _REMEMBERED:
            self.forget()
        self._by_question[question] = (lease, now_ms, until_ms)

    def call(self, words: Words, question: Question, lease: Lease) -> None:
        """Let a client's words lead to a lease, if it is one that is kept."""
        kept = self._by_question.get(question)
        if kept is None or kept[0] is not lease or len(words[0]) > _NAME_LENGTH:
            return
        if len(self.by_words) >= _REMEMBERED:
            self.by_words.clear()
        self.by_words[words] = kept

    def forget(self) -> None:
        """Decide anew from here on."""
        self._by_question.clear()
        self.by_words.clear()
