"""Refreshes whose process died after the answer came and before it was stored. Reads only."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from openclaw_auth.ports import Ports

_FOLDER = "refresh"  # `refresh.journal`'s; spelt again, so that a host without one imports none
# Between receiving and storing lie milliseconds; a stopped process may take longer.
_OVERDUE_MS = 60_000


def unfinished(agent_dirs: Iterable[str], ports: Ports) -> dict[str, str]:
    """Return the journals with token pairs that wait to be stored: path to profile id."""
    folders = [d for d in agent_dirs if os.path.isdir(os.path.join(d, _FOLDER))]
    if not folders:
        return {}
    from openclaw_auth.refresh.journal import Journal, journals_in

    found = {}
    for folder in folders:
        for name in journals_in(folder):
            journal = Journal(folder, name, ports)
            try:
                entry = journal.read()
            except OSError:
                continue
            if entry is None or entry.pair is None:
                continue
            if entry.at_ms < ports.now_ms() - _OVERDUE_MS:
                found[journal.path] = entry.profile_id
    return found
