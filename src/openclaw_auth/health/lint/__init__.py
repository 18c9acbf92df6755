"""What `models auth lint` checks: slips that no request shows until it fails. Pure, one a file.

Every finding's remedy is a command that makes it vanish; a test runs each. `doctor` calls the
same checks.
"""

from __future__ import annotations

from openclaw_auth.health.checks import config, environment, files, permissions
from openclaw_auth.health.finding import Finding
from openclaw_auth.health.lint import (
    duplicates,
    hidden,
    key_shape,
    named,
    orders,
    references,
    refresh_tokens,
    shadows,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from openclaw_auth.health.evidence import Evidence

    Check = Callable[[Evidence], list[Finding]]

# By the name that the JSON output calls `id`. Those of doctor's that lint shares come first.
SHARED: dict[str, Check] = {
    "file_mode": permissions.check,
    "store": files.stores,
    "config": config.invalid,
    "environment": environment.check,
}
CHECKS: dict[str, Check] = {
    "key_shape": key_shape.check,
    "duplicate_secret": duplicates.check,
    "shared_refresh_token": refresh_tokens.check,
    "shadowed": shadows.check,
    "reference": references.check,
    "order": orders.check,
    "named_by_config": named.check,
    "hidden_by_config": hidden.check,
}


def lint(evidence: Evidence) -> list[Finding]:
    """Return everything that lint finds; `check` names who found it."""
    return [
        finding.by(name)
        for name, check in {**SHARED, **CHECKS}.items()
        for finding in check(evidence)
    ]
