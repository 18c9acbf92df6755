"""What surrounds a state directory: looked at for `doctor`, never changed."""

from __future__ import annotations

import json
import os
import re
import sys

from openclaw_auth.config.paths import LEGACY_STATE_DIRS
from openclaw_auth.errors import GatewayError, OpenclawAuthError
from openclaw_auth.health.host_facts import HostFacts, OtherProgram, PortFact, ServiceFact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from openclaw_auth.cli.context import Context
    from openclaw_auth.cli.gateway.service_plan import Installer
    from openclaw_auth.codes import Reason

_PORTS = range(1, 65_536)
_NEAR = 20
_SERVED_BY = ("agents", "credentials", "openclaw.json", "clawdbot.json", "moltbot.json")
_MOST = 64 * 1024
_OLDER_SERVICE = re.compile(r"(?:clawdbot|moltbot|moldbot).*\.(?:service|plist)$")
# A package.json lies this far above what `openclaw` on the PATH points to, at most.
_UP = 4


def gather_host(ctx: Context) -> HostFacts:
    """Return what surrounds this state directory. Starts the service manager's program only."""
    view = ctx.settings().view
    here = view.gateway_mode() != "remote"
    return HostFacts(
        port=_port(ctx) if here else None,
        port_problem=_port_problem(ctx) if here else None,
        bind_problem=_bind_problem(ctx) if here else None,
        gateway_differs=_gateway_differs(ctx),
        service=_service(ctx),
        older_services=_older_services(ctx),
        other_state_dirs=_other_state_dirs(ctx),
        other_program=_other_program(ctx),
    )


def _port(ctx: Context) -> PortFact | None:
    from openclaw_auth.gateway.lock import running_info
    from openclaw_auth.gateway.port_owner import port_owner

    port = _wanted_port(ctx)
    if port is None:
        return None
    running = running_info(ctx.paths.run_dir)
    ours = running is not None and running.get("port") == port
    if ours or not _answers(port):
        return PortFact(port, taken=False)
    near = (one for one in range(port + 1, port + _NEAR) if one in _PORTS and not _answers(one))
    return PortFact(port, taken=True, owner=port_owner(port), free=next(near, None))


def _wanted_port(ctx: Context) -> int | None:
    """Return the port that the gateway would take; None for one that is no port, or is any."""
    from openclaw_auth.gateway.port import wanted_port

    try:
        port = wanted_port(ctx.settings())
    except GatewayError:
        return None
    return port if port in _PORTS else None


def _port_problem(ctx: Context) -> Reason | None:
    from openclaw_auth.gateway.port import wanted_port

    try:
        wanted_port(ctx.settings())
    except GatewayError as error:
        return error.reason
    return None


def _answers(port: int) -> bool:
    """Return whether somebody listens on a port of this machine."""
    import socket

    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _bind_problem(ctx: Context) -> Reason | None:
    from openclaw_auth.gateway.binds import machine_addresses, resolve_bind

    try:
        resolve_bind(ctx.settings().view.gateway_bind() or "", machine_addresses())
    except GatewayError as error:
        return error.reason
    return None


def _gateway_differs(ctx: Context) -> Sequence[Reason]:
    from openclaw_auth.gateway.lock import running_info
    from openclaw_auth.health.gateway_view import differences

    running = running_info(ctx.paths.run_dir)
    if running is None:
        return ()
    return differences(running, ctx.settings(), ctx.ports)


def _service(ctx: Context) -> ServiceFact | None:
    """Return the user's service, else the machine's; None when neither is installed."""
    from openclaw_auth.cli.gateway.service_plan import installer

    for system in (False, True):
        try:
            found = installer(ctx, system=system)
        except OpenclawAuthError:  # no home, so no service of a user
            continue
        if os.path.lexists(found.manager.path):
            return _installed(found, ctx, system=system)
    return None


def _installed(found: Installer, ctx: Context, *, system: bool) -> ServiceFact | None:
    from openclaw_auth.host.find import answers
    from openclaw_auth.host.plan import MARK
    from openclaw_auth.host.service import read_service, why_no_manager

    manager = found.manager
    managed = answers(manager, ctx.ports)
    try:
        wanted = found.plan(ctx)
    except OpenclawAuthError:
        wanted = None
    try:
        state = read_service(manager, ctx.ports, wanted)
        with open(manager.path, encoding="utf-8", errors="replace") as file:
            ours = MARK in file.read(_MOST)
    except (OSError, GatewayError):
        return None
    unmanaged = None if managed else why_no_manager(ctx.ports, system=system)
    return ServiceFact(state, ours=ours, unmanaged=unmanaged)


def _older_services(ctx: Context) -> list[str]:
    """Return the service files that older versions left: their gateway uses the same logins."""
    home = ctx.paths.home
    if home is None:
        return []
    config = ctx.paths.config_home(ctx.ports.environ)
    found = []
    for folder in (f"{config}/systemd/user", f"{home}/Library/LaunchAgents"):
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            continue
        found += [os.path.join(folder, name) for name in names if _OLDER_SERVICE.search(name)]
    return found


def _other_state_dirs(ctx: Context) -> list[str]:
    """Return the directories of the usual names that hold something and are not the one in use.

    A profile is another directory on purpose, so that `~/.openclaw` beside it is no news.
    """
    home = ctx.paths.home
    if home is None:
        return []
    used = os.path.realpath(ctx.paths.state_dir)
    names = LEGACY_STATE_DIRS if ctx.paths.profile else (".openclaw", *LEGACY_STATE_DIRS)
    found = [os.path.join(home, name) for name in names]
    others = {os.path.realpath(path): path for path in found if _holds_something(path)}
    others.pop(used, None)
    return list(others.values())


def _holds_something(path: str) -> bool:
    return any(os.path.exists(os.path.join(path, name)) for name in _SERVED_BY)


def _other_program(ctx: Context) -> OtherProgram | None:
    from openclaw_auth.cli.foreign import find_other

    path = find_other(ctx.ports.environ.get("PATH", ""), os.path.realpath(sys.argv[0]))
    return None if path is None else OtherProgram(path, _version_of(path))


def _version_of(path: str) -> str | None:
    """Return the version that a program's own package names, without running it."""
    folder = os.path.dirname(os.path.realpath(path))
    for _ in range(_UP):
        try:
            with open(os.path.join(folder, "package.json"), "rb") as file:
                found = json.loads(file.read(_MOST))
        except (OSError, ValueError):
            found = None
        if isinstance(found, dict) and isinstance(found.get("version"), str):
            return str(found["version"])
        folder = os.path.dirname(folder)
    return None
