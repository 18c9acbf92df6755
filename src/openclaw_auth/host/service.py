"""The door to the host's service manager: find it, plan, install, start, ask.

manager = find_manager(ports, paths)             # None: why_no_manager(ports) says why
plan = plan_install(manager, gather_facts(manager, paths, ports))
install(plan, ports)
read_service(manager, ports, plan).running
"""

from __future__ import annotations

from openclaw_auth.host.facts import gather_facts
from openclaw_auth.host.find import find_manager, presumed_manager, why_no_manager
from openclaw_auth.host.plan import Manager, ServiceFacts, ServiceFile, ServicePlan, ServiceState
from openclaw_auth.host.service_run import (
    dialect,
    install,
    lingers,
    read_service,
    restart,
    start,
    stop,
    uninstall,
)

__all__ = [
    "Manager",
    "ServiceFacts",
    "ServiceFile",
    "ServicePlan",
    "ServiceState",
    "find_manager",
    "gather_facts",
    "install",
    "lingers",
    "plan_install",
    "presumed_manager",
    "read_service",
    "restart",
    "start",
    "stop",
    "uninstall",
    "why_no_manager",
]


def plan_install(manager: Manager, facts: ServiceFacts) -> ServicePlan:
    """Return the files and commands that installing takes. Pure.

    Raises:
        GatewayError: `service_path_odd`, a path that no service file can hold.
    """
    plan: ServicePlan = dialect(manager).plan(manager, facts)
    return plan
