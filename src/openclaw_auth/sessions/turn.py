"""What is said in a chat, in the one form that every dialect is made from. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Role: TypeAlias = Literal["user", "assistant"]


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text."""

    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An image: base64 of its bytes, and its media type, e.g. `image/png`."""

    data: str
    mime_type: str

    @property
    def url(self) -> str:
        """The same as a `data:` URL (RFC 2397)."""
        return f"data:{self.mime_type};base64,{self.data}"


Part: TypeAlias = Words | Picture


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side said: text and images in their order."""

    role: Role
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """Its text alone, pieces on lines of their own."""
        return "\n".join(p.text for p in self.parts if isinstance(p, Words))

    @property
    def has_images(self) -> bool:
        """Whether there is an image in it."""
        return any(isinstance(p, Picture) for p in self.parts)


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a model is asked: the system prompt (None without) and the turns, oldest first."""

    system: str | None
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Tokens:
    """What an answer used. `input` is without what came from or went to the prompt cache."""

    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0

    @property
    def prompt(self) -> int:
        """The size of the prompt: what counts against the context window."""
        return self.input + self.cache_read + self.cache_write

    @property
    def total(self) -> int:
        """Everything."""
        return self.prompt + self.output


def said_by_user(text: str, pictures: Iterable[Picture] = ()) -> Turn:
    """Return a user's turn."""
    words = (Words(text),) if text else ()
    return Turn("user", (*words, *pictures))


def alternating(turns: Iterable[Turn]) -> list[Turn]:
    """Return the turns so that the sides take turns and the user begins.

    Empty pieces and turns without any are left out, what one side said in a row becomes one turn,
    and what an assistant said before anyone asked goes: some providers refuse all three.
    """
    found: list[Turn] = []
    for turn in turns:
        kept = tuple(p for p in turn.parts if not isinstance(p, Words) or p.text.strip())
        if not kept or (not found and turn.role == "assistant"):
            continue
        if found and found[-1].role == turn.role:
            found[-1] = Turn(turn.role, (*found[-1].parts, *kept))
        else:
            found.append(Turn(turn.role, kept))
    return found
