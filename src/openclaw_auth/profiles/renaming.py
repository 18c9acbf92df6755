"""Giving a credential another id everywhere: stores, our notes, config."""

from __future__ import annotations

from openclaw_auth.agents import every_agent, main_agent
from openclaw_auth.config.auth_entries import renaming
from openclaw_auth.errors import CredentialError, StoreError
from openclaw_auth.profiles.place import held_elsewhere, store_at
from openclaw_auth.profiles.store_change import change_config
from openclaw_auth.store.data import RenameProfile, SetOrder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.ports import Ports
    from openclaw_auth.profiles.place import Place
    from openclaw_auth.profiles.store_change import Change
    from openclaw_auth.settings import Settings
    from openclaw_auth.store.data import Edit, StoreData


def rename_profile(place: Place, new_id: str, settings: Settings, ports: Ports) -> Change:
    """Rename a stored profile.

    Raises:
        CredentialError: `auth_rename_same`, or `auth_rename_taken`: it would lose a credential.
        StoreError: as `Store.update`.
    """
    old_id = place.profile.id
    if new_id == old_id:
        raise CredentialError("auth_rename_same")

    def change(data: StoreData) -> list[Edit]:
        if new_id in data.profiles:
            raise CredentialError("auth_rename_taken", profile=new_id)
        return [RenameProfile(old_id, new_id)] if old_id in data.profiles else []

    place.store.update(change)
    _rename_notes(place, new_id, settings, ports)
    _rename_in_orders(place, new_id, settings, ports)
    elsewhere = held_elsewhere(old_id, place.agent, settings, ports)
    edits = renaming(settings.config.raw, old_id, new_id, keep_old=elsewhere)
    return change_config(place.store.location, edits, settings, ports)


def _rename_notes(place: Place, new_id: str, settings: Settings, ports: Ports) -> None:
    """Let our notes follow. The old id was given up by the user: no import may bring it back."""
    from openclaw_auth.store.state import StateDb

    agent_dir, old_id = place.agent.dir, place.profile.id
    state = StateDb(settings.paths.state_db, ports)
    try:
        state.rename_profile(agent_dir, old_id, new_id)
        state.add_tombstone(agent_dir, old_id)
        state.clear_tombstone(agent_dir, new_id)
    except StoreError:
        return
    finally:
        state.close()


def _rename_in_orders(place: Place, new_id: str, settings: Settings, ports: Ports) -> None:
    """Let the orders of agents that read through to main name the new id."""
    main = main_agent(settings.view, settings.paths)
    if place.agent.dir != main.dir:
        return
    old_id = place.profile.id

    def change(data: StoreData) -> list[Edit]:
        if old_id in data.profiles:
            return []
        return [
            SetOrder(provider, tuple(new_id if i == old_id else i for i in ids))
            for provider, ids in data.order.items()
            if old_id in ids
        ]

    for agent in every_agent(settings.view, settings.paths):
        if agent.dir != main.dir and not agent.isolated:
            try:
                store_at(agent, settings, ports).update(change)
            except StoreError:
                continue  # its order names an id that is gone, which status shows
