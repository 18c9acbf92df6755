"""`openclaw monitor install`: let the host look now and then, without a gateway."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.durations import parse_duration_ms
from openclaw_auth.errors import GatewayError, UsageError
from openclaw_auth.monitor.config import monitor_settings
from openclaw_auth.monitor.schedule import KINDS, plan_schedule
from openclaw_auth.monitor.schedule_run import (
    find_scheduler,
    install_schedule,
    schedule_facts,
    uninstall_schedule,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context
    from openclaw_auth.monitor.schedule import Kind, Schedule

_EXAMPLES = """\
examples:
  openclaw monitor install --dry-run    # print what would be written
  openclaw monitor install              # every 30 minutes, by whatever this host has
  openclaw monitor install --every 10m --with cron
  openclaw monitor install --uninstall
a running gateway watches by itself; this is for hosts without one, and to be sure beside it
"""
_LEAST_MS = 60_000
_DEFAULT_MS = 30 * 60_000


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("--dry-run", action="store_true", help="print it, change nothing")
    parser.add_argument("--uninstall", action="store_true", help="take it away again")
    parser.add_argument("--every", metavar="TIME", help="how often (default: 30m)")
    parser.add_argument(
        "--with", dest="kind", choices=KINDS, metavar="NAME", help=f"one of {', '.join(KINDS)}"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Install or uninstall; returns the exit code."""
    ctx.config()
    every_ms = _DEFAULT_MS if args.every is None else parse_duration_ms(args.every)
    if every_ms < _LEAST_MS:
        raise UsageError("monitor_too_often", text=args.every)
    kind: Kind | None = args.kind or find_scheduler(ctx.ports, ctx.paths)
    if kind is None:
        if not args.dry_run:
            raise GatewayError("monitor_no_scheduler")
        ctx.notice(Reason("monitor_no_scheduler"))
    facts = schedule_facts(ctx.ports, ctx.paths, every_ms // 1000)
    schedule = plan_schedule(kind or "cron", facts)
    if args.dry_run:
        _show(schedule, args, ctx)
        return 0
    if args.uninstall:
        was_there = uninstall_schedule(schedule, ctx.ports)
        _tell("monitor_uninstalled" if was_there else "monitor_not_installed", schedule, args, ctx)
        return 0
    install_schedule(schedule, ctx.ports)
    _tell("monitor_installed", schedule, args, ctx)
    if not monitor_settings(ctx.settings(), ctx.ports).targets:
        ctx.notice(Reason("monitor_no_targets"))
    return 0


def _show(schedule: Schedule, args: argparse.Namespace, ctx: Context) -> None:
    """Print files and line to stdout, and to stderr what would be run."""
    if args.json:
        ctx.json({"dryRun": True, **_document(schedule)})
        return
    for file in schedule.files:
        ctx.out(f"# {ctx.paths.shorten(file.path)}")
        ctx.stdout.write(file.text)
        ctx.out("")
    if schedule.cron_line is not None:
        ctx.out(schedule.cron_line)
    ctx.stdout.flush()
    for command in schedule.before_removal if args.uninstall else schedule.commands:
        ctx.err(_shown(command))


def _tell(code: str, schedule: Schedule, args: argparse.Namespace, ctx: Context) -> None:
    if args.json:
        ctx.json({"done": code.removeprefix("monitor_"), **_document(schedule)})
        return
    params = {"name": schedule.name, "kind": schedule.kind, "minutes": schedule.every_s // 60}
    ctx.out(ctx.say(Reason(code, params)))


def _document(schedule: Schedule) -> dict[str, object]:
    return {
        "kind": schedule.kind,
        "name": schedule.name,
        "everySeconds": schedule.every_s,
        "files": [
            {"path": file.path, "mode": f"{file.mode:04o}", "text": file.text}
            for file in schedule.files
        ],
        "cronLine": schedule.cron_line,
        "commands": [_shown(command) for command in schedule.commands],
    }


def _shown(command: tuple[str, ...]) -> str:
    from shlex import join

    return join(command[1:] if command[0] == "-" else command)
