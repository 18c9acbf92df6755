"""What a message asks for: a command alone, a hint for this message, or nothing. Pure.

A directive (`/model x`, `/<alias>`) counts as a command only when the message consists of it;
beside other words it is taken out of them and holds for that message alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

COMMANDS = (
    "model",
    "models",
    "new",
    "reset",
    "status",
    "auth",
    "usage",
    "stop",
    "help",
    "commands",
)
# These take no argument: further words make the message one for the model.
_ALONE = frozenset({"status", "auth", "help", "commands"})
_COMMAND = re.compile(r"/([a-z]+)(?=$|[\s:])", re.IGNORECASE)
_ALIAS = re.compile(r"/([^\s@/]+?)(?=:?(?:$|\s)|@)")
_DIRECTIVE = re.compile(r"(?:(?<=\s)|^)/model(?:\s*:\s*|\s+)(\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Command:
    """A command and the rest of its message, trimmed."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a message asks for.

    Attributes:
        command: to do; None for a message to the model.
        text: what goes to the model; empty with a command.
        hint: what was asked for in the message's own `/model`, e.g. `opus@anthropic:work`.
    """

    command: Command | None
    text: str = ""
    hint: str | None = None


def parse(message: str, aliases: Collection[str] = (), triggers: Collection[str] = ()) -> Parsed:
    """Return what a message asks for.

    Args:
        message: as typed.
        aliases: names of models; a command's own name is never one.
        triggers: further texts that reset, as `session.resetTriggers` has them.
    """
    text = message.strip()
    trigger = _trigger(text, triggers)
    if trigger is not None:
        return Parsed(Command("reset", trigger))
    return _command(text) or _alias(text, aliases) or _with_hint(text)


def split_profile(text: str) -> tuple[str, str | None]:
    """Return model and profile id: what stands before the first `@`, and all that follows it.

    So an id that is an e-mail address works (`opus@anthropic:ann@example.org`). None without `@`.
    """
    model, at, profile = text.partition("@")
    return model.strip(), profile.strip() if at else None


def _command(text: str) -> Parsed | None:
    head = _COMMAND.match(text)
    if head is None or head.group(1).lower() not in COMMANDS:
        return None
    name, argument = head.group(1).lower(), _after(text[head.end() :])
    if name == "model":
        return _model(argument)
    if name in _ALONE and argument:
        return None
    return Parsed(Command(name, argument))


def _alias(text: str, aliases: Collection[str]) -> Parsed | None:
    head = _ALIAS.match(text)
    if head is None or head.group(1).lower() in COMMANDS:
        return None
    known = next((a for a in aliases if a.lower() == head.group(1).lower()), None)
    if known is None:
        return None
    rest, pin = text[head.end() :], ""
    if rest.startswith("@"):
        pin, rest = rest.split(None, 1)[0], "".join(rest.split(None, 1)[1:])
    argument = _after(rest)
    asked = known + pin
    return Parsed(None, argument, asked) if argument else Parsed(Command("model", asked))


def _after(rest: str) -> str:
    return rest.strip().removeprefix(":").strip()


def _model(argument: str) -> Parsed:
    words = argument.split(None, 1)
    if len(words) < 2:  # noqa: PLR2004 # the model, and the words to it
        return Parsed(Command("model", argument))
    if words[0].lower() in ("list", "status"):
        return Parsed(Command("model", argument if words[0].lower() == "list" else words[0]))
    return Parsed(None, words[1], words[0])


def _with_hint(text: str) -> Parsed:
    found = _DIRECTIVE.search(text)
    if found is None:
        return Parsed(None, text)
    before, after = text[: found.start()].rstrip(" \t"), text[found.end() :].lstrip(" \t")
    gap = " " if before and after and not before.endswith("\n") and after[0] != "\n" else ""
    return Parsed(None, (before + gap + after).strip(), found.group(1))


def _trigger(text: str, triggers: Collection[str]) -> str | None:
    """Return what follows a reset trigger, None where the message begins with none."""
    for trigger in triggers:
        word = trigger.strip().lower()
        if word.lstrip("/") in ("new", "reset") or not word:
            continue
        if text.lower() == word or text.lower().startswith(f"{word} "):
            return text[len(word) :].strip()
    return None
