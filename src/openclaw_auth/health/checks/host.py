"""Other state directories, and other versions of OpenClaw that use this one."""

from __future__ import annotations

import os
import re

from openclaw_auth.codes import Reason
from openclaw_auth.config.keypath import value_at
from openclaw_auth.health.finding import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.health.evidence import Evidence

# The version whose files this program reads and writes.
KNOWN = (2026, 2)
_VERSION = re.compile(r"\D*(\d{4})\.(\d{1,2})")


def state_dirs(evidence: Evidence) -> list[Finding]:
    """Return the directories of the usual names that hold something and are not read."""
    others = evidence.host.other_state_dirs if evidence.host is not None else ()
    return [_state_dir(path, evidence.settings.paths.state_dir) for path in others]


def _state_dir(path: str, used: str) -> Finding:
    # It is read unless OPENCLAW_STATE_DIR says otherwise, so somebody said so.
    meant = os.path.basename(path) == ".openclaw"
    code = "doctor_usual_state_dir" if meant else "doctor_other_state_dir"
    reason = Reason(code, {"path": path, "used": used})
    return Finding("host", "info" if meant else "warning", path, reason)


def versions(evidence: Evidence) -> list[Finding]:
    """Return who else uses this state directory, and whether its files may be newer than known."""
    found = []
    touched = value_at(evidence.settings.config.raw, ("meta", "lastTouchedVersion"))
    if isinstance(touched, str) and _is_newer(touched):
        params = {"version": touched, "file": evidence.settings.config.path}
        found.append(
            Finding(
                "host", "warning", "meta.lastTouchedVersion", Reason("doctor_newer_version", params)
            )
        )
    other = evidence.host.other_program if evidence.host is not None else None
    if other is not None:
        params = {"path": other.path, "version": other.version or "?"}
        newer = other.version is not None and _is_newer(other.version)
        code = "doctor_other_program_newer" if newer else "doctor_other_program"
        found.append(
            Finding("host", "warning" if newer else "info", other.path, Reason(code, params))
        )
    return found


def _is_newer(version: str) -> bool:
    found = _VERSION.match(version)
    return found is not None and (int(found[1]), int(found[2])) > KNOWN
