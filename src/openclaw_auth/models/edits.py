"""Which config edits a `models` command needs. Pure: config data in, edits out.

`{primary, fallbacks}` under `agents.defaults.model` (or `imageModel`), and a model that is
chosen is also listed in `agents.defaults.models`, the allowlist for chat.
"""

from __future__ import annotations

import re

from openclaw_auth.config.edit import Edit
from openclaw_auth.errors import UnknownName, UsageError, did_you_mean
from openclaw_auth.providers.model_ref import (
    BUILTIN_ALIASES,
    aliases_of,
    parse_ref,
    try_parse_ref,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Literal, TypeAlias

    from openclaw_auth.codes import Reason
    from openclaw_auth.providers.model_ref import ModelRef

    Slot: TypeAlias = Literal["model", "imageModel"]
    Data: TypeAlias = Mapping[str, Any]

_DEFAULTS = ("agents", "defaults")
_MODELS = (*_DEFAULTS, "models")
_ALIAS = re.compile(r"[A-Za-z0-9_.:-]+")


def set_primary(data: Data, slot: Slot, text: str) -> tuple[ModelRef, list[Edit]]:
    """Make a model the default of a slot, keeping its fallbacks.

    Raises:
        UsageError: `model_ref_empty`.
    """
    ref = _parse(data, text)
    edits = [] if _primary(data, slot) == ref.key else [_slot_edit(data, slot, "primary", ref.key)]
    return ref, edits + _listed(data, ref)


def add_fallback(data: Data, slot: Slot, text: str) -> tuple[ModelRef, list[Edit]]:
    """Add a model at the end of the fallbacks; one that is there already changes nothing.

    Raises:
        UsageError: `model_ref_empty`.
    """
    ref = _parse(data, text)
    present = fallbacks(data, slot)
    if ref.key in (_key(data, one) for one in present):
        return ref, []
    if present:
        edit = Edit("append", (*_DEFAULTS, slot, "fallbacks"), ref.key)
    else:
        edit = _slot_edit(data, slot, "fallbacks", [ref.key])
    return ref, [edit, *_listed(data, ref)]


def remove_fallback(data: Data, slot: Slot, text: str) -> tuple[ModelRef, list[Edit]]:
    """Take a model out of the fallbacks, however it is spelled there.

    Raises:
        UnknownName: `fallback_unknown` or `image_fallback_unknown`; params model, nearest.
    """
    ref = _parse(data, text)
    present = fallbacks(data, slot)
    kept = [one for one in present if _key(data, one) != ref.key]
    if len(kept) == len(present):
        hint = nearest(ref.key, present)
        code = "fallback_unknown" if slot == "model" else "image_fallback_unknown"
        raise UnknownName(code, model=ref.key, nearest=hint)
    return ref, [_slot_edit(data, slot, "fallbacks", kept)]


def clear_fallbacks(data: Data, slot: Slot) -> list[Edit]:
    """Leave an empty list of fallbacks."""
    return [_slot_edit(data, slot, "fallbacks", [])]


def fallbacks(data: Data, slot: Slot) -> list[str]:
    """Return the fallbacks of a slot as written."""
    value = _defaults(data).get(slot)
    listed = value.get("fallbacks") if isinstance(value, dict) else None
    return [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []


def add_alias(data: Data, alias: str, text: str) -> tuple[str, ModelRef, list[Edit]]:
    """Give a model a short name; it has one, so a former one of the same model goes.

    Returns:
        The alias as stored, the model, the edits.

    Raises:
        UsageError: `alias_empty`, `alias_characters`, `alias_taken`, `model_ref_empty`.
    """
    name = alias.strip()
    if not name:
        raise UsageError("alias_empty")
    if not _ALIAS.fullmatch(name):
        raise UsageError("alias_characters")
    ref = _parse(data, text)
    for taken, target in aliases_of(_models(data)).items():
        if taken.lower() == name.lower() and _key(data, target) != ref.key:
            raise UsageError("alias_taken", alias=taken, model=target)
    key = _listed_key(data, ref)
    if key is None:
        return name, ref, [Edit("set", (*_MODELS, ref.key), {"alias": name})]
    return name, ref, [Edit("set", (*_MODELS, key, "alias"), name)]


def remove_alias(data: Data, alias: str) -> tuple[str, list[Edit]]:
    """Take a short name away; the model stays listed.

    Returns:
        The alias as it was stored, and the edits.

    Raises:
        UsageError: `alias_empty`, `alias_builtin`.
        UnknownName: `alias_unknown`; params alias, nearest.
    """
    wanted = alias.strip().lower()
    if not wanted:
        raise UsageError("alias_empty")
    configured = aliases_of(_models(data))
    for name, key in configured.items():
        if name.lower() == wanted:
            return name, [Edit("unset", (*_MODELS, key, "alias"))]
    if wanted in BUILTIN_ALIASES:
        raise UsageError("alias_builtin", alias=wanted)
    raise UnknownName("alias_unknown", alias=alias.strip(), nearest=nearest(alias, configured))


def nearest(name: str, known: Iterable[str]) -> Reason | str:
    """Return the question whether one of some names was meant, empty when none is near."""
    import difflib

    close = difflib.get_close_matches(name.strip(), list(known), n=3, cutoff=0.6)
    return did_you_mean(close)


def _defaults(data: Data) -> Data:
    agents = data.get("agents")
    found = agents.get("defaults") if isinstance(agents, dict) else None
    return found if isinstance(found, dict) else {}


def _models(data: Data) -> dict[str, Any]:
    found = _defaults(data).get("models")
    return found if isinstance(found, dict) else {}


def _primary(data: Data, slot: Slot) -> object:
    """The primary as an object holds it; a plain string still has to become an object."""
    value = _defaults(data).get(slot)
    return value.get("primary") if isinstance(value, dict) else None


def _parse(data: Data, text: str) -> ModelRef:
    return parse_ref(text, aliases_of(_models(data)))


def _key(data: Data, text: str) -> str | None:
    """Return the canonical reference of what a file holds; None for what means nothing."""
    ref = try_parse_ref(text, aliases_of(_models(data)))
    return ref.key if ref else None


def _slot_edit(data: Data, slot: Slot, name: str, value: object) -> Edit:
    """Set one member; a slot that is still a plain string becomes an object (ruling 2)."""
    written = _defaults(data).get(slot)
    if isinstance(written, str):
        return Edit("set", (*_DEFAULTS, slot), {"primary": written, name: value})
    return Edit("set", (*_DEFAULTS, slot, name), value)


def _listed_key(data: Data, ref: ModelRef) -> str | None:
    """Return how the allowlist spells a model, None when it does not list it."""
    models = _models(data)
    if ref.key in models:
        return ref.key
    return next((key for key in models if "/" in key and _key(data, key) == ref.key), None)


def _listed(data: Data, ref: ModelRef) -> list[Edit]:
    if _listed_key(data, ref) is not None:
        return []
    return [Edit("set", (*_MODELS, ref.key), {})]
