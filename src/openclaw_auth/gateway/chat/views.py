"""What a chat shows beside the talk: the agent's sessions, and what can be chosen. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openclaw_auth.codes import Reason
from openclaw_auth.gateway.chat.said_json import told_json
from openclaw_auth.gateway.chat.sending import takes_images
from openclaw_auth.providers.model_ref import ModelRef
from openclaw_auth.sessions.commands.desk import override_of
from openclaw_auth.sessions.keys import agent_of
from openclaw_auth.sessions.pins import choice_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.sessions.commands.desk import Desk

    Json = dict[str, Any]

MOST_SESSIONS = 500
MOST_MODELS = 200
_COMMANDS = (
    ("model", "[number, alias or id][@profile]", "chat_help_model"),
    ("models", "[provider] [page]", "chat_help_models"),
    ("new", "[model] [message]", "chat_help_new"),
    ("reset", "[message]", "chat_help_reset"),
    ("status", "", "chat_help_status"),
    ("auth", "", "chat_help_auth"),
    ("usage", "off|tokens|full", "chat_help_usage"),
    ("stop", "", "chat_help_stop"),
    ("help", "", "chat_help_help"),
    ("commands", "", "chat_help_help"),
)


def sessions_json(entries: Mapping[str, Mapping[str, Any]], agent_id: str) -> list[Json]:
    """Return an agent's sessions, newest first."""
    prefix = f"agent:{agent_id}:"
    found = [
        {
            "key": key,
            "name": key.removeprefix(prefix),
            "updatedAt": _moment(entry),
            "model": _model(entry),
            "profile": _pinned(entry),
        }
        for key, entry in entries.items()
        if agent_of(key) in (None, agent_id)
    ]
    found.sort(key=lambda row: (row["updatedAt"] or 0, row["key"]), reverse=True)
    return found[:MOST_SESSIONS]


def choices_json(desk: Desk) -> Json:
    """Return the model in force, the pin, every model that can be had, and the commands."""
    pin, allowed = desk.pin, desk.allowed
    listed = list(dict.fromkeys([*desk.picker(), *([] if allowed else _known(desk))]))
    if desk.selected not in listed:
        listed.insert(0, desk.selected)
    return {
        "key": desk.key,
        "selected": desk.selected.key,
        "default": desk.default.key,
        "pin": {"profile": pin.profile_id, "source": pin.origin} if pin is not None else None,
        "models": [
            _choice(ref, desk, allowed=not allowed or ref in allowed)
            for ref in listed[:MOST_MODELS]
        ],
        "aliases": desk.aliases,
        "commands": [
            {"name": name, "args": args, "help": told_json(Reason(code))}
            for name, args, code in _COMMANDS
        ],
    }


def _known(desk: Desk) -> list[ModelRef]:
    stocked = desk.stocked_providers()
    return [ModelRef(p, m.id) for p in stocked for m in desk.models.models_of(p)]


def _choice(ref: ModelRef, desk: Desk, *, allowed: bool) -> Json:
    known = desk.models.find(ref.provider, ref.model)
    return {
        "ref": ref.key,
        "alias": desk.alias_of(ref),
        "images": known is None or takes_images(known),
        "allowed": allowed,
        "profiles": [
            {
                "id": c.profile_id or c.source,
                "pinnable": c.profile_id is not None,
                "eligible": c.eligible,
                "why": told_json(c.reason),
            }
            for c in desk.decide(ref).candidates
        ],
    }


def _model(entry: Mapping[str, Any]) -> str | None:
    chosen = override_of(entry)
    if chosen is not None:
        return chosen.key
    provider, model = entry.get("modelProvider"), entry.get("model")
    if isinstance(provider, str) and isinstance(model, str) and model:
        return model if model.startswith(f"{provider}/") else f"{provider}/{model}"
    return None


def _moment(entry: Mapping[str, Any]) -> int | None:
    value = entry.get("updatedAt")
    return value if isinstance(value, int) else None


def _pinned(entry: Mapping[str, Any]) -> str | None:
    pin = choice_of(entry).pin
    return pin.profile_id if pin is not None else None
