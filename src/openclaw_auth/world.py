"""The world as one numbered snapshot: settings, and each agent's view of its credentials.

A reload builds the next one and swaps it; whoever holds the old one goes on with it.
"""

from __future__ import annotations

import os

from openclaw_auth.agents import main_agent
from openclaw_auth.providers.ids import normalise_provider
from openclaw_auth.secret import Secret
from openclaw_auth.selection.billing import billing_policy
from openclaw_auth.selection.snapshot import ConfigProfile, Snapshot, SourceKey
from openclaw_auth.sources.config_keys import merged_providers, read_models_json, secret_of
from openclaw_auth.store.inherit import merged
from openclaw_auth.store.open import open_store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from openclaw_auth.agents import Agent
    from openclaw_auth.codes import Reason
    from openclaw_auth.config.view import ConfigView
    from openclaw_auth.ports import Ports
    from openclaw_auth.selection.cooldown_limits import CooldownLimits
    from openclaw_auth.settings import Settings
    from openclaw_auth.store.data import StoreData
    from openclaw_auth.store.fingerprint_key import Fingerprints


class World:
    """Everything that a decision needs, at one moment.

    Attributes:
        generation: grows with every reload.
        main_dir: directory of the store that the other agents read through to.
        settings: config, environment, catalogue.
        agents: by id.
        snapshots: by agent id: what `select` looks at.
        problems: what could not be read, as reasons; the last good part is kept.
        read_since_s: monotonic moment at which reading the stores began: what was written before
            it is in here.
    """

    __slots__ = (
        "agents",
        "generation",
        "main_dir",
        "problems",
        "read_since_s",
        "settings",
        "snapshots",
    )

    def __init__(
        self,
        *,
        generation: int,
        settings: Settings,
        main_dir: str,
        agents: Mapping[str, Agent],
        snapshots: Mapping[str, Snapshot],
        problems: Iterable[Reason] = (),
        read_since_s: float = 0.0,
    ) -> None:
        self.generation = generation
        self.settings = settings
        self.main_dir = main_dir
        self.agents = agents
        self.snapshots = snapshots
        self.problems = tuple(problems)
        self.read_since_s = read_since_s


def load_world(
    settings: Settings, agents: Iterable[Agent], ports: Ports, generation: int = 1
) -> World:
    """Read the stores of these agents and build the snapshot. Never writes.

    Raises:
        StoreUnreadable: a store may not be read (permission).
    """
    read_since_s = ports.monotonic_s()
    chosen = {agent.id: agent for agent in agents}
    main = main_agent(settings.view, settings.paths)
    read: dict[str, StoreData] = {}

    def data_of(agent: Agent) -> StoreData:
        if agent.dir not in read:
            read[agent.dir] = open_store(agent.dir, main.dir, settings.paths, ports).read()
        return read[agent.dir]

    snapshots = {}
    for agent in chosen.values():
        data = data_of(agent)
        last_used_ms = _last_used_ms(settings, agent.dir, ports)
        if agent.dir != main.dir and not agent.isolated:
            own, data = data.profiles, merged(data, data_of(main))
            of_main = _last_used_ms(settings, main.dir, ports)
            last_used_ms |= {i: at for i, at in of_main.items() if i not in own}
        found = agent_snapshot(settings, agent, data)
        found.last_used_ms = last_used_ms
        if type(found.billing.cross) is int:
            found.crossings_today = _crossings_today(settings, ports)
        snapshots[agent.id] = found
    problems = [problem for data in read.values() for problem in data.problems]
    return World(
        generation=generation,
        settings=settings,
        main_dir=main.dir,
        agents=chosen,
        snapshots=snapshots,
        problems=problems,
        read_since_s=read_since_s,
    )


def agent_snapshot(settings: Settings, agent: Agent, data: StoreData) -> Snapshot:
    """Return what `select` looks at for one agent, given its merged store."""
    view = settings.view
    path = settings.paths.models_json(agent.dir)
    listed = read_models_json(path) if os.path.exists(path) else {}
    providers = merged_providers(_providers(view), listed, view.models_mode())
    return Snapshot(
        agent.id,
        data,
        settings.catalogue.with_custom(providers) if providers else settings.catalogue,
        settings.environment,
        config_profiles=_config_profiles(view),
        config_order=_config_order(view),
        config_keys=_config_keys(settings, providers),
        billing=billing_policy(view.section("auth").get("billing")),
        fingerprint=_fingerprints(settings.paths.state_dir),
        limits=_limits(view),
        refreshes=_refreshes(settings, data),
    )


def _refreshes(settings: Settings, data: StoreData) -> frozenset[str]:
    """Return the providers whose stored logins are renewed here; without logins nothing loads."""
    stored = {p.provider for p in data.profiles.values() if p.type == "oauth" and p.refresh}
    if not stored:
        return frozenset()
    from openclaw_auth.oauth.client import is_offered

    return frozenset(provider for provider in stored if is_offered(settings, provider))


def _fingerprints(state_dir: str) -> Callable[[Secret], str | None]:
    """Return what names secrets; it loads and reads only when a penalty names one."""
    names: Fingerprints | None = None

    def fingerprint(secret: Secret) -> str | None:
        nonlocal names
        if names is None:
            from openclaw_auth.store.fingerprint_key import Fingerprints

            names = Fingerprints(state_dir)
        return names(secret)

    return fingerprint


def _limits(view: ConfigView) -> CooldownLimits | None:
    """Return the limits of penalties where the config sets any."""
    auth = view.section("auth")
    if not ("cooldowns" in auth or "statedWaitMaxHours" in auth):
        return None
    from openclaw_auth.selection.cooldown_limits import limits_of

    return limits_of(view)


def _crossings_today(settings: Settings, ports: Ports) -> int:
    """Return how many requests crossed today; only a cap asks."""
    from openclaw_auth.lending.crossings import day_of
    from openclaw_auth.lending.running_state import crossings_on
    from openclaw_auth.store.state import StateDb

    return crossings_on(StateDb(settings.paths.state_db, ports), day_of(ports.now_ms()))


def _last_used_ms(settings: Settings, agent_dir: str, ports: Ports) -> dict[str, int]:
    """Return the last uses that the gateway has published and the store has not got yet."""
    path = settings.paths.state_db
    if not os.path.exists(path):
        return {}
    from openclaw_auth.store.state import StateDb

    return StateDb(path, ports).last_used_ms(agent_dir)


def _providers(view: ConfigView) -> dict[str, dict[str, object]]:
    """Return the config's providers by canonical id; the canonical spelling beats an alias."""
    found: dict[str, dict[str, object]] = {}
    for name, entry in view.providers().items():
        provider = normalise_provider(name)
        if name == provider or provider not in found:
            found[provider] = entry
    return found


def _config_profiles(view: ConfigView) -> dict[str, ConfigProfile]:
    found = {}
    for profile_id, entry in view.auth_profiles().items():
        provider, mode = entry.get("provider"), entry.get("mode")
        if isinstance(provider, str):
            known = mode if isinstance(mode, str) else None
            found[profile_id] = ConfigProfile(normalise_provider(provider), known)
    return found


def _config_order(view: ConfigView) -> dict[str, list[str]]:
    """Return the orders by canonical provider; the canonical spelling beats an alias."""
    found: dict[str, list[str]] = {}
    for provider, ids in view.auth_order().items():
        name = normalise_provider(provider)
        if name == provider or name not in found:
            found[name] = ids
    return found


def _config_keys(
    settings: Settings, providers: Mapping[str, Mapping[str, Any]]
) -> dict[str, SourceKey]:
    base_dir = os.path.dirname(settings.paths.config_path)
    found = {}
    for name, entry in providers.items():
        secret, problem = secret_of(entry.get("apiKey"), settings.environment, base_dir)
        if secret is not None or problem is not None:
            source = f"models.providers.{name}.apiKey"
            found[name] = SourceKey(secret or Secret(""), source, problem=problem)
    return found
