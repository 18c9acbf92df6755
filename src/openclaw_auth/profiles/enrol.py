"""Storing one credential: the store, our notes about it, the config, and what came of it."""

from __future__ import annotations

from openclaw_auth.agents import main_agent
from openclaw_auth.config.auth_entries import naming, naming_where_named
from openclaw_auth.errors import CredentialRefused, StoreError, UsageError
from openclaw_auth.profiles.store_change import change_config
from openclaw_auth.profiles.visibility import concerned, newly_hidden, view_provider
from openclaw_auth.selection.cooldown import cleared
from openclaw_auth.settings import load_settings
from openclaw_auth.store.data import PutProfile, SetStats
from openclaw_auth.store.open import open_store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from openclaw_auth.agents import Agent
    from openclaw_auth.credentials import CredentialType, Profile
    from openclaw_auth.errors import ConfigError
    from openclaw_auth.ports import Ports
    from openclaw_auth.profiles.visibility import Hidden, View
    from openclaw_auth.settings import Settings
    from openclaw_auth.store.data import Edit, StoreData

_LONGEST_ID = 200


class Enrolled:
    """What came of storing a credential.

    Attributes:
        profile: as stored.
        store_path: where.
        config_path: the config file that was changed, None when it said so already.
        replaced: what had this id before, None when it is new.
        after: what the agents see now.
        hidden: what this took out of use (ruling 19).
        config_error: why the config could not be changed; the credential is stored all the same.
    """

    __slots__ = (
        "after",
        "config_error",
        "config_path",
        "hidden",
        "profile",
        "replaced",
        "store_path",
    )

    def __init__(
        self,
        profile: Profile,
        *,
        store_path: str,
        config_path: str | None,
        replaced: Profile | None,
        after: View,
        hidden: Sequence[Hidden],
        config_error: ConfigError | None = None,
    ) -> None:
        self.profile = profile
        self.store_path = store_path
        self.config_path = config_path
        self.replaced = replaced
        self.after = after
        self.hidden = hidden
        self.config_error = config_error


def enrol(
    profile: Profile,
    agent: Agent,
    settings: Settings,
    ports: Ports,
    *,
    expiry_assumed: bool = False,
) -> Enrolled:
    """Store a credential and let the config know it.

    Args:
        profile: what to store; replaces a profile of the same id and provider, whose time outs end.
        agent: whose store.
        settings: a valid config, as read.
        ports: clock and randomness.
        expiry_assumed: whether its end is our guess (ruling 16).

    Raises:
        CredentialRefused: `profile_id_taken`, the id names another provider's credential.
        StoreError: as `Store.update`.
    """
    agents = concerned(settings, agent)
    before = view_provider(settings, agents, profile.provider, ports)
    main = main_agent(settings.view, settings.paths)
    store = open_store(agent.dir, main.dir, settings.paths, ports)
    replaced: list[Profile | None] = [None]

    def change(data: StoreData) -> list[Edit]:
        replaced[0] = data.profiles.get(profile.id)
        return storing(data, profile)

    _keep_replaced(profile, store.read(), agent, settings, ports)
    store.update(change)
    _note(agent.dir, profile.id, settings, ports, expiry_assumed=expiry_assumed)
    naming_edits = naming if agent.dir == main.dir else naming_where_named
    written = change_config(
        store.location, naming_edits(settings.config.raw, profile), settings, ports
    )
    after = view_provider(load_settings(settings.paths, ports), agents, profile.provider, ports)
    hidden = newly_hidden(before, after)
    return Enrolled(
        profile,
        store_path=store.location,
        config_path=written.config_path,
        replaced=replaced[0],
        after=after,
        hidden=hidden,
        config_error=written.config_error,
    )


def _keep_replaced(
    profile: Profile, data: StoreData, agent: Agent, settings: Settings, ports: Ports
) -> None:
    """Keep what is about to be replaced as a removal is kept: a slip must not lose a credential."""
    known = data.profiles.get(profile.id)
    if known is None or not known.secret or known.secret == profile.secret:
        return
    from openclaw_auth.config.auth_entries import remembered
    from openclaw_auth.store.removed import RemovedProfiles

    removed = RemovedProfiles(agent.dir, ports)
    removed.keep(data, [profile.id])
    said = remembered(settings.config.raw, profile.id)
    if said is not None:
        removed.annotate(profile.id, said)


def storing(data: StoreData, profile: Profile) -> list[Edit]:
    """Return the edits that store a profile. Pure.

    A penalty belongs to the secret that earned it, so it ends when the secret is replaced.

    Raises:
        CredentialRefused: as `enrol`.
    """
    known = data.profiles.get(profile.id)
    if known is not None and known.provider != profile.provider:
        raise CredentialRefused(
            "profile_id_taken", profile=profile.id, owner=known.provider, provider=profile.provider
        )
    edits: list[Edit] = [PutProfile(profile)]
    stats = data.usage_stats.get(profile.id)
    if stats is not None:
        edits.append(SetStats(profile.id, cleared(stats)))
    return edits


def default_id(provider: str, credential_type: CredentialType) -> str:
    """Return the id that a credential gets when nobody names it (OpenClaw 2026.2)."""
    return f"{provider}:{'manual' if credential_type == 'token' else 'default'}"


def free_id(taken: Collection[str], wanted: str) -> str:
    """Return `wanted`, or the first of `provider:2`, `provider:3`, … that is not taken."""
    if wanted not in taken:
        return wanted
    provider = wanted.partition(":")[0]
    number = 2
    while f"{provider}:{number}" in taken:
        number += 1
    return f"{provider}:{number}"


def check_profile_id(profile_id: str) -> str:
    """Return a profile id that can be typed in every command.

    Raises:
        UsageError: `profile_id_invalid`: empty, blanks inside, or begins like an option.
    """
    profile_id = profile_id.strip()
    fine = profile_id.isprintable() and not any(c.isspace() for c in profile_id)
    reserved = profile_id in ("__proto__", "constructor", "prototype")
    if not profile_id or not fine or profile_id[0] == "-" or reserved:
        raise UsageError("profile_id_invalid", profile=profile_id)
    if len(profile_id) > _LONGEST_ID:
        raise UsageError("profile_id_invalid", profile=f"{profile_id[:20]}…")
    return profile_id


def _note(
    agent_dir: str, profile_id: str, settings: Settings, ports: Ports, *, expiry_assumed: bool
) -> None:
    """Remember since when we know it. Our notes are worth having, never worth failing for."""
    from openclaw_auth.store.state import StateDb

    state = StateDb(settings.paths.state_db, ports)
    try:
        state.clear_tombstone(agent_dir, profile_id)
        state.forget_profile(agent_dir, profile_id)
        state.note_added(agent_dir, profile_id, expiry_assumed=expiry_assumed)
    except StoreError:
        return
    finally:
        state.close()
