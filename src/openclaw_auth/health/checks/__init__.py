"""What `doctor` checks: pure functions from evidence to findings, one area a file."""

from __future__ import annotations

from openclaw_auth.health.checks import (
    config,
    environment,
    files,
    gateway,
    logins,
    models,
    permissions,
    profiles,
    renewal,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from openclaw_auth.health.evidence import Evidence
    from openclaw_auth.health.finding import Finding

CHECKS: tuple[Callable[[Evidence], list[Finding]], ...] = (
    permissions.check,
    files.check,
    config.check,
    environment.check,
    models.check,
    profiles.check,
    renewal.check,
    logins.check,
    gateway.check,
)
