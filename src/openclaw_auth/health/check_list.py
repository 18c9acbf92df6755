"""The checks of `doctor`: its own, one area a file in `checks`, and those of `models auth lint`.

A check has an id, which is stable, and an area, under which people see what it finds. Its code
`doctor_check_<id>` says what it looks at.
"""

from __future__ import annotations

from openclaw_auth.health.checks import (
    alerts,
    clock,
    config,
    deep,
    environment,
    files,
    gateway,
    host,
    logins,
    models,
    permissions,
    profiles,
    renewal,
    service,
    sessions,
)
from openclaw_auth.health.lint import CHECKS as LINT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from openclaw_auth.health.evidence import Evidence
    from openclaw_auth.health.finding import Finding


class Check:
    """One check of `doctor`.

    Attributes:
        id: stable; the `id` of its findings in JSON.
        area: its code is `doctor_area_<area>`.
        run: looks at a host; pure.
        severities: what its findings may be.
        fixes: the groups of `fixes.GROUPS` that its fixes belong to.
    """

    __slots__ = ("area", "fixes", "id", "run", "severities")

    def __init__(
        self,
        id: str,  # noqa: A002 # the word that the JSON output uses
        area: str,
        run: Callable[[Evidence], list[Finding]],
        severities: str,
        fixes: str = "",
    ) -> None:
        self.id = id
        self.area = area
        self.run = run
        self.severities = tuple(severities.split())
        self.fixes = tuple(fixes.split())


_LINT_SEVERITIES = {
    "key_shape": "error warning info",
    "duplicate_secret": "warning info",
    "shared_refresh_token": "error warning",
    "reference": "error",
    "named_by_config": "warning info",
}

CHECKS: tuple[Check, ...] = (
    Check("file_mode", "permissions", permissions.check, "error warning", "modes"),
    Check("older_version", "files", files.older_versions, "warning info", "move"),
    Check("store", "files", files.stores, "error warning", "import set_aside"),
    Check("leftover", "files", files.leftovers, "warning"),
    Check("config", "config", config.problems, "error", "unknown_keys set_aside"),
    Check("config_section", "config", config.sections, "warning", "unknown_keys"),
    Check("config_legacy", "config", config.legacy, "error warning", "config"),
    Check("config_own_key", "config", config.own_keys, "warning", "config"),
    Check("environment", "environment", environment.check, "error info"),
    Check("model", "models", models.check, "error warning"),
    Check("expiry", "model_auth", profiles.ends, "error warning"),
    Check("time_out", "model_auth", profiles.time_outs, "error warning"),
    Check("taken_over", "model_auth", profiles.taken_over, "warning"),
    Check("renewal", "model_auth", renewal.in_doubt, "error warning"),
    Check("shared_login", "model_auth", renewal.shared, "warning"),
    Check("probe", "model_auth", deep.check, "error warning"),
    Check("renewal_unfinished", "renewal", renewal.unfinished, "warning", "journals"),
    Check("renewal_due", "renewal", renewal.due, "info", "renewal"),
    Check("other_login", "logins", logins.check, "info"),
    Check("session_pin", "sessions", sessions.pins, "warning", "pins"),
    Check("session_file", "sessions", sessions.broken, "error", "set_aside"),
    Check("gateway_bind", "gateway", gateway.bind, "error warning"),
    Check("gateway_token", "gateway", gateway.token, "error info", "token"),
    Check("gateway_port", "gateway", gateway.port, "error warning"),
    Check("gateway_view", "gateway", gateway.view, "warning"),
    Check("service", "service", service.running, "error warning", "service"),
    Check("service_file", "service", service.environment, "warning", "service service_file"),
    Check("alerts", "service", alerts.targets, "info"),
    Check("clock_files", "clock", clock.files, "warning"),
    Check("clock_statistics", "clock", clock.statistics, "warning", "statistics"),
    Check("clock_skew", "clock", clock.providers, "error warning"),
    Check("state_dir", "host", host.state_dirs, "warning info"),
    Check("other_version", "host", host.versions, "warning info"),
    *(
        Check(
            name,
            "model_auth",
            run,
            _LINT_SEVERITIES.get(name, "warning"),
            "orders" if name == "order" else "",
        )
        for name, run in LINT.items()
    ),
)
