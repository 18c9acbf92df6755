"""Who else may read or write the files that hold secrets."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Finding
from openclaw_auth.health.fixes import Chmod

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.health.evidence import Evidence, FileFact

_OTHERS = 0o077
_PRIVATE_DIRECTORY = 0o700
_PRIVATE_FILE = 0o600


def check(evidence: Evidence) -> list[Finding]:
    """Return files and directories that group or world may use, and those of other owners."""
    findings = []
    for file in evidence.files:
        if file.mode & _OTHERS:
            findings.append(_open_to_others(file))
        if file.owner is not None:
            reason = Reason("doctor_foreign_owner", {"path": file.path, "owner": file.owner})
            findings.append(Finding("permissions", "warning", file.path, reason))
    return findings


def _open_to_others(file: FileFact) -> Finding:
    mode = _PRIVATE_DIRECTORY if file.directory else _PRIVATE_FILE
    params = {"path": file.path, "mode": f"{file.mode:04o}", "wanted": f"{mode:o}"}
    reason = Reason("doctor_open_to_others", params)
    # What belongs to someone else is theirs to change.
    fix = Chmod(file.path, mode) if file.owner is None else None
    return Finding("permissions", "error", file.path, reason, fix)
