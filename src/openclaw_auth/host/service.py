"""The door to the host's service manager: find it, plan, install, start, ask.

manager = find_manager(ports, paths)             # None: why_no_manager(ports) says why
plan = plan_install(manager, gather_facts(manager, paths, ports))
install(plan, ports)
read_service(manager, ports, plan).running
"""

from __future__ import annotations

import re

from openclaw_auth.errors import GatewayError
from openclaw_auth.host.facts import gather_facts
from openclaw_auth.host.find import find_manager, presumed_manager, why_no_manager
from openclaw_auth.host.plan import Manager, ServiceFacts, ServiceFile, ServicePlan, ServiceState
from openclaw_auth.host.service_run import (
    dialect,
    install,
    keep_beside,
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
    "keep_beside",
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

# What none of the managers' files can hold: characters that end a line, and bytes that are no text.
_ODD = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def plan_install(manager: Manager, facts: ServiceFacts) -> ServicePlan:
    """Return the files and commands that installing takes. Pure.

    Raises:
        GatewayError: `service_path_odd`, a path that no service file can hold.
    """
    words = (*facts.program, *facts.environ.values(), facts.directory, facts.log_dir)
    for word in (*words, *facts.writable, manager.path):
        if _ODD.search(word):
            raise GatewayError("service_path_odd", path=word)
    plan: ServicePlan = dialect(manager).plan(manager, facts)
    return plan
