"""Removed profiles, kept for 24 hours in `<agentDir>/openclaw-auth-removed.json` for an undo.

The file holds secrets and is 0600. A removal also leaves a tombstone, so that no import brings
the profile back (ruling 22).
"""

from __future__ import annotations

import contextlib
import json
import os

from openclaw_auth.errors import CredentialError, StoreError, StoreUnreadable, UnknownName
from openclaw_auth.store import codec
from openclaw_auth.store.data import (
    PutProfile,
    RemoveProfile,
    SetLastGood,
    SetOrder,
    SetStats,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from openclaw_auth.ports import Ports
    from openclaw_auth.store.base import Store
    from openclaw_auth.store.codec import Document
    from openclaw_auth.store.data import Edit, StoreData
    from openclaw_auth.store.state import StateDb

FILE_NAME = "openclaw-auth-removed.json"
KEEP_MS = 24 * 3_600_000


class RemovedProfiles:
    """The kept removals of one agent directory.

    Args:
        agent_dir: absolute.
        ports: clock and randomness.
    """

    __slots__ = ("_ports", "agent_dir", "path")

    def __init__(self, agent_dir: str, ports: Ports) -> None:
        self.agent_dir = agent_dir
        self.path = os.path.join(agent_dir, FILE_NAME)
        self._ports = ports

    def kept(self) -> dict[str, Document]:
        """Return what can still be restored, by profile id, the latest removal last."""
        return self._still_kept(self._items())

    def keep(self, data: StoreData, profile_ids: Sequence[str]) -> None:
        """Keep profiles of `data` from now on; what is older than 24 hours goes.

        Raises:
            StoreReadOnly, StoreLocked: as a store.
        """
        items = [_item(data, i, self._ports.now_ms()) for i in profile_ids if i in data.profiles]
        if items:
            self._rewrite(
                lambda kept: {**_without(kept, profile_ids), **{i["id"]: i for i in items}}
            )

    def annotate(self, profile_id: str, config: Document) -> None:
        """Keep with a removal what the config said about the profile, for `config_of`."""
        item = self.kept().get(profile_id)
        if item is not None:
            self._rewrite(lambda kept: {**kept, profile_id: {**item, "config": config}})

    def config_of(self, profile_id: str) -> Document | None:
        """Return what `annotate` kept with a removal."""
        config = self.kept().get(profile_id, {}).get("config")
        return config if isinstance(config, dict) else None

    def forget(self, profile_ids: Sequence[str]) -> None:
        """Delete kept removals: restored, or purged on demand."""
        if any(item["id"] in profile_ids for item in self._items()):
            self._rewrite(lambda kept: _without(kept, profile_ids))

    def purge(self) -> None:
        """Delete what is older than 24 hours. Called by every removal, the gateway and doctor."""
        if len(self._items()) > len(self.kept()):
            self._rewrite(lambda kept: kept)

    def _still_kept(self, items: Sequence[Document]) -> dict[str, Document]:
        # A clock that was put back must not end what was removed "in the future" by seconds.
        now_ms = self._ports.now_ms()
        return {i["id"]: i for i in items if abs(now_ms - i["removedAtMs"]) < KEEP_MS}

    def _items(self) -> list[Document]:
        try:
            return self._read()
        except OSError:
            return []

    def _read(self) -> list[Document]:
        """Return what the file holds; nothing when there is none or it makes no sense.

        Raises:
            OSError: it is there and cannot be read now.
        """
        from openclaw_auth.files.atomic_write import read_or_none

        raw = read_or_none(self.path)
        try:
            found = [] if raw is None else codec.parse_object(raw, self.path).get("removed")
        except StoreUnreadable:
            return []
        return [i for i in found if _is_item(i)] if isinstance(found, list) else []

    def _rewrite(self, change: Callable[[dict[str, Document]], dict[str, Document]]) -> None:
        from openclaw_auth.files.atomic_write import atomic_replace
        from openclaw_auth.files.filesystem import write_error
        from openclaw_auth.store.locks import FileLock

        try:
            with FileLock(
                os.path.join(self.agent_dir, ".openclaw-auth-removed.flock"), self._ports
            ):
                items = list(change(self._still_kept(self._read())).values())
                if items:
                    text = json.dumps({"version": 1, "removed": items}, indent=2)
                    atomic_replace(self.path, f"{text}\n".encode(), self._ports)
                elif os.path.exists(self.path):
                    os.unlink(self.path)
        except OSError as error:
            raise write_error(error, self.path) from error


def remove(
    store: Store, removed: RemovedProfiles, state: StateDb, profile_ids: Sequence[str]
) -> list[str]:
    """Take profiles out of a store, restorable for 24 hours. Returns those that were there.

    They are kept before they are taken out, so that a crash in between loses nothing.

    Raises:
        StoreError: as `Store.update`.
    """
    first = store.read()
    removed.keep(first, profile_ids)
    gone, last = _take_out(store, profile_ids)
    if any(first.profiles.get(i) != last.profiles[i] for i in gone):  # refreshed meanwhile
        removed.keep(last, gone)
    for profile_id in gone:
        _note(state.add_tombstone, removed.agent_dir, profile_id)
    return gone


def purge(
    store: Store, removed: RemovedProfiles, state: StateDb, profile_ids: Sequence[str]
) -> list[str]:
    """Take profiles out of a store and out of the kept removals. Returns those that were there.

    Raises:
        StoreError: as `Store.update`.
    """
    gone, _ = _take_out(store, profile_ids)
    removed.forget(profile_ids)
    for profile_id in gone:
        _note(state.add_tombstone, removed.agent_dir, profile_id)
        _note(state.forget_profile, removed.agent_dir, profile_id)
    return gone


def undo(
    store: Store, removed: RemovedProfiles, state: StateDb, profile_ids: Sequence[str] = ()
) -> list[str]:
    """Put removed profiles back with their places in orders. Returns their ids.

    Args:
        store: the store that they were removed from.
        removed: where they are kept.
        state: where their tombstones are.
        profile_ids: which; none means the latest.

    Raises:
        UnknownName: `removed_nothing`, there is no such removal in the last 24 hours.
        CredentialError: `removed_id_taken`, a profile of that id exists again.
        StoreError: as `Store.update`.
    """
    kept = removed.kept()
    wanted = list(profile_ids) or list(kept)[-1:]
    for profile_id in wanted or ("",):
        if profile_id not in kept:
            raise UnknownName("removed_nothing", profile=profile_id, nearest=tuple(kept))
    store.update(lambda data: _restored([kept[i] for i in wanted], data))
    for profile_id in wanted:
        _note(state.clear_tombstone, removed.agent_dir, profile_id)
    removed.forget(wanted)
    return wanted


def _note(note: Callable[[str, str], None], agent_dir: str, profile_id: str) -> None:
    """Write one of our notes; the store has changed already, so failing now would be a lie."""
    with contextlib.suppress(StoreError):
        note(agent_dir, profile_id)


def _take_out(store: Store, profile_ids: Sequence[str]) -> tuple[list[str], StoreData]:
    """Remove profiles; return the ids that were there and the data just before."""
    seen: list[StoreData] = []

    def change(data: StoreData) -> Sequence[Edit]:
        seen.append(data)
        return [RemoveProfile(i) for i in profile_ids if i in data.profiles]

    store.update(change)
    return [i for i in profile_ids if i in seen[-1].profiles], seen[-1]


def _item(data: StoreData, profile_id: str, now_ms: int) -> Document:
    from openclaw_auth.store.edits import entry_of, stats_entry

    stats = data.usage_stats.get(profile_id)
    return {
        "id": profile_id,
        "removedAtMs": now_ms,
        "entry": entry_of(data.profiles[profile_id]),
        "order": {
            p: list(ids).index(profile_id) for p, ids in data.order.items() if profile_id in ids
        },
        "lastGood": [p for p, i in data.last_good.items() if i == profile_id],
        "stats": None if stats is None else stats_entry(stats),
    }


def _is_item(item: Any) -> bool:
    if not isinstance(item, dict) or not isinstance(item.get("id"), str):
        return False
    return (
        isinstance(item.get("removedAtMs"), int)
        and isinstance(item.get("order"), dict)
        and isinstance(item.get("lastGood"), list)
        and codec.profile_of(item["id"], item.get("entry"), {}) is not None
    )


def _without(kept: dict[str, Document], profile_ids: Sequence[str]) -> dict[str, Document]:
    return {i: item for i, item in kept.items() if i not in profile_ids}


def _restored(items: Sequence[Document], data: StoreData) -> list[Edit]:
    edits: list[Edit] = []
    orders = {provider: list(ids) for provider, ids in data.order.items()}
    for item in items:
        profile_id = item["id"]
        if profile_id in data.profiles:
            raise CredentialError("removed_id_taken", profile=profile_id)
        profile = codec.profile_of(profile_id, item["entry"], {})
        assert profile is not None  # `_is_item` made sure
        edits.append(PutProfile(profile))
        for provider, place in item["order"].items():
            order = orders.setdefault(provider, [])
            order.insert(place, profile_id)
            edits.append(SetOrder(provider, tuple(order)))
        edits += [SetLastGood(p, profile_id) for p in item["lastGood"] if p not in data.last_good]
        if isinstance(item.get("stats"), dict):
            edits.append(SetStats(profile_id, codec.stats_of(item["stats"])))
    return edits
