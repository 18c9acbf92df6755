"""`openclaw gateway uninstall`, `start`, `stop` and `restart`: orders to the service manager."""

from __future__ import annotations

from openclaw_auth.cli.gateway.service_plan import installer, require_manager, require_ours
from openclaw_auth.codes import Reason
from openclaw_auth.errors import GatewayError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context
    from openclaw_auth.cli.gateway.service_plan import Installer

_DONE = {"start": "service_running", "restart": "service_running", "stop": "service_stopped"}


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments; the command's last word is the order."""
    parser.set_defaults(order=parser.prog.split()[-1])
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument("--system", action="store_true", help="the machine's service, not yours")
    if parser.prog.endswith(" uninstall"):
        parser.add_argument("--force", action="store_true", help="also a file of somebody else")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Pass the order on; returns the exit code."""
    found = installer(ctx, system=args.system)
    if args.order == "uninstall":
        return _uninstall(found, args, ctx)
    require_manager(ctx, found.manager, system=args.system)
    _refuse_foreground(found, args.order, ctx)
    from openclaw_auth.host import service

    {"start": service.start, "stop": service.stop, "restart": service.restart}[args.order](
        found.manager, ctx.ports
    )
    state = service.read_service(found.manager, ctx.ports)
    document = {"order": args.order, "kind": state.kind, "path": state.path}
    if args.json:
        ctx.json({**document, "running": state.running, "pid": state.pid})
    else:
        ctx.out(ctx.say(Reason(_DONE[args.order], {"pid": state.pid or "?"})))
    return 0


def _uninstall(found: Installer, args: argparse.Namespace, ctx: Context) -> int:
    """Take the service away; credentials, config and state stay where they are.

    Raises:
        GatewayError: `service_not_ours`.
    """
    from openclaw_auth.host.service import uninstall

    if not args.force:
        require_ours(found.manager, "service_not_ours")
    removed = uninstall(found.manager, ctx.ports)
    path = found.manager.path
    if args.json:
        ctx.json(
            {"order": "uninstall", "kind": found.manager.kind, "path": path, "removed": removed}
        )
        return 0
    code = "service_removed" if removed else "service_was_absent"
    params = {"path": ctx.paths.shorten(path), "state": ctx.paths.shorten(found.paths.state_dir)}
    ctx.out(ctx.say(Reason(code, params)))
    return 0


def _refuse_foreground(found: Installer, order: str, ctx: Context) -> None:
    """Say where the gateway runs that the service manager knows nothing of.

    Raises:
        GatewayError: `service_runs_already`, `service_in_foreground`.
    """
    from openclaw_auth.gateway.lock import running_info
    from openclaw_auth.host.service import read_service

    info = running_info(found.paths.run_dir)
    if info is None:
        return
    state = read_service(found.manager, ctx.ports)
    if state.running is False or not state.installed:
        code = "service_in_foreground" if order == "stop" else "service_runs_already"
        raise GatewayError(code, pid=info.get("pid", "?"))
