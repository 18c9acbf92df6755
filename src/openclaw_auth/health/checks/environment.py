"""Variables that do not arrive: glued lines in `.env`, and a folder's own `.env`."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Finding
from openclaw_auth.providers.paste_cleaning import glued
from openclaw_auth.sources.environment import is_provider_setting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.health.evidence import Evidence


def check(evidence: Evidence) -> list[Finding]:
    """Return values in which another variable's line is stuck, and names that do not count."""
    findings = []
    names = evidence.settings.catalogue.every_env_name()
    for path, variables in evidence.env_files.items():
        for name, value in variables.items():
            inner = glued(value)
            if inner is not None and _is_ours(inner, names):
                params = {"path": path, "name": name, "inner": inner}
                reason = Reason("doctor_env_glued", params)
                findings.append(Finding("environment", "error", name, reason))
    for reason in evidence.settings.notices:
        subject = str(reason.params.get("file", ""))
        unreadable = reason.code == "env_file_unreadable"
        findings.append(Finding("environment", "error" if unreadable else "info", subject, reason))
    return findings


def _is_ours(name: str, names: frozenset[str]) -> bool:
    return is_provider_setting(name, names) or name.startswith("OPENCLAW_")
