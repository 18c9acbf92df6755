"""What may follow what was typed: commands, models, profile ids. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openclaw_auth.sessions.commands.choosing import exact
from openclaw_auth.sessions.commands.parse import COMMANDS
from openclaw_auth.sessions.commands.usage import MODES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openclaw_auth.sessions.commands.desk import Desk


def completions(line: str, desk: Desk) -> list[str]:
    """Return what the last word of a line may become; nothing where words are free.

    Args:
        line: up to the cursor.
        desk: the session.
    """
    if not line.startswith("/"):
        return []
    command, space, rest = line.partition(" ")
    if not space:
        names = [f"/{name}" for name in (*COMMANDS, *desk.aliases)]
        return _beginning(command, dict.fromkeys(names))
    name, word = command[1:].lower(), rest.rpartition(" ")[2]
    if name in ("model", "new") and " " not in rest:
        return _models(word, desk) if "@" not in word else _profiles(word, desk)
    if name == "models" and " " not in rest:
        return _beginning(word, desk.stocked_providers())
    return _beginning(word, MODES) if name == "usage" else []


def _models(word: str, desk: Desk) -> list[str]:
    names = ["list", "status", *desk.aliases, *(ref.key for ref in desk.picker())]
    return _beginning(word, dict.fromkeys(names))


def _profiles(word: str, desk: Desk) -> list[str]:
    model = word.partition("@")[0]
    ref = exact(model, desk)
    profiles = desk.snapshot.data.profiles.values()
    fitting = [p.id for p in profiles if ref is None or p.provider == ref.provider]
    return _beginning(word, [f"{model}@{profile_id}" for profile_id in fitting])


def _beginning(word: str, names: Iterable[str]) -> list[str]:
    return [name for name in names if name.lower().startswith(word.lower())]
