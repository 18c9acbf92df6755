"""Edits applied to a store document. Pure: the document handed in is not changed.

Key order and everything unknown are kept; a section is copied once, however many edits touch it.
"""

from __future__ import annotations

from openclaw_auth.providers.ids import normalise_provider
from openclaw_auth.store.codec import (
    KNOWN_FIELDS,
    KNOWN_MODEL_STATS,
    KNOWN_STATS,
    MODEL_NUMBERS,
    SECRET_FIELD,
    STATS_NUMBERS,
    STATS_TEXTS,
    number,
)
from openclaw_auth.store.data import (
    PutProfile,
    RemoveProfile,
    RenameProfile,
    SetLastGood,
    SetOrder,
    SetStats,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from openclaw_auth.credentials import ModelStats, Profile, UsageStats
    from openclaw_auth.store.codec import Document
    from openclaw_auth.store.data import Edit


class _Draft:
    """A copy of the document in which only the sections being edited are copied."""

    __slots__ = ("_copied", "document")

    def __init__(self, document: Document) -> None:
        self.document = dict(document)
        self._copied: set[str] = set()

    def section(self, name: str) -> Document:
        """Return a section that may be changed."""
        if name not in self._copied:
            value = self.document.get(name)
            self.document[name] = dict(value) if isinstance(value, dict) else {}
            self._copied.add(name)
        section: Document = self.document[name]
        return section

    def has(self, name: str) -> bool:
        """Return whether a section is there and holds something."""
        value = self.document.get(name)
        return isinstance(value, dict) and bool(value)

    def finish(self) -> Document:
        """Return the document; optional sections that became empty are gone."""
        for name in self._copied - {"profiles"}:
            if not self.document[name]:
                del self.document[name]
        return self.document


def apply_edits(document: Document, edits: Iterable[Edit]) -> Document:
    """Return the document with the edits applied, in their order.

    Raises:
        ValueError: a rename onto an id that is taken; it would lose a credential.
    """
    draft = _Draft(document)
    for edit in edits:
        _APPLY[type(edit)](draft, edit)
    return draft.finish()


def touched_profiles(edits: Sequence[Edit]) -> set[str]:
    """Return the ids whose credential the edits add, replace, rename or remove."""
    ids: set[str] = set()
    for edit in edits:
        if isinstance(edit, PutProfile):
            ids.add(edit.profile.id)
        elif isinstance(edit, RemoveProfile):
            ids.add(edit.profile_id)
        elif isinstance(edit, RenameProfile):
            ids.update((edit.old_id, edit.new_id))
    return ids


def undone(ids: Iterable[str], before: Document, after: Document, now: Document) -> bool:
    """Return whether someone put a credential back to what it was before our edits.

    A value that is neither the old nor ours is someone's later decision, and stays.
    """
    old, ours, current = before["profiles"], after["profiles"], now["profiles"]
    return any(current.get(i) == old.get(i) != ours.get(i) for i in ids)


def entry_of(profile: Profile, existing: Any = None) -> Document:
    """Return the file's form of a profile; unknown fields of `existing` stay if it is alike."""
    known = KNOWN_FIELDS[profile.type]
    alike = (
        isinstance(existing, dict)
        and existing.get("type") == profile.type
        and isinstance(existing.get("provider"), str)
        and normalise_provider(existing["provider"]) == profile.provider
    )
    entry: Document = (
        dict(existing) if alike else {"type": profile.type, "provider": profile.provider}
    )
    secret = profile.secret
    _set(entry, SECRET_FIELD[profile.type], None if secret is None else secret.reveal())
    if profile.type == "oauth":
        _set(entry, "refresh", None if profile.refresh is None else profile.refresh.reveal())
    if profile.type != "api_key" and number(entry.get("expires")) != profile.expires_ms:
        _set(entry, "expires", profile.expires_ms)
    _set(entry, "email", profile.email)
    _set(entry, "accountId", profile.account_id)
    for field, value in (profile.extra or {}).items():
        if field not in known or field not in entry:
            entry[field] = value
    return entry


def stats_entry(stats: UsageStats, existing: Any = None) -> Document:
    """Return the file's form of usage stats; unknown fields of `existing` stay."""
    entry: Document = dict(existing) if isinstance(existing, dict) else {}
    _set_numbers(entry, stats, STATS_NUMBERS)
    for attribute, field in STATS_TEXTS:
        _set(entry, field, getattr(stats, attribute))
    _set_error_count(entry, stats.error_count)
    _set(entry, "failureCounts", dict(stats.failure_counts) or None)
    _set(entry, "models", _models_entry(stats.models, entry.get("models")) or None)
    _set_unknown(entry, stats.extra, KNOWN_STATS)
    return entry


def _models_entry(models: Mapping[str, ModelStats], existing: Any) -> Document:
    """Return the file's form of what single models met; a model that is not named is gone."""
    before = existing if isinstance(existing, dict) else {}
    entries: Document = {}
    for model, stats in models.items():
        old = before.get(model)
        entry: Document = dict(old) if isinstance(old, dict) else {}
        _set_numbers(entry, stats, MODEL_NUMBERS)
        _set_error_count(entry, stats.error_count)
        _set(entry, "detail", stats.detail)
        _set_unknown(entry, stats.extra, KNOWN_MODEL_STATS)
        entries[model] = entry
    return entries


def _set_numbers(
    entry: Document, stats: UsageStats | ModelStats, fields: Iterable[tuple[str, str]]
) -> None:
    """Set what differs: a number that another program wrote as 1.0 stays as it is."""
    for attribute, field in fields:
        value = getattr(stats, attribute)
        if number(entry.get(field)) != value:
            _set(entry, field, value)


def _set_error_count(entry: Document, count: int) -> None:
    if count or "errorCount" in entry:
        entry["errorCount"] = count


def _set_unknown(entry: Document, extra: Document | None, known: frozenset[str]) -> None:
    for field, value in (extra or {}).items():
        if field not in known:
            entry[field] = value


def _set(entry: Document, field: str, value: object) -> None:
    if value is None:
        entry.pop(field, None)
    else:
        entry[field] = value


def _put(draft: _Draft, edit: PutProfile) -> None:
    profiles = draft.section("profiles")
    profiles[edit.profile.id] = entry_of(edit.profile, profiles.get(edit.profile.id))


def _remove(draft: _Draft, edit: RemoveProfile) -> None:
    gone = edit.profile_id
    draft.section("profiles").pop(gone, None)
    if draft.has("order"):
        orders = draft.section("order")
        for provider, ids in list(orders.items()):
            if isinstance(ids, list) and gone in ids:
                orders[provider] = [i for i in ids if i != gone]
                if not orders[provider]:
                    del orders[provider]
    if draft.has("lastGood"):
        last_good = draft.section("lastGood")
        for provider in [p for p, i in last_good.items() if i == gone]:
            del last_good[provider]
    if draft.has("usageStats"):
        draft.section("usageStats").pop(gone, None)


def _rename(draft: _Draft, edit: RenameProfile) -> None:
    old, new = edit.old_id, edit.new_id
    profiles = draft.section("profiles")
    if old == new or old not in profiles:
        return
    if new in profiles:
        raise ValueError(f"a profile {new} exists")
    _rename_key(profiles, old, new)
    if draft.has("usageStats") and old in draft.section("usageStats"):
        stats = draft.section("usageStats")
        stats.pop(new, None)
        _rename_key(stats, old, new)
    if draft.has("order"):
        orders = draft.section("order")
        for provider, ids in orders.items():
            if isinstance(ids, list) and old in ids:
                orders[provider] = [new if i == old else i for i in ids if i != new]
    if draft.has("lastGood"):
        last_good = draft.section("lastGood")
        for provider, profile_id in last_good.items():
            if profile_id == old:
                last_good[provider] = new


def _rename_key(section: Document, old: str, new: str) -> None:
    """Rename a key in place, so that its position stays."""
    items = [(new if key == old else key, value) for key, value in section.items()]
    section.clear()
    section.update(items)


def _set_order(draft: _Draft, edit: SetOrder) -> None:
    if edit.profile_ids is None and not draft.has("order"):
        return
    value = None if edit.profile_ids is None else list(edit.profile_ids)
    _set_by_provider(draft.section("order"), edit.provider, value)


def _set_last_good(draft: _Draft, edit: SetLastGood) -> None:
    _set_by_provider(draft.section("lastGood"), edit.provider, edit.profile_id)


def _set_by_provider(section: Document, provider: str, value: object) -> None:
    """Set or drop a provider's value under its canonical key; keys in old spellings go."""
    name = normalise_provider(provider)
    for key in [k for k in section if k != name and normalise_provider(k) == name]:
        if name in section or value is None:
            del section[key]
        else:
            _rename_key(section, key, name)
    _set(section, name, value)


def _set_stats(draft: _Draft, edit: SetStats) -> None:
    if edit.stats is None:
        if draft.has("usageStats"):
            draft.section("usageStats").pop(edit.profile_id, None)
        return
    section = draft.section("usageStats")
    section[edit.profile_id] = stats_entry(edit.stats, section.get(edit.profile_id))


_APPLY: dict[type, Callable[[_Draft, Any], None]] = {
    PutProfile: _put,
    RemoveProfile: _remove,
    RenameProfile: _rename,
    SetLastGood: _set_last_good,
    SetOrder: _set_order,
    SetStats: _set_stats,
}
