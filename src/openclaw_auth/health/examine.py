"""Everything that `doctor` finds: its own checks, and those of `models auth lint`. Pure."""

from __future__ import annotations

from openclaw_auth.health.check_list import CHECKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.health.evidence import Evidence
    from openclaw_auth.health.finding import Finding


def examine(evidence: Evidence) -> list[Finding]:
    """Return everything that the checks find, in their order; each finding names its check."""
    return [finding.by(check.id) for check in CHECKS for finding in check.run(evidence)]
