"""Which store an agent has on this host."""

from __future__ import annotations

import os

from openclaw_auth.store.json_file import JsonFileStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.config.paths import Paths
    from openclaw_auth.ports import Ports

OAUTH_FILE = "oauth.json"


def open_store(agent_dir: str, main_dir: str, paths: Paths, ports: Ports) -> JsonFileStore:
    """Return the store of an agent directory.

    Args:
        agent_dir: whose store.
        main_dir: main's directory: only main may import the legacy `oauth.json`.
        paths: where the legacy files and our bookkeeping lie.
        ports: clock, randomness and waiting.
    """

    def removed_ids() -> frozenset[str]:
        from openclaw_auth.store.state import StateDb

        return StateDb(paths.state_db, ports).removed_ids(agent_dir)

    oauth_file = os.path.join(paths.oauth_dir, OAUTH_FILE) if agent_dir == main_dir else None
    return JsonFileStore(agent_dir, ports, oauth_file=oauth_file, removed_ids=removed_ids)
