"""Whether a process that a file names is still there."""

from __future__ import annotations

import os


def is_running(pid: int) -> bool:
    """Return whether there is a process of this number, whoever's; no process has one below 1."""
    if pid < 1:
        return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # someone's, and alive
        return True
    return True
