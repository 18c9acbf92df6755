"""Where a stored credential lives that an agent sees: in its own store, or in main's."""

from __future__ import annotations

from openclaw_auth.agents import Agent, every_agent, main_agent
from openclaw_auth.errors import StoreError, UnknownName, UsageError, did_you_mean
from openclaw_auth.store.open import open_store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.credentials import Profile
    from openclaw_auth.ports import Ports
    from openclaw_auth.settings import Settings
    from openclaw_auth.store.json_file import JsonFileStore


class Place:
    """A profile and the agent in whose store it is."""

    __slots__ = ("agent", "profile", "store")

    def __init__(self, agent: Agent, profile: Profile, store: JsonFileStore) -> None:
        self.agent = agent
        self.profile = profile
        self.store = store


def find_profile(
    profile_id: str, agent: Agent, settings: Settings, ports: Ports, *, named: str | None, verb: str
) -> Place:
    """Return where a profile is that a command wants to change.

    Args:
        profile_id: which.
        agent: whom the command means.
        settings: a valid config.
        ports: as for stores.
        named: the agent's name if the user gave one: then only its own store will do, since what
            it inherits is everybody's.
        verb: of the command, for advice.

    Raises:
        UnknownName: `profile_not_found`; `nearest` helps.
        UsageError: `profile_inherited`.
        StoreUnreadable: the store cannot be read or understood.
    """
    main = main_agent(settings.view, settings.paths)
    own = store_at(agent, settings, ports)
    profiles = require_readable(own)
    if profile_id in profiles:
        return Place(agent, profiles[profile_id], own)
    seen = dict(profiles)
    if agent.dir != main.dir and not agent.isolated:
        main_store = store_at(main, settings, ports)
        of_main = require_readable(main_store)
        if profile_id in of_main and named is not None:
            raise UsageError(
                "profile_inherited",
                profile=profile_id,
                agent=agent.id,
                verb=verb,
                provider=of_main[profile_id].provider,
                option=" --agent main" if main.id in settings.view.agent_ids() else "",
            )
        if profile_id in of_main:
            return Place(main, of_main[profile_id], main_store)
        seen.update(of_main)
    from difflib import get_close_matches

    near = get_close_matches(profile_id, seen, n=1)
    raise UnknownName(
        "profile_not_found", profile=profile_id, dir=agent.dir, nearest=did_you_mean(near)
    )


def store_at(agent: Agent, settings: Settings, ports: Ports) -> JsonFileStore:
    """Return an agent's store."""
    main = main_agent(settings.view, settings.paths)
    return open_store(agent.dir, main.dir, settings.paths, ports)


def held_elsewhere(profile_id: str, agent: Agent, settings: Settings, ports: Ports) -> bool:
    """Whether another agent's own store has this id too: then the config goes on naming it."""
    for other in every_agent(settings.view, settings.paths):
        if other.dir == agent.dir:
            continue
        try:
            if profile_id in store_at(other, settings, ports).read().profiles:
                return True
        except StoreError:
            return True  # nobody knows; keeping an entry harms less than losing one
    return False


def require_readable(store: JsonFileStore) -> dict[str, Profile]:
    """Return a store's profiles; a store that makes no sense raises instead of looking empty.

    Raises:
        StoreUnreadable: it cannot be read or parsed.
    """
    data = store.read()
    if data.problems and not data.profiles:
        store.update(lambda _: ())  # says what is wrong with it, as a write would
    return dict(data.profiles)
