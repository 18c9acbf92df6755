"""Taking a credential out, for good or for 24 hours, and bringing it back (ruling 22)."""

from __future__ import annotations

from openclaw_auth.agents import main_agent
from openclaw_auth.config.auth_entries import forgetting, remembered, restoring
from openclaw_auth.errors import UnknownName
from openclaw_auth.profiles.place import held_elsewhere, store_at
from openclaw_auth.profiles.store_change import change_config
from openclaw_auth.store.removed import RemovedProfiles, purge, remove, undo
from openclaw_auth.store.state import StateDb

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.agents import Agent
    from openclaw_auth.config.edit import Edit
    from openclaw_auth.ports import Ports
    from openclaw_auth.profiles.place import Place
    from openclaw_auth.profiles.store_change import Change
    from openclaw_auth.settings import Settings


def remove_profile(place: Place, settings: Settings, ports: Ports) -> Change:
    """Take a profile out; it can be brought back for 24 hours.

    Raises:
        StoreError: as `Store.update`.
    """
    profile_id, agent_dir = place.profile.id, place.agent.dir
    removed = RemovedProfiles(agent_dir, ports)
    state = StateDb(settings.paths.state_db, ports)
    try:
        remove(place.store, removed, state, [profile_id])
    finally:
        state.close()
    known = remembered(settings.config.raw, profile_id)
    edits = _forgetting(place, settings, ports)
    if known is not None and edits:
        removed.annotate(profile_id, known)
    return change_config(place.store.location, edits, settings, ports)


def purge_profile(place: Place, settings: Settings, ports: Ports) -> Change:
    """Take a profile out and keep nothing of it.

    Raises:
        StoreError: as `Store.update`.
    """
    state = StateDb(settings.paths.state_db, ports)
    try:
        purge(place.store, RemovedProfiles(place.agent.dir, ports), state, [place.profile.id])
    finally:
        state.close()
    return change_config(place.store.location, _forgetting(place, settings, ports), settings, ports)


def restore_profile(
    profile_id: str | None, agent: Agent, settings: Settings, ports: Ports
) -> tuple[str, Change]:
    """Bring a removed profile back, the latest when none is named; returns its id too.

    Raises:
        UnknownName: `removed_none`, `removed_nothing`.
        CredentialError: `removed_id_taken`.
        StoreError: as `Store.update`.
    """
    removed = RemovedProfiles(agent.dir, ports)
    wanted = [profile_id] if profile_id is not None else list(removed.kept())[-1:]
    if not wanted:
        raise UnknownName("removed_none")
    known = removed.config_of(wanted[0])
    store = store_at(agent, settings, ports)
    state = StateDb(settings.paths.state_db, ports)
    try:
        restored = undo(store, removed, state, wanted)[0]
    finally:
        state.close()
    edits = restoring(settings.config.raw, restored, known) if known is not None else []
    return restored, change_config(store.location, edits, settings, ports)


def removed_from(profile_id: str | None, agent: Agent, settings: Settings, ports: Ports) -> Agent:
    """Return whose removal an undo means: the agent's own, else main's, from which it inherits."""
    main = main_agent(settings.view, settings.paths)
    kept = RemovedProfiles(agent.dir, ports).kept()
    of_main = RemovedProfiles(main.dir, ports).kept()
    if kept and (profile_id is None or profile_id in kept):
        return agent
    return main if of_main and (profile_id is None or profile_id in of_main) else agent


def forget_removed(
    profile_id: str, agent: Agent, settings: Settings, ports: Ports, *, named: str | None
) -> str | None:
    """Delete what a removal kept of a profile that is stored no more; returns its store's path.

    None when it is stored, or nothing was kept.

    Raises:
        StoreError: as `Store.update`.
    """
    if named is None:
        agent = removed_from(profile_id, agent, settings, ports)
    store = store_at(agent, settings, ports)
    removed = RemovedProfiles(agent.dir, ports)
    if profile_id in store.read().profiles or profile_id not in removed.kept():
        return None
    removed.forget([profile_id])
    return store.location


def _forgetting(place: Place, settings: Settings, ports: Ports) -> list[Edit]:
    if held_elsewhere(place.profile.id, place.agent, settings, ports):
        return []
    return forgetting(settings.config.raw, place.profile.id)
