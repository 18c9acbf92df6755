"""Which model and profile a person means by `<alias-or-id>[@<profileId>]`. Pure.

The pin is taken off before anything looks at the model, so that no allow-list ever sees it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openclaw_auth.codes import Reason
from openclaw_auth.errors import UsageError
from openclaw_auth.providers.ids import normalise_provider
from openclaw_auth.providers.model_ref import (
    ModelRef,
    find_alias,
    resolve_model,
    try_parse_ref,
)
from openclaw_auth.sessions.commands.parse import split_profile
from openclaw_auth.sessions.commands.reply import Choice, Line, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openclaw_auth.sessions.commands.desk import Desk

_NAMED = 8
_LEAST_FUZZY = 3


def choose(text: str, desk: Desk) -> Choice:
    """Return the model and the profile that are meant.

    Args:
        text: alias, `provider/model`, model id or number of the picker; `@` and a profile id.
        desk: the session.

    Raises:
        Refused: nothing of that name exists, or it may not be used; the lines name what does.
    """
    model, profile_id = split_profile(text)
    if not model or (profile_id is not None and model.lower() in ("status", "list")):
        raise refused("chat_pin_needs_model", profile=profile_id or "", example=_example(desk))
    ref = model_meant(model, desk)
    if profile_id is not None:
        check_profile(profile_id, ref, desk)
    return Choice(ref, profile_id)


def model_meant(name: str, desk: Desk) -> ModelRef:
    """Return the model that a name or a number means.

    Raises:
        Refused: as `choose`.
    """
    if name.isascii() and name.isdecimal():
        return _numbered(int(name[:9]), desk)
    ref = exact(name, desk)
    allowed = desk.allowed
    if ref is not None and (not allowed or ref in allowed):
        return ref
    similar = _similar(name, allowed or _known(desk))
    if ref is None or allowed:
        if len(similar) == 1:
            return similar[0]
        nearest = _names(similar or desk.picker())
        if ref is not None:
            raise refused("chat_model_not_allowed", model=ref.key, names=nearest)
        raise refused("chat_model_unknown", model=name, names=nearest)
    return ref


def exact(name: str, desk: Desk) -> ModelRef | None:
    """Return the model of exactly this name: alias, reference of a known provider, or known id.

    A model that nobody has listed is believed where its provider is named: it may be new.
    """
    alias = find_alias(name, desk.view.aliases())
    if alias is not None:
        return try_parse_ref(alias)
    known = desk.snapshot.providers.ids()
    if "/" in name and normalise_provider(name.partition("/")[0]) in known:
        return try_parse_ref(name)
    try:
        resolved = resolve_model(
            name,
            aliases=desk.view.aliases(),
            with_credential=desk.stocked_providers(),
            known=known,
            models=desk.models,
            default_provider=desk.default.provider,
        ).ref
    except UsageError:  # nothing before or after the slash
        return None
    if resolved is None:
        return None
    listed = desk.models.find(resolved.provider, resolved.model) is not None
    return resolved if listed or resolved in desk.allowed else None


def check_profile(profile_id: str, ref: ModelRef, desk: Desk) -> None:
    """Pass if a profile is there and serves this model's provider.

    Raises:
        Refused: it does not; the lines name those that do.
    """
    profiles = desk.snapshot.data.profiles
    fitting = [p.id for p in profiles.values() if p.provider == ref.provider]
    said = Reason(
        "chat_profiles_are", {"provider": ref.provider, "names": ", ".join(fitting[:_NAMED])}
    )
    if not fitting:
        said = Reason("chat_profiles_none", {"provider": ref.provider})
    found = profiles.get(profile_id)
    if found is None:
        raise refused("chat_profile_unknown", profile=profile_id, known=said)
    if found.provider != ref.provider:
        raise refused(
            "chat_profile_elsewhere",
            profile=profile_id,
            provider=found.provider,
            wanted=ref.provider,
            known=said,
        )


def refused(code: str, **params: object) -> Refused:
    """Return what says that a command cannot be done."""
    return Refused([Line(Reason(code, params))])


def _numbered(number: int, desk: Desk) -> ModelRef:
    listed = desk.picker()
    if not 1 <= number <= len(listed):
        raise refused("chat_number_unknown", number=number, count=len(listed))
    return listed[number - 1]


def _similar(name: str, refs: Iterable[ModelRef]) -> list[ModelRef]:
    wanted = name.lower()
    if len(wanted) < _LEAST_FUZZY:
        return []
    return [ref for ref in refs if wanted in ref.key.lower()]


def _known(desk: Desk) -> list[ModelRef]:
    stocked = desk.stocked_providers()
    return [
        *desk.picker(),
        *(
            ref
            for provider in stocked
            for model in desk.models.models_of(provider)
            if (ref := ModelRef(provider, model.id)) not in desk.picker()
        ),
    ]


def _names(refs: Iterable[ModelRef]) -> str:
    return ", ".join(ref.key for ref in list(refs)[:_NAMED])


def _example(desk: Desk) -> str:
    return desk.alias_of(desk.selected) or desk.selected.key
