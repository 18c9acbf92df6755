"""Everything that `doctor` finds: its own checks, and those of `models auth lint`. Pure."""

from __future__ import annotations

from openclaw_auth.health.checks import CHECKS
from openclaw_auth.health.lint import own_findings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.health.evidence import Evidence
    from openclaw_auth.health.finding import Finding


def examine(evidence: Evidence) -> list[Finding]:
    """Return everything that the checks find, in the order of the checks."""
    return [f for check in CHECKS for f in check(evidence)] + own_findings(evidence)
