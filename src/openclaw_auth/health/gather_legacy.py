"""What older versions left beside what counts, and backups of what does not parse. Reads only."""

from __future__ import annotations

import os

from openclaw_auth.config.load import parsed, read_text
from openclaw_auth.config.paths import CONFIG_NAME, LEGACY_CONFIG_NAMES, LEGACY_STATE_DIRS
from openclaw_auth.config.problem import Unreadable
from openclaw_auth.config.schema import validate
from openclaw_auth.config.write import BACKUPS
from openclaw_auth.health.evidence import HalfMigrated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openclaw_auth.agents import Agent
    from openclaw_auth.settings import Settings


def half_migrated(settings: Settings, agents: Sequence[Agent]) -> list[HalfMigrated]:
    """Return everything that an older version left where it is not, or not properly, used."""
    return [*_configs(settings), *_agent_dirs(settings), *_auth_files(settings, agents)]


def _configs(settings: Settings) -> Iterator[HalfMigrated]:
    paths = settings.paths
    if os.path.basename(paths.state_dir) in LEGACY_STATE_DIRS and paths.home is not None:
        usual = os.path.join(paths.home, ".openclaw")
        yield HalfMigrated("doctor_older_state_dir", paths.state_dir, usual)
    usual = os.path.join(paths.state_dir, CONFIG_NAME)
    for name in LEGACY_CONFIG_NAMES:
        path = os.path.join(paths.state_dir, name)
        if not os.path.isfile(path):
            continue
        if path == paths.config_path:
            yield HalfMigrated("doctor_older_config_name", path, usual)
        elif paths.config_path == usual and os.path.isfile(usual):
            yield HalfMigrated("doctor_older_config_beside", path, usual)


def _agent_dirs(settings: Settings) -> Iterator[HalfMigrated]:
    """Yield the older agent directory where the newer one is there too: nobody knows which counts."""
    older = os.path.join(settings.paths.state_dir, "agent")
    newer = settings.paths.agent_dir("main")
    if os.path.isfile(os.path.join(older, "auth-profiles.json")) and os.path.exists(newer):
        yield HalfMigrated("doctor_older_agent_dir_beside", older, newer)


def _auth_files(settings: Settings, agents: Sequence[Agent]) -> Iterator[HalfMigrated]:
    """Yield `auth.json` beside a store: the store hides it, so an import never ended or was undone."""
    for agent_dir in dict.fromkeys(agent.dir for agent in agents):
        auth = os.path.join(agent_dir, "auth.json")
        store = settings.paths.store_path(agent_dir)
        if os.path.isfile(auth) and os.path.isfile(store):
            yield HalfMigrated("doctor_legacy_beside", auth, store)


def config_backup(settings: Settings) -> str | None:
    """Return the newest backup that is a valid config, if the config cannot be understood."""
    config = settings.config
    if config.raw or not any(not p.path and p.file == config.path for p in config.problems):
        return None
    rotated = [f"{config.path}.bak{n}" for n in ("", *(f".{n}" for n in range(1, BACKUPS)))]
    return next((path for path in rotated if _is_valid(path)), None)


def _is_valid(path: str) -> bool:
    try:
        text = read_text(path)
        found = None if text is None else parsed(path, text)
    except Unreadable:
        return False
    return isinstance(found, dict) and bool(found) and not validate(found)
