"""Why an installed service file should be written anew. Pure, but for one look at the program."""

from __future__ import annotations

import os

from openclaw_auth.codes import Reason
from openclaw_auth.host.unit_variables import program_of, variables_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.host.plan import Manager, ServicePlan

# What a service file of ours may hold. Everything else is somebody's, or a secret.
OUR_VARIABLES = frozenset(
    {
        "HOME",
        "LANG",
        "OPENCLAW_AGENT_DIR",
        "OPENCLAW_CONFIG_PATH",
        "OPENCLAW_GATEWAY_PORT",
        "OPENCLAW_LAUNCHD_LABEL",
        "OPENCLAW_OAUTH_DIR",
        "OPENCLAW_PROFILE",
        "OPENCLAW_SERVICE_KIND",
        "OPENCLAW_SERVICE_MARKER",
        "OPENCLAW_SERVICE_VERSION",
        "OPENCLAW_STATE_DIR",
        "OPENCLAW_SYSTEMD_UNIT",
        "PATH",
        "PI_CODING_AGENT_DIR",
    }
)


def stale_reasons(
    manager: Manager, text: str, wanted: ServicePlan | None = None
) -> tuple[Reason, ...]:
    """Return why the file should be written anew; empty when it need not.

    Args:
        manager: whose file.
        text: of the file.
        wanted: what would be written now; None when nobody worked that out.
    """
    found: list[Reason] = []
    held = sorted(foreign_variables(manager, text))
    if held:
        found.append(Reason("service_holds_variables", {"names": ", ".join(held)}))
    program = program_of(manager, text)
    if program is not None and not os.access(program, os.X_OK):
        found.append(Reason("service_program_gone", {"program": program}))
    if wanted is not None and wanted.files[0].text != text and not found:
        found.append(Reason("service_differs", {"path": manager.path}))
    return tuple(found)


def foreign_variables(manager: Manager, text: str) -> dict[str, str]:
    """Return what a file sets that we would not: other people's settings, and secrets in clear."""
    found = variables_in(manager, text)
    return {n: value for n, value in found.items() if n not in OUR_VARIABLES and value.strip()}
