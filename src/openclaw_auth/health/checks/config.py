"""What is wrong with openclaw.json, and what OpenClaw 2026.2 would refuse in it."""

from __future__ import annotations

from difflib import get_close_matches

from openclaw_auth.codes import Reason
from openclaw_auth.config.edit import Edit
from openclaw_auth.config.keypath import read_path, show_path, value_at
from openclaw_auth.config.schema import LEGACY, unknown_section, validate_as_reference
from openclaw_auth.errors import did_you_mean
from openclaw_auth.health.finding import EditConfig, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.config.keypath import Path
    from openclaw_auth.config.load import Config
    from openclaw_auth.config.problem import Problem
    from openclaw_auth.health.evidence import Evidence

_UNKNOWN = ("config_unknown_key", "config_unknown_key_near")
_ALIKE = 0.7
_MODEL_SLOTS = (("agents", "defaults", "model"), ("agents", "defaults", "imageModel"))


def check(evidence: Evidence) -> list[Finding]:
    """Return problems, sections that nobody knows, and keys that lie in the wrong file."""
    config = evidence.settings.config
    findings = problems(evidence)
    for section in config.unknown_sections:
        near = str(unknown_section(section).reason.params.get("nearest", ""))
        alike = get_close_matches(section.lower(), [near.lower()], cutoff=_ALIKE)
        params: dict[str, object] = {"section": section, "file": config.path}
        params["nearest"] = did_you_mean([near] if alike else [])
        found = Reason("doctor_unknown_section", params)
        old = LEGACY.get((section,)) is not None  # what it says has a new place
        fix = None if old else _taken_out((section,))
        findings.append(Finding("config", "warning", section, found, fix))
    if not config.problems:
        findings += _not_for_openclaw(config)
    return findings


def problems(evidence: Evidence) -> list[Finding]:
    """Return what makes the config invalid."""
    config = evidence.settings.config
    return [_problem(problem, config) for problem in config.problems]


def _problem(problem: Problem, config: Config) -> Finding:
    file = problem.file or config.path
    params = {"file": file, "problem": problem.reason, "path": problem.path}
    code, fix = "doctor_config_value", None
    if problem.reason.code == "config_unreadable":
        code = "doctor_config_not_permitted"
    elif not problem.path:
        code = "doctor_config_unreadable"
    elif problem.reason.code in _UNKNOWN:
        code, fix = "doctor_config_key", _taken_out(read_path(problem.path))
    elif problem.reason.code == "config_missing_variable":
        code = "doctor_config_variable"
        params["name"] = problem.reason.params["name"]
    return Finding("config", "error", problem.path or file, Reason(code, params), fix)


def _taken_out(path: Path) -> EditConfig:
    """Return the fix for a key for which OpenClaw refuses the whole config."""
    return EditConfig(show_path(path), (Edit("unset", path),), "doctor_fixed_key")


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
