"""Whether anybody hears of it when a credential ends."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.health.evidence import Evidence


def targets(evidence: Evidence) -> list[Finding]:
    """Return it when a service is installed, so that nobody looks at it, and tells nobody."""
    if evidence.host is None or evidence.host.service is None:
        return []
    section = evidence.settings.view.section("monitor")
    if section.get("targets") or section.get("enabled") is False:
        return []
    return [Finding("service", "info", "monitor.targets", Reason("doctor_alerts_nowhere"))]
