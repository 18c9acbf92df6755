"""Which service manager this host has, and where it keeps what it is told."""

from __future__ import annotations

import os
import sys

from openclaw_auth.codes import Reason
from openclaw_auth.host import systemd
from openclaw_auth.host.plan import Manager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.config.paths import Paths
    from openclaw_auth.host.commands import Run
    from openclaw_auth.ports import Ports

_UNIT = "openclaw-gateway"
_LABEL = "ai.openclaw"
_SYSTEM_UNITS = "/etc/systemd/system"
_DAEMONS = "/Library/LaunchDaemons"
# What `systemctl is-system-running` says of a manager that manages (systemctl(1)).
_MANAGING = ("running", "degraded", "starting", "initializing", "maintenance")
_CONTAINER_MARKS = ("/.dockerenv", "/run/.containerenv")


def presumed_manager(ports: Ports, paths: Paths, *, system: bool = False) -> Manager:
    """Return the manager that this kind of host has, whether or not it answers. Reads nothing.

    Raises:
        ConfigError: `no_home`, where its file would lie in the home directory.
    """
    environ = ports.environ
    suffix = f"-{paths.profile}" if paths.profile else ""
    if is_termux(ports):
        folder = os.path.join(environ["PREFIX"], "var", "service", _UNIT + suffix)
        return Manager("termux", _UNIT + suffix, os.path.join(folder, "run"))
    if sys.platform == "darwin":
        name = environ.get("OPENCLAW_LAUNCHD_LABEL") or f"{_LABEL}.{paths.profile or 'gateway'}"
        if system:
            return Manager("launchd-system", name, f"{_DAEMONS}/{name}.plist")
        path = paths.absolute(f"~/Library/LaunchAgents/{name}.plist")
        return Manager("launchd", name, path, os.getuid())
    name = environ.get("OPENCLAW_SYSTEMD_UNIT") or f"{_UNIT}{suffix}"
    name = name.removesuffix(".service") + ".service"
    if system:
        return Manager("systemd-system", name, f"{_SYSTEM_UNITS}/{name}")
    folder = paths.config_home(environ)
    return Manager("systemd-user", name, os.path.join(folder, "systemd", "user", name), os.getuid())


def find_manager(
    ports: Ports, paths: Paths, *, system: bool = False, run: Run | None = None
) -> Manager | None:
    """Return the manager of this host, None when none answers: `why_no_manager` says why."""
    manager = presumed_manager(ports, paths, system=system)
    return manager if answers(manager, ports, run) else None


def answers(manager: Manager, ports: Ports, run: Run | None = None) -> bool:
    """Return whether this manager is at work here."""
    from openclaw_auth.host.commands import program_runner

    ask = run or program_runner(ports)
    if manager.kind == "termux":
        return os.path.exists(os.path.join(ports.environ["PREFIX"], "bin", "sv-enable"))
    if manager.kind.startswith("launchd"):
        return True
    done = ask((*systemd.systemctl(manager), "is-system-running"))
    return done is not None and done.output.strip() in _MANAGING


def why_no_manager(ports: Ports, *, system: bool = False) -> Reason:
    """Return why no manager answers, and with it what to do instead."""
    environ = ports.environ
    if is_termux(ports):
        return Reason("service_none_termux")
    if _in_container(environ.get("container")):
        return Reason("service_none_container")
    if os.path.isdir("/run/systemd/system"):
        user = environ.get("USER") or environ.get("LOGNAME") or str(os.getuid())
        return Reason("service_none" if system else "service_none_session", {"user": user})
    if environ.get("WSL_DISTRO_NAME") or "microsoft" in _kernel().lower():
        return Reason("service_none_wsl")
    return Reason("service_none")


def is_termux(ports: Ports) -> bool:
    """Return whether this is Termux on Android."""
    prefix = ports.environ.get("PREFIX", "")
    return bool(prefix) and ("TERMUX_VERSION" in ports.environ or "com.termux" in prefix)


def _in_container(said: str | None) -> bool:
    return bool(said) or any(os.path.exists(mark) for mark in _CONTAINER_MARKS)


def _kernel() -> str:
    return os.uname().release
