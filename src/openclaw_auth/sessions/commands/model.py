"""`/model`: the present one, the picker, choosing one with or without a profile. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openclaw_auth.codes import Reason
from openclaw_auth.sessions.commands.browse import browse, picker
from openclaw_auth.sessions.commands.candidates import candidate_lines
from openclaw_auth.sessions.commands.choosing import choose
from openclaw_auth.sessions.commands.parse import split_profile
from openclaw_auth.sessions.commands.reply import ClearPenalties, Line, Reply, SetFields

if TYPE_CHECKING:
    from openclaw_auth.providers.model_ref import ModelRef
    from openclaw_auth.sessions.commands.desk import Desk
    from openclaw_auth.sessions.commands.reply import Choice, Effect

MODEL_FIELDS = ("providerOverride", "modelOverride")
PIN_FIELDS = (
    "authProfileOverride",
    "authProfileOverrideSource",
    "authProfileOverrideCompactionCount",
)


def model(argument: str, desk: Desk) -> Reply:
    """Answer `/model …`.

    Raises:
        Refused: what was asked for does not exist or may not be used.
    """
    word = argument.split(None, 1)[0].lower() if argument else ""
    if not argument:
        return Reply((_current(desk), *picker(desk), *_how_to()))
    if word == "list":
        rest = argument.split(None, 1)[1:]
        return browse(rest[0], desk) if rest else Reply((_current(desk), *picker(desk)))
    if word == "status" and split_profile(argument)[1] is None:
        return Reply(tuple(_status(desk)))
    return chosen(choose(argument, desk), desk)


def chosen(choice: Choice, desk: Desk) -> Reply:
    """Return the reply that makes a choice the session's, and says so."""
    ref = choice.ref
    is_default = ref == desk.default
    put: dict[str, object] = {"updatedAt": desk.now_ms}
    remove = [*PIN_FIELDS]
    if is_default:
        remove += MODEL_FIELDS
    else:
        put |= {"providerOverride": ref.provider, "modelOverride": ref.model}
    shown = {"model": named(ref, desk)}
    lines = [Line(Reason("chat_model_default" if is_default else "chat_model_set", shown))]
    effects: list[Effect] = []
    if choice.profile_id is not None:
        put |= {"authProfileOverride": choice.profile_id, "authProfileOverrideSource": "user"}
        remove = [field for field in remove if field not in put]
        lines.append(Line(Reason("chat_pin_set", {"profile": choice.profile_id})))
        effects.append(ClearPenalties(choice.profile_id))
    elif not desk.has_credential(ref.provider):
        lines.append(Line(Reason("chat_model_without_credential", {"provider": ref.provider})))
    return Reply(tuple(lines), (SetFields(put, tuple(remove)), *effects))


def named(ref: ModelRef, desk: Desk) -> str:
    """Return a model for people: `alias (provider/model)`, or the reference alone."""
    alias = desk.alias_of(ref)
    return f"{alias} ({ref.key})" if alias else ref.key


def _current(desk: Desk) -> Line:
    return Line(Reason("chat_current", {"model": desk.selected.key}))


def _how_to() -> list[Line]:
    return [Line(Reason(code)) for code in ("chat_how_switch", "chat_how_browse", "chat_how_more")]


def _status(desk: Desk) -> list[Line]:
    lines = [
        _current(desk),
        Line(Reason("chat_default", {"model": desk.default.key})),
        Line(Reason("chat_agent", {"agent": desk.agent_id})),
        Line(Reason("chat_auth_file", {"path": desk.store_path})),
    ]
    listed = desk.picker()
    for provider in dict.fromkeys(ref.provider for ref in [desk.selected, *listed]):
        known = desk.snapshot.providers.get(provider)
        endpoint = next(iter(known.endpoints.values()), "-") if known is not None else "-"
        api = known.api if known is not None else "-"
        head = {"provider": provider, "endpoint": endpoint, "api": api}
        lines.append(Line(Reason("chat_provider", head)))
        own = [ref for ref in listed if ref.provider == provider]
        lines += [Line(Reason("chat_model_row", {"model": named(r, desk)}), 1) for r in own]
        asked = desk.selected if desk.selected.provider == provider else (own or [desk.selected])[0]
        lines += candidate_lines(desk.decide(asked), 1)
    return lines
