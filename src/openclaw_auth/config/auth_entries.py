"""What the config says about stored credentials, and the edits that keep it true. Pure.

`auth.profiles.<id>` names a credential and `auth.order.<provider>` its place (behaviour of
OpenClaw 2026.2, "Config side").
"""

from __future__ import annotations

from openclaw_auth.config.edit import Edit
from openclaw_auth.providers.ids import normalise_provider

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TypeAlias

    from openclaw_auth.credentials import Profile

    Raw: TypeAlias = Mapping[str, Any]
    Json: TypeAlias = dict[str, Any]


def naming(raw: Raw, profile: Profile) -> list[Edit]:
    """Return the edits after a credential was stored for everybody.

    It is named; an order that exists gets it in front, none is created.
    """
    return [*_entry_edits(raw, profile), *_to_front(raw, profile)]


def naming_where_named(raw: Raw, profile: Profile) -> list[Edit]:
    """Return the edits after a credential was stored for one agent only.

    The config speaks for all agents, and naming the first profile of a provider hides the
    unnamed ones of the others. So it is named only where some are named already: there it would
    be hidden otherwise.
    """
    named = any(_provider_of(entry) == profile.provider for entry in _profiles(raw).values())
    edits = _entry_edits(raw, profile) if named else []
    return [*edits, *_to_front(raw, profile)]


def forgetting(raw: Raw, profile_id: str) -> list[Edit]:
    """Return the edits that take an id out of the config; an order left empty goes."""
    edits = []
    if profile_id in _profiles(raw):
        edits.append(Edit("unset", ("auth", "profiles", profile_id)))
    for key, ids in _orders(raw).items():
        if profile_id in ids:
            rest = [i for i in ids if i != profile_id]
            path = ("auth", "order", key)
            edits.append(Edit("set", path, rest) if rest else Edit("unset", path))
    return edits


def renaming(raw: Raw, old_id: str, new_id: str, *, keep_old: bool) -> list[Edit]:
    """Return the edits that give an id another name everywhere in the config.

    Args:
        raw: the config as written.
        old_id: the name that it had.
        new_id: the name that it gets.
        keep_old: another agent has a profile of the old name: it stays, the new one is added.
    """
    edits = []
    entry = _profiles(raw).get(old_id)
    if entry is not None:
        edits.append(Edit("set", ("auth", "profiles", new_id), entry))
        if not keep_old:
            edits.append(Edit("unset", ("auth", "profiles", old_id)))
    for key, ids in _orders(raw).items():
        if old_id in ids:
            names = (new_id, old_id) if keep_old else (new_id,)
            others = [i for i in ids if i not in names or i == old_id]
            renamed = [n for i in others for n in (names if i == old_id else (i,))]
            edits.append(Edit("set", ("auth", "order", key), renamed))
    return edits


def remembered(raw: Raw, profile_id: str) -> Json | None:
    """Return what the config says about an id, for an undo; None when it says nothing."""
    entry = _profiles(raw).get(profile_id)
    places = {key: ids.index(profile_id) for key, ids in _orders(raw).items() if profile_id in ids}
    if entry is None and not places:
        return None
    return {"entry": entry, "order": places}


def restoring(raw: Raw, profile_id: str, known: Json) -> list[Edit]:
    """Return the edits that bring back what `remembered` returned."""
    edits = []
    if isinstance(known.get("entry"), dict) and profile_id not in _profiles(raw):
        edits.append(Edit("set", ("auth", "profiles", profile_id), known["entry"]))
    orders = _orders(raw)
    places = known.get("order")
    for key, place in (places if isinstance(places, dict) else {}).items():
        ids = list(orders.get(key, ()))
        if profile_id not in ids and isinstance(place, int):
            ids.insert(place, profile_id)
            edits.append(Edit("set", ("auth", "order", key), ids))
    return edits


def _entry_edits(raw: Raw, profile: Profile) -> list[Edit]:
    known = _profiles(raw).get(profile.id)
    same = isinstance(known, dict) and (
        known.get("mode") == profile.type and _provider_of(known) == profile.provider
    )
    if same:
        return []
    entry = {"provider": profile.provider, "mode": profile.type}
    return [Edit("set", ("auth", "profiles", profile.id), entry)]


def _to_front(raw: Raw, profile: Profile) -> list[Edit]:
    for key, ids in _orders(raw).items():
        if ids and normalise_provider(key) == profile.provider and ids[0] != profile.id:
            front = [profile.id, *(i for i in ids if i != profile.id)]
            return [Edit("set", ("auth", "order", key), front)]
    return []


def _profiles(raw: Raw) -> Json:
    return _object(_object(raw.get("auth")).get("profiles"))


def _orders(raw: Raw) -> dict[str, list[Any]]:
    orders = _object(_object(raw.get("auth")).get("order"))
    return {key: ids for key, ids in orders.items() if isinstance(ids, list)}


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _provider_of(entry: object) -> str | None:
    provider = _object(entry).get("provider")
    return normalise_provider(provider) if isinstance(provider, str) else None
