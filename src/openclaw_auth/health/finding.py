"""What a check of `doctor` found, and what `doctor --fix` may do about it. Values."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal, TypeAlias

    from openclaw_auth.codes import Reason
    from openclaw_auth.health.fixes import Fix

    Severity: TypeAlias = Literal["error", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Finding:
    """One thing that is wrong, or worth knowing.

    Attributes:
        id: the check's area, under which people see it: one of `checks.AREAS`.
        severity: `error`, `warning` or `info`.
        subject: what it is about: a path, a profile, a provider, a place in the config.
        reason: what is wrong; its code's remedy mends it.
        fix: what `--fix` does about it, None when only a person can.
        check: id of the check that found it; the area until `examine` or `lint` names it.
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

    def by(self, check: str) -> Finding:
        """Return the same finding, said by a check."""
        return Finding(self.id, self.severity, self.subject, self.reason, self.fix, check=check)

    def key(self) -> tuple[str, str, str, str]:
        """Return what makes it the same finding when somebody looks again, mended the same way."""
        return *self.name(), repr(self.fix)

    def name(self) -> tuple[str, str, str]:
        """Return who found what about what; two places may share it."""
        return self.check, self.subject, self.reason.code

    def is_among(self, found: Iterable[Finding]) -> bool:
        """Return whether it is there again, mended the same way or not to be mended at all.

        Args:
            found: what another look found under this `name`.
        """
        return any(other.fix is None or other.key() == self.key() for other in found)

    def __repr__(self) -> str:
        return f"Finding({self.id!r}, {self.severity!r}, {self.subject!r}, {self.reason!r})"


def exit_code(findings: list[Finding]) -> int:
    """Return what `--strict` exits with: 1 for errors, 2 for warnings, 0 (ruling 30)."""
    found = {finding.severity for finding in findings}
    if "error" in found:
        return 1
    return 2 if "warning" in found else 0
