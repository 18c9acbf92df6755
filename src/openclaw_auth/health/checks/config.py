"""What is wrong with openclaw.json, and what OpenClaw 2026.2 would refuse in it."""

from __future__ import annotations

from difflib import get_close_matches

from openclaw_auth.codes import Reason
from openclaw_auth.config.edit import Edit
from openclaw_auth.config.keypath import read_path, show_path, value_at
from openclaw_auth.config.legacy_keys import migrations
from openclaw_auth.config.schema import unknown_section, validate_as_reference
from openclaw_auth.errors import did_you_mean
from openclaw_auth.health.finding import Finding
from openclaw_auth.health.fixes import EditConfig, PutBack
from openclaw_auth.health.reference_version import newer_writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.config.keypath import Path
    from openclaw_auth.config.load import Config
    from openclaw_auth.config.problem import Problem
    from openclaw_auth.health.evidence import Evidence
    from openclaw_auth.health.finding import Severity
    from openclaw_auth.health.fixes import Fix

_UNKNOWN = ("config_unknown_key", "config_unknown_key_near")
_ALIKE = 0.7
_MODEL_SLOTS = (("agents", "defaults", "model"), ("agents", "defaults", "imageModel"))


def sections(evidence: Evidence) -> list[Finding]:
    """Return top-level sections that nobody knows."""
    config = evidence.settings.config
    findings = []
    old = {migration.holder for migration in migrations(config.raw)}
    for section in config.unknown_sections:
        if section in old:
            continue
        near = str(unknown_section(section).reason.params.get("nearest", ""))
        alike = get_close_matches(section.lower(), [near.lower()], cutoff=_ALIKE)
        params: dict[str, object] = {"section": section, "file": config.path}
        params["nearest"] = did_you_mean([near] if alike else [])
        found = Reason("doctor_unknown_section", params)
        findings.append(
            Finding("config", "warning", section, found, _taken_out((section,), config))
        )
    return findings


def invalid(evidence: Evidence) -> list[Finding]:
    """Return what makes the config invalid, old keys included."""
    return [*problems(evidence), *legacy(evidence)]


def legacy(evidence: Evidence) -> list[Finding]:
    """Return what older versions wrote, and what stands in the way of moving it."""
    config = evidence.settings.config
    findings = []
    for old in migrations(config.raw):
        # A config with an old key among the known ones is invalid; an old section is passed over.
        severity: Severity = "error" if old.holder == "agents.defaults" else "warning"
        params = {"file": config.path, "keys": ", ".join(old.keys), "target": old.target}
        if old.conflict:
            params["conflict"] = old.conflict
            reason = Reason("doctor_config_legacy_conflict", params)
            findings.append(Finding("config", severity, old.holder, reason))
            continue
        fix = EditConfig(old.holder, old.edits, "doctor_fixed_legacy")
        reason = Reason("doctor_config_legacy", params)
        findings.append(Finding("config", severity, old.holder, reason, fix))
    return findings


def own_keys(evidence: Evidence) -> list[Finding]:
    """Return keys for which OpenClaw 2026.2 refuses a config that is fine here."""
    config = evidence.settings.config
    return [] if config.problems else _not_for_openclaw(config)


def problems(evidence: Evidence) -> list[Finding]:
    """Return what makes the config invalid; old keys are told by `legacy`."""
    config = evidence.settings.config
    return [
        _problem(problem, config, evidence.config_backup)
        for problem in config.problems
        if problem.reason.code != "config_legacy_key"
    ]


def _problem(problem: Problem, config: Config, backup: str | None) -> Finding:
    file = problem.file or config.path
    params = {"file": file, "problem": problem.reason, "path": problem.path}
    code = "doctor_config_value"
    fix: Fix | None = None
    if problem.reason.code == "config_unreadable":
        code = "doctor_config_not_permitted"
    elif not problem.path:
        code = "doctor_config_unreadable"
        fix = PutBack(file, backup) if backup is not None and file == config.path else None
    elif problem.reason.code in _UNKNOWN:
        code, fix = "doctor_config_key", _taken_out(read_path(problem.path), config)
    elif problem.reason.code == "config_missing_variable":
        code = "doctor_config_variable"
        params["name"] = problem.reason.params["name"]
    return Finding("config", "error", problem.path or file, Reason(code, params), fix)


def _taken_out(path: Path, config: Config) -> EditConfig | None:
    """Return the fix for a key for which OpenClaw 2026.2 refuses the whole config.

    None where a newer version wrote it: that may know the key.
    """
    if newer_writer(config.raw) is not None:
        return None
    shown = show_path(path)
    return EditConfig(shown, (Edit("unset", path),), "doctor_fixed_key", group="unknown_keys")


def _not_for_openclaw(config: Config) -> list[Finding]:
    """Return what this program takes and OpenClaw 2026.2 refuses its whole config for."""
    findings = []
    for problem in validate_as_reference(config.main):
        params = {"file": config.path, "problem": problem.reason, "path": problem.path}
        if problem.reason.code == "config_missing_key":
            reason = Reason("doctor_refused_by_openclaw", params)
            findings.append(Finding("config", "warning", problem.path, reason))
            continue
        reason = Reason("doctor_own_key", params)
        fix = EditConfig(problem.path, _moved(problem.path, config))
        findings.append(Finding("config", "warning", problem.path, reason, fix))
    return findings


def _moved(shown: str, config: Config) -> tuple[Edit, ...]:
    """Return the edits after which the config says the same and OpenClaw takes it.

    Setting a place anew puts it where it belongs: a model given as text becomes an object, what
    OpenClaw does not know goes to our own file.
    """
    path = read_path(shown)
    value = value_at(config.main, path)
    if path in _MODEL_SLOTS and isinstance(value, str):
        return (Edit("set", path, {"primary": value}),)
    return (Edit("unset", path), Edit("set", path, value))
