"""A message to what becomes of it: the commands' one door. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openclaw_auth.codes import Reason
from openclaw_auth.providers.catalogue import default_model
from openclaw_auth.providers.ids import normalise_provider
from openclaw_auth.providers.model_ref import ModelRef, try_parse_ref
from openclaw_auth.sessions.commands.browse import browse
from openclaw_auth.sessions.commands.choosing import check_profile, choose, exact
from openclaw_auth.sessions.commands.model import chosen, model
from openclaw_auth.sessions.commands.parse import parse, split_profile
from openclaw_auth.sessions.commands.reply import (
    Choice,
    Line,
    NewSession,
    Refused,
    Reply,
    StopRun,
)
from openclaw_auth.sessions.commands.status import auth, status
from openclaw_auth.sessions.commands.usage import usage

if TYPE_CHECKING:
    from openclaw_auth.sessions.commands.desk import Desk
    from openclaw_auth.sessions.commands.parse import Command

_HELP = (
    "chat_help_model", "chat_help_models", "chat_help_new", "chat_help_reset", "chat_help_status",
    "chat_help_auth", "chat_help_usage", "chat_help_stop", "chat_help_help",
)  # fmt: skip


def handle(message: str, desk: Desk) -> Reply:
    """Return what becomes of a message; never raises for what a user wrote.

    Args:
        message: as typed.
        desk: the session, models and credentials.
    """
    aliases = desk.aliases
    triggers = desk.view.section("session").get("resetTriggers")
    texts = [t for t in triggers if isinstance(t, str)] if isinstance(triggers, list) else []
    parsed = parse(message, aliases, texts)
    try:
        if parsed.command is not None:
            return _run(parsed.command, desk)
        hint = choose(parsed.hint, desk) if parsed.hint is not None else None
    except Refused as refusal:
        return Reply(tuple(refusal.lines), failed=True)
    return Reply(message=parsed.text, hint=hint)


def _run(command: Command, desk: Desk) -> Reply:
    name, argument = command.name, command.argument
    if name in ("new", "reset"):
        return _begin(argument, desk, with_model=name == "new")
    if name == "model":
        return model(argument, desk)
    if name == "models":
        return browse(argument, desk)
    if name == "usage":
        return usage(argument, desk)
    if name == "stop":
        line = Line(Reason("chat_stopping" if desk.running else "chat_nothing_runs"))
        return Reply((line,), (StopRun(),) if desk.running else ())
    if name == "status":
        return status(desk)
    return auth(desk) if name == "auth" else _help(desk)


def _begin(argument: str, desk: Desk, *, with_model: bool) -> Reply:
    """Begin anew; of `/new <model> text` the first word may name a model, the rest is the message."""
    word, rest = [*argument.split(None, 1), "", ""][:2]
    choice = _named(word, desk) if with_model and word else None
    lines = [Line(Reason("chat_new_session"))]
    if choice is None:
        return Reply(tuple(lines), (NewSession(),), argument or None)
    done = chosen(choice, desk)
    return Reply((*lines, *done.lines), (NewSession(), *done.effects), rest.strip() or None)


def _named(word: str, desk: Desk) -> Choice | None:
    """Return the model that a word names: alias, reference or provider; None for any other word.

    Raises:
        Refused: it names a model that may not be used, or a profile that is not there.
    """
    name, profile_id = split_profile(word)
    ref = exact(name, desk) if name and not name.isdecimal() else None
    if ref is None:
        ref = _of_provider(name, desk)
    if ref is None:
        return None
    allowed = desk.allowed
    if allowed and ref not in allowed:
        return choose(word, desk)
    if profile_id is not None:
        check_profile(profile_id, ref, desk)
    return Choice(ref, profile_id)


def _of_provider(name: str, desk: Desk) -> ModelRef | None:
    provider = normalise_provider(name)
    if provider not in desk.snapshot.providers.ids() or not desk.has_credential(provider):
        return None
    listed = [ref for ref in desk.picker() if ref.provider == provider]
    usual = default_model(provider)
    return listed[0] if listed else (try_parse_ref(usual) if usual else None)


def _help(desk: Desk) -> Reply:
    names = ", ".join(f"/{name}" for name in desk.aliases)
    return Reply(
        (
            Line(Reason("chat_help_head")),
            *(Line(Reason(code), 1) for code in _HELP),
            Line(Reason("chat_help_aliases", {"names": names}), 1),
            Line(Reason("chat_help_hint")),
        )
    )
