"""Does an OpenClaw gateway run on this config? It refreshes logins under a lock of its own.

OpenClaw writes `<tmp>/openclaw-<uid>/gateway.<hash>.lock`, JSON with `pid`, `configPath` and, on
Linux, `startTime` (field 22 of proc(5)'s stat, so that a pid handed out anew is not taken for it).
Source: its published source, `infra/gateway-lock`. Reads only.
"""

from __future__ import annotations

import json
import os

from openclaw_auth.files.processes import is_running

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_LONGEST = 64 * 1024
_START_TIME = 19  # of what follows the command's name in parentheses


def running_openclaw(config_path: str, environ: Mapping[str, str]) -> int | None:
    """Return the pid of a running OpenClaw gateway with this config, None when none runs.

    Args:
        config_path: absolute.
        environ: says where temporary files are, as Node reads it.
    """
    temporary = next((environ[n] for n in ("TMPDIR", "TMP", "TEMP") if environ.get(n)), "/tmp")  # noqa: S108
    folder = os.path.join(temporary, f"openclaw-{os.getuid()}")
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return None
    for name in names:
        if name.startswith("gateway.") and name.endswith(".lock"):
            pid = _holder(os.path.join(folder, name), os.path.realpath(config_path))
            if pid is not None:
                return pid
    return None


def _holder(path: str, config_path: str) -> int | None:
    """Return who holds a lock file that is about this config, if it is alive."""
    try:
        with open(path, "rb") as file:
            found: Any = json.loads(file.read(_LONGEST))
    except (OSError, ValueError):
        return None
    if not isinstance(found, dict) or not isinstance(found.get("configPath"), str):
        return None
    pid = found.get("pid")
    if os.path.realpath(found["configPath"]) != config_path or type(pid) is not int or pid <= 0:
        return None
    return pid if _is_alive(pid, found.get("startTime")) else None


def _is_alive(pid: int, started: object) -> bool:
    if not is_running(pid):
        return False
    present = _start_time(pid)
    return not isinstance(started, int) or present is None or present == started


def _start_time(pid: int) -> int | None:
    """Return when a process started, in clock ticks since the boot; None off Linux."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
        return int(fields[_START_TIME])
    except (OSError, ValueError, IndexError):
        return None
