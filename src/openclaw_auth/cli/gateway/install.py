"""`openclaw gateway install`: keep the gateway running as a service of this host."""

from __future__ import annotations

from openclaw_auth.cli.gateway.service_plan import (
    Installer,
    installer,
    require_manager,
    require_ours,
)
from openclaw_auth.codes import Reason
from openclaw_auth.errors import GatewayError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from openclaw_auth.cli.context import Context
    from openclaw_auth.host.service import ServicePlan

_EXAMPLES = """\
examples:
  openclaw gateway install --dry-run     # print the file, change nothing
  openclaw gateway install               # a service of this user
  sudo openclaw gateway install --system # of the whole machine, locked in more tightly
API keys do not go into the service file: store them with `openclaw models auth add`,
or put them into ~/.openclaw/.env
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument(
        "--dry-run", action="store_true", help="print the service file; write nothing"
    )
    parser.add_argument(
        "--system", action="store_true", help="for the whole machine, started at boot (root)"
    )
    parser.add_argument(
        "--user", metavar="NAME", help="with --system: who it runs as (default: who calls sudo)"
    )
    parser.add_argument("--port", metavar="N", help="port (default: configured, else 18789)")
    parser.add_argument(
        "--token", help="store this as the gateway's token; visible in the process list"
    )
    parser.add_argument(
        "--force", action="store_true", help="replace a file of somebody else, restart in any case"
    )
    parser.add_argument("--runtime", metavar="NAME", help="accepted, makes no difference")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Install, or say what that would do; returns the exit code."""
    from openclaw_auth.host.service import install, keep_beside, plan_install
    from openclaw_auth.host.service_run import read_file, refuse_to_lose
    from openclaw_auth.host.trial import check_program

    if args.user and not args.system:
        raise UsageError("service_user_needs_system", user=args.user)
    found = installer(ctx, system=args.system, user=args.user)
    found.settings.config.require_valid()
    if found.settings.view.gateway_mode() == "remote":
        raise GatewayError("gateway_remote")
    if args.token:
        _check_token(args.token)
    facts = found.facts(ctx, args.port)
    plan = plan_install(found.manager, facts)
    before = read_file(found.manager)
    if args.dry_run:
        _show(plan, before, args, ctx)
        return 0
    require_manager(ctx, found.manager, system=args.system)
    if not args.force:
        require_ours(found.manager, "service_foreign_file")
    check_program(facts)
    _refuse_second(found, ctx)
    kept = _kept_elsewhere(before, found, args.token)
    if not args.force:
        refuse_to_lose(plan, kept)
    if args.token:
        _store_token(args.token, found, ctx)
    backup = None
    if args.force and before not in (None, plan.files[0].text):
        backup = keep_beside(found.manager.path, ctx.ports)
    changed = install(plan, ctx.ports, force=args.force, kept=kept)
    _tell(plan, before, found, args, ctx, changed=changed, backup=backup)
    return 0


def _kept_elsewhere(before: str | None, found: Installer, given: str | None) -> list[str]:
    """Return which of the present file's variables the service would have anyway, with that value."""
    from openclaw_auth.gateway.token import VARIABLE
    from openclaw_auth.host.stale import foreign_variables
    from openclaw_auth.sources.environment import PROCESS, WORKING_DIRECTORY

    service = found.settings.environment.without(PROCESS, WORKING_DIRECTORY)
    token = (given or "").strip() or found.settings.view.gateway_auth().get("token")
    held = foreign_variables(found.manager, before or "")
    return [
        name
        for name, value in held.items()
        if service.value(name) == value or (name == VARIABLE and token == value)
    ]


def _check_token(token: str) -> None:
    """Refuse a token that no header can carry.

    Raises:
        UsageError: `onboard_gateway_token_characters`, `credential_required`.
    """
    from openclaw_auth.cli.onboard.gateway import token_fault

    fault = token_fault(token) if token.strip() else Reason("credential_required")
    if fault is not None:
        raise UsageError(fault.code, **fault.params)


def _store_token(token: str, found: Installer, ctx: Context) -> None:
    from openclaw_auth.config.edit import Edit
    from openclaw_auth.config.write import edit_config
    from openclaw_auth.gateway.token import CONFIG_PATH

    ctx.notice(Reason("token_in_argv"))
    edit = Edit("set", CONFIG_PATH, token.strip())
    edit_config(found.paths, [edit], ctx.ports, found.settings.environment.value)


def _refuse_second(found: Installer, ctx: Context) -> None:
    """Refuse where a gateway runs that the service manager knows nothing of.

    Raises:
        GatewayError: `service_runs_already`.
    """
    from openclaw_auth.gateway.lock import running_info
    from openclaw_auth.host.service import read_service

    info = running_info(found.paths.run_dir)
    if info is not None and not read_service(found.manager, ctx.ports).running:
        raise GatewayError("service_runs_already", pid=info.get("pid", "?"))


def _show(plan: ServicePlan, before: str | None, args: argparse.Namespace, ctx: Context) -> None:
    """Print the file to stdout; what would be done with it to stderr."""
    document = _document(plan, before)
    if args.json:
        ctx.json({"dryRun": True, **document})
        return
    ctx.stdout.write(plan.files[0].text)
    ctx.stdout.flush()
    commands = "".join(f"\n  {command}" for command in document["commands"])
    params = {"path": ctx.paths.shorten(plan.manager.path), "commands": commands}
    code = "service_would_write" if document["changed"] else "service_is_current"
    ctx.err(ctx.say(Reason(code, params)))


def _document(plan: ServicePlan, before: str | None) -> dict[str, Any]:
    from shlex import join

    return {
        "kind": plan.manager.kind,
        "name": plan.manager.name,
        "path": plan.manager.path,
        "changed": before != plan.files[0].text,
        "diff": _diff(plan, before),
        "files": [
            {"path": file.path, "mode": f"{file.mode:04o}", "text": file.text}
            for file in plan.files
        ],
        "commands": [join(c[1:] if c[0] == "-" else c) for c in plan.commands],
    }


def _diff(plan: ServicePlan, before: str | None) -> list[str]:
    """Return how the file changes; what an old one held in clear is not repeated."""
    if before is None:
        return []
    from difflib import unified_diff

    from openclaw_auth.host.unit_masking import without_values

    old = without_values(plan.manager, before).splitlines()
    return list(
        unified_diff(old, plan.files[0].text.splitlines(), "before", "after", lineterm="", n=1)
    )


def _tell(
    plan: ServicePlan,
    before: str | None,
    found: Installer,
    args: argparse.Namespace,
    ctx: Context,
    *,
    changed: bool,
    backup: str | None,
) -> None:
    from openclaw_auth.host.service import read_service
    from openclaw_auth.host.service_run import lingers

    state = read_service(found.manager, ctx.ports, plan)
    linger = lingers(found.manager, ctx.ports)
    missing = _only_in_shell(found)
    if args.json:
        document = {**_document(plan, before), "changed": changed}
        document |= {"running": state.running, "pid": state.pid, "linger": linger}
        document["backup"] = backup
        ctx.json({**document, "onlyInShell": missing})
    else:
        path = ctx.paths.shorten(plan.manager.path)
        ctx.out(
            ctx.say(
                Reason("service_installed" if changed else "service_is_current", {"path": path})
            )
        )
        for line in _diff(plan, before) if changed else ():
            ctx.out(f"  {line}")
        if backup is not None:
            ctx.out(ctx.say(Reason("service_old_kept", {"path": ctx.paths.shorten(backup)})))
        ctx.out(ctx.say(_standing(state.running, state.pid)))
    if linger is False:
        ctx.notice(Reason("service_linger", {"user": ctx.ports.environ.get("USER", "$USER")}))
    if missing:
        ctx.notice(Reason("service_lacks_shell", {"names": ", ".join(missing)}))


def _standing(running: bool | None, pid: int | None) -> Reason:
    if running is None:
        return Reason("service_state_unknown")
    if not running:
        return Reason("service_stopped")
    return Reason("service_running", {"pid": pid or "?"})


def _only_in_shell(found: Installer) -> list[str]:
    """Return the provider variables that this shell sets and the service will not see.

    None where the service asks the login shell itself: what that says is not known here.
    """
    from openclaw_auth.sources.environment import PROCESS, WORKING_DIRECTORY

    if found.settings.shell_enabled:
        return []
    kept = found.settings.environment.without(PROCESS, WORKING_DIRECTORY)
    return [
        name
        for name in sorted(found.settings.catalogue.every_env_name())
        if found.settings.environment.get(name) is not None and kept.get(name) is None
    ]
