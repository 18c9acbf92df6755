"""launchd property lists: facts in, text and commands out. Pure. Keys: launchd.plist(5)."""

from __future__ import annotations

import os
import plistlib
import re

from openclaw_auth.host.plan import MARK, ServiceFile, ServicePlan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.host.plan import Command, Manager, ServiceFacts

SYSTEM = "launchd-system"
_UMASK = 0o077
_PID = re.compile(r"^\s*pid = (\d+)\s*$", re.MULTILINE)
_RUNNING = re.compile(r"^\s*state = running\s*$", re.MULTILINE)


def property_list(manager: Manager, facts: ServiceFacts) -> str:
    """Return the property list as XML."""
    values: dict[str, object] = {
        "Label": manager.name,
        "Comment": f"OpenClaw gateway ({facts.version}). {MARK}.",
        "ProgramArguments": list(facts.program),
        "EnvironmentVariables": dict(facts.environ),
        "WorkingDirectory": facts.directory,
        "RunAtLoad": True,
        "KeepAlive": True,
        "ThrottleInterval": 10,
        "ExitTimeOut": facts.stop_s,
        "Umask": _UMASK,
        "StandardOutPath": os.path.join(facts.log_dir, "gateway.log"),
        "StandardErrorPath": os.path.join(facts.log_dir, "gateway.err.log"),
    }
    if manager.kind == SYSTEM and facts.user:
        values["UserName"] = facts.user
    return plistlib.dumps(values, sort_keys=False).decode()


def plan(manager: Manager, facts: ServiceFacts) -> ServicePlan:
    """Return what installing does."""
    target = f"{_domain(manager)}/{manager.name}"
    return ServicePlan(
        manager,
        (ServiceFile(manager.path, property_list(manager, facts), 0o644),),
        (
            ("-", "launchctl", "bootout", target),
            ("launchctl", "enable", target),
            ("launchctl", "bootstrap", _domain(manager), manager.path),
            ("launchctl", "kickstart", target),
        ),
        (*facts.writable[:1], facts.log_dir),
    )


def removal(manager: Manager) -> tuple[tuple[Command, ...], tuple[Command, ...]]:
    """Return the commands before the list is deleted, and those after."""
    return (("-", "launchctl", "bootout", f"{_domain(manager)}/{manager.name}"),), ()


def verb(manager: Manager, word: str) -> tuple[Command, ...]:
    """Return the commands for `start`, `stop` or `restart`.

    Stopping unloads: launchd starts again at once what it keeps alive.
    """
    target = f"{_domain(manager)}/{manager.name}"
    if word == "stop":
        return (("launchctl", "bootout", target),)
    load = ("-", "launchctl", "bootstrap", _domain(manager), manager.path)
    kick = ("-k",) if word == "restart" else ()
    return (load, ("launchctl", "kickstart", *kick, target))


def question(manager: Manager) -> Command:
    """Return the command whose output `read_answer` understands."""
    return ("launchctl", "print", f"{_domain(manager)}/{manager.name}")


def read_answer(output: str) -> tuple[bool, int | None]:
    """Return whether it runs, and its process, from the answer to `question`."""
    pid = _PID.search(output)
    return _RUNNING.search(output) is not None, int(pid[1]) if pid else None


def _domain(manager: Manager) -> str:
    return "system" if manager.kind == SYSTEM else f"gui/{manager.uid}"
