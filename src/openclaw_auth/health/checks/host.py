"""Other state directories, and other versions of OpenClaw that use this one."""

from __future__ import annotations

import os

from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Finding
from openclaw_auth.health.reference_version import is_newer, newer_writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.health.evidence import Evidence


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
    touched = newer_writer(evidence.settings.config.raw)
    if touched is not None:
        params = {"version": touched, "file": evidence.settings.config.path}
        found.append(
            Finding(
                "host", "warning", "meta.lastTouchedVersion", Reason("doctor_newer_version", params)
            )
        )
    other = evidence.host.other_program if evidence.host is not None else None
    if other is not None:
        params = {"path": other.path, "version": other.version or "?"}
        newer = other.version is not None and is_newer(other.version)
        code = "doctor_other_program_newer" if newer else "doctor_other_program"
        found.append(
            Finding("host", "warning" if newer else "info", other.path, Reason(code, params))
        )
    return found
