"""What a check of `doctor` found, and what `doctor --fix` may do about it. Values."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from openclaw_auth.codes import Reason
    from openclaw_auth.config.edit import Edit

    Severity: TypeAlias = Literal["error", "warning", "info"]
    Fix: TypeAlias = "Chmod | ImportLegacy | MoveDirectory | EditConfig | PruneOrder"

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Finding:
    """One thing that is wrong, or worth knowing.

    Attributes:
        id: the check's area: `permissions`, `files`, `config`, `environment`, `models`,
            `model_auth`, `logins`, `gateway`.
        severity: `error`, `warning` or `info`.
        subject: what it is about: a path, a profile, a provider, a place in the config.
        reason: what is wrong; its code's remedy mends it.
        fix: what `--fix` does about it, None when only a person can.
        check: which check of `models auth lint` found it; the area where it is none of its.
    """

    __slots__ = ("check", "fix", "id", "reason", "severity", "subject")

    def __init__(
        self,
        id: str,  # noqa: A002 # the word that the JSON output uses
        severity: Severity,
        subject: str,
        reason: Reason,
        fix: Fix | None = None,
        *,
        check: str | None = None,
    ) -> None:
        self.check = check or id
        self.id = id
        self.severity = severity
        self.subject = subject
        self.reason = reason
        self.fix = fix

    def __repr__(self) -> str:
        return f"Finding({self.id!r}, {self.severity!r}, {self.subject!r}, {self.reason!r})"


class Chmod:
    """Give a file of ours the mode it should have."""

    __slots__ = ("mode", "path")

    def __init__(self, path: str, mode: int) -> None:
        self.path = path
        self.mode = mode


class ImportLegacy:
    """Make an agent's legacy files its store."""

    __slots__ = ("agent_dir",)

    def __init__(self, agent_dir: str) -> None:
        self.agent_dir = agent_dir


class PruneOrder:
    """Take ids that are stored nowhere out of an order; what is left decides as it did before."""

    __slots__ = ("agent_dir", "gone", "provider")

    def __init__(self, agent_dir: str, provider: str, gone: tuple[str, ...]) -> None:
        self.agent_dir = agent_dir
        self.provider = provider
        self.gone = gone


class MoveDirectory:
    """Move a directory to where nothing is yet."""

    __slots__ = ("path", "target")

    def __init__(self, path: str, target: str) -> None:
        self.path = path
        self.target = target


class EditConfig:
    """Edit the config, all edits or none; `done` is the code that tells of it."""

    __slots__ = ("done", "edits", "path")

    def __init__(
        self, path: str, edits: tuple[Edit, ...], done: str = "doctor_fixed_config"
    ) -> None:
        self.path = path
        self.edits = edits
        self.done = done


def exit_code(findings: list[Finding]) -> int:
    """Return what `--strict` exits with: 1 for errors, 2 for warnings, 0 (ruling 30)."""
    found = {finding.severity for finding in findings}
    if "error" in found:
        return 1
    return 2 if "warning" in found else 0
