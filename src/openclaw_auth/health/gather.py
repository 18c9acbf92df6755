"""Look at a host for `doctor`: reads files and their modes, writes nothing."""

from __future__ import annotations

import os
import re
import stat

from openclaw_auth.agents import every_agent, main_agent
from openclaw_auth.codes import severity
from openclaw_auth.errors import StoreUnreadable
from openclaw_auth.files.filesystem import owner_of
from openclaw_auth.files.processes import is_running
from openclaw_auth.health.evidence import AgentFact, Evidence, FileFact
from openclaw_auth.health.gather_journals import unfinished
from openclaw_auth.health.gather_legacy import config_backup, half_migrated
from openclaw_auth.health.gather_sessions import broken_sessions, pins_of
from openclaw_auth.refresh.facts import renewals
from openclaw_auth.sources import dotenv
from openclaw_auth.sources.other_logins import other_logins
from openclaw_auth.sources.running_openclaw import running_openclaw
from openclaw_auth.store.data import EMPTY
from openclaw_auth.store.fingerprint_key import FILE_NAME as KEY_FILE
from openclaw_auth.store.fingerprint_key import fingerprint_key
from openclaw_auth.store.open import OAUTH_FILE, open_store
from openclaw_auth.store.state import StateDb
from openclaw_auth.world import load_world

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openclaw_auth.agents import Agent
    from openclaw_auth.config.paths import Paths
    from openclaw_auth.health.host_facts import HostFacts
    from openclaw_auth.ports import Ports
    from openclaw_auth.settings import Settings
    from openclaw_auth.store.data import StoreData

# What may hold secrets in an agent's directory.
_AGENT_FILES = (
    "auth-profiles.json",
    "auth.json",
    "auth.json.imported",
    "models.json",
    "openclaw-auth-removed.json",
    "refresh",
)
# A temporary file of ours or of OpenClaw's: name, pid, something random.
_TEMPORARY = re.compile(r"^\.?(?:openclaw|auth|models|sessions|env).*\.(\d+)\.[0-9a-f-]+\.tmp$")


def gather(
    settings: Settings,
    ports: Ports,
    *,
    gateway_token: bool | None,
    only: Sequence[Agent] | None = None,
    host: HostFacts | None = None,
) -> Evidence:
    """Return what the checks look at.

    Args:
        settings: as read; the config may be broken.
        ports: clock and environment.
        gateway_token: whether the gateway has a token; None when its reference leads nowhere.
        only: these agents; None means all, and what lies in the usual places of others.
        host: what surrounds the state directory, where somebody looked.
    """
    paths, view = settings.paths, settings.view
    agents = every_agent(view, paths) if only is None else only
    unlisted = _dirs_on_disk(paths) if only is None else []
    agent_dirs = list(dict.fromkeys([*(agent.dir for agent in agents), *unlisted]))
    older = os.path.join(paths.state_dir, "agent")
    moved = os.path.exists(os.path.join(paths.state_dir, "agents", "main", "agent"))
    # What may not be read the settings have told.
    read = {path: dotenv.read_if_allowed(path) for path in _env_paths(settings)}
    env_files = {path: variables for path, variables in read.items() if variables}
    return Evidence(
        settings,
        ports.now_ms(),
        files=[fact for path in _private(settings, agent_dirs) for fact in _fact(path)],
        leftovers=sorted(_leftovers([paths.state_dir, *agent_dirs])),
        agents=[_agent_fact(agent, settings, ports) for agent in agents],
        env_files=env_files,
        logins=other_logins(paths.home, ports.environ),
        gateway_token=gateway_token,
        older_agent_dir=older if os.path.isdir(older) and not moved else None,
        modified_ms={path: int(os.path.getmtime(path) * 1000) for path in env_files},
        fingerprint_key=fingerprint_key(paths.state_dir, ports),
        unlisted=dict(_unlisted(unlisted, agents, settings, ports)),
        openclaw_pid=running_openclaw(paths.config_path, ports.environ),
        pins=[pin for agent in agents for pin in pins_of(agent, settings)],
        broken_sessions=broken_sessions(agents, settings),
        half_migrated=half_migrated(settings, agents) if only is None else (),
        config_backup=config_backup(settings),
        host=host,
        unfinished=unfinished(agent_dirs, ports),
    )


def _dirs_on_disk(paths: Paths) -> list[str]:
    """Return the agents' directories of the usual layout, also of agents that nobody lists."""
    folder = os.path.join(paths.state_dir, "agents")
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    return [d for name in names if os.path.isdir(d := os.path.join(folder, name, "agent"))]


def _env_paths(settings: Settings) -> list[str]:
    here = os.path.join(settings.paths.cwd, ".env")
    trusted = settings.view.trusts_working_directory()
    return list(dict.fromkeys([settings.paths.dotenv_path, *([here] if trusted else [])]))


def _private(settings: Settings, agent_dirs: list[str]) -> list[str]:
    """Return what nobody else should be able to read, whether it exists or not."""
    paths = settings.paths
    configs = [stamp.path for stamp in settings.config.files]
    backups = [f"{paths.config_path}.bak{n}" for n in ("", ".1", ".2", ".3", ".4")]
    ours = [
        paths.dotenv_path,
        os.path.join(paths.state_dir, KEY_FILE),
        *(paths.state_db + suffix for suffix in ("", "-wal", "-shm")),
        os.path.join(paths.oauth_dir, OAUTH_FILE),
        os.path.join(paths.run_dir, "gateway.json"),
    ]
    stores = [os.path.join(agent_dir, name) for agent_dir in agent_dirs for name in _AGENT_FILES]
    return list(dict.fromkeys([paths.state_dir, *configs, *backups, *ours, *stores]))


def _fact(path: str) -> Iterator[FileFact]:
    try:
        found = os.stat(path)
    except OSError:
        return
    foreign = os.geteuid() not in (0, found.st_uid)
    yield FileFact(
        path,
        stat.S_IMODE(found.st_mode),
        directory=stat.S_ISDIR(found.st_mode),
        owner=owner_of(path) if foreign else None,
        modified_ms=found.st_mtime_ns // 1_000_000,
    )


def _leftovers(directories: list[str]) -> Iterator[str]:
    """Yield temporary files whose writer is gone."""
    for directory in dict.fromkeys(directories):
        try:
            names = os.listdir(directory)
        except OSError:
            continue
        for name in names:
            found = _TEMPORARY.match(name)
            if found and not is_running(int(found[1])):
                yield os.path.join(directory, name)


def _unlisted(
    dirs: list[str], agents: Sequence[Agent], settings: Settings, ports: Ports
) -> Iterator[tuple[str, StoreData]]:
    """Yield what lies in directories of agents that nobody lists: OpenClaw once copied there."""
    if settings.config.problems and not settings.config.raw:
        return  # a config that cannot be read names nobody, and says nothing by it
    known = {os.path.realpath(agent.dir) for agent in agents}
    main_dir = main_agent(settings.view, settings.paths).dir
    for agent_dir in dirs:
        if os.path.realpath(agent_dir) in known:
            continue
        try:
            yield agent_dir, open_store(agent_dir, main_dir, settings.paths, ports).read()
        except StoreUnreadable:
            continue


def _agent_fact(agent: Agent, settings: Settings, ports: Ports) -> AgentFact:
    main = main_agent(settings.view, settings.paths)
    try:
        own = open_store(agent.dir, main.dir, settings.paths, ports).read()
    except StoreUnreadable as error:
        return AgentFact(agent, EMPTY, None, error.reason)
    try:
        world = load_world(settings, [agent], ports)
    except StoreUnreadable:  # main's, which is told for main
        return AgentFact(agent, own, None)
    # A store that does not parse shows no profile: nothing can be said of what is missing.
    broken = any(severity(problem) == "error" for problem in world.problems)
    added_at_ms = StateDb(settings.paths.state_db, ports).added_at_ms(agent.dir)
    return AgentFact(
        agent,
        own,
        None if broken else world.snapshots[agent.id],
        added_at_ms=added_at_ms,
        renewals=renewals(settings, own.profiles.values(), agent.dir, main.dir, ports),
    )
