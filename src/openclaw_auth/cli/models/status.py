"""`openclaw models status`: which credentials there are, which is next, and why."""

from __future__ import annotations

import os

from openclaw_auth.agents import ModelChoice, find_agent
from openclaw_auth.cli.models.status_report import make_report
from openclaw_auth.codes import severity
from openclaw_auth.errors import UsageError
from openclaw_auth.expiry import WARN_AFTER_MS
from openclaw_auth.health.status import check_exit_code
from openclaw_auth.world import load_world

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context
    from openclaw_auth.cli.models.status_report import Report
    from openclaw_auth.settings import Settings

_EXAMPLES = """\
examples:
  openclaw models status
  openclaw models status --json | jq '.auth.providers[].next'
  openclaw models status --check        # exit 1: expired or missing, 2: expiring, 0: fine
  openclaw models status --check --usable   # 1: a model in use has no usable credential
  openclaw models status --check --within 7d    # what ends within a week counts as expiring
  openclaw models status --format markdown  # also table, plain, json, ics
  openclaw models status --format ics --feed    # the calendar's address on the gateway
  openclaw models status --format simple    # one word and its exit code, for widgets
  openclaw models status --probe        # ask the providers, for nothing; --probe-paid buys a token
"""
FORMATS = ("table", "plain", "json", "markdown", "ics", "simple")
_MAX_PROBLEMS = 20  # a store of strangers' entries has one for each


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    # The second names are OpenClaw's, for bare `models`.
    parser.add_argument("--json", "--status-json", action="store_true", help="one JSON document")
    parser.add_argument(
        "--plain", "--status-plain", action="store_true", help="only the default model"
    )
    parser.add_argument(
        "--format", choices=FORMATS, metavar="NAME", help=f"one of {', '.join(FORMATS)}"
    )
    parser.add_argument("--feed", action="store_true", help="with --format ics: its address")
    parser.add_argument("--check", action="store_true", help="say it by the exit code too")
    parser.add_argument(
        "--usable", action="store_true", help="with --check: judge what requests would find"
    )
    parser.add_argument(
        "--within", metavar="TIME", help="what ends within this is expiring: 24h (default), 90m, 7d"
    )
    parser.add_argument("--agent", metavar="ID", help="which agent (default: the configured one)")
    _add_probe_options(parser)


def _add_probe_options(parser: argparse.ArgumentParser) -> None:
    """Add what `--probe` takes; each of them implies it."""
    add = parser.add_argument_group("probe").add_argument
    add("--probe", action="store_true", help="ask the providers, by checks that cost nothing")
    add("--probe-provider", metavar="ID", action="append", help="only this one (repeatable)")
    add("--probe-profile", metavar="ID", action="append", help="only this one (repeatable)")
    add("--probe-timeout", metavar="MS", help="for each credential: 8000, or 8s")
    add("--probe-concurrency", metavar="N", help="how many at a time (2)")
    add("--probe-max-tokens", metavar="N", help="of a paid completion (1)")
    add("--probe-paid", action="store_true", help="buy a completion where no free check settles it")


def _wants_probe(args: argparse.Namespace) -> bool:
    return any(value for name, value in vars(args).items() if name.startswith("probe"))


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Print the status; returns the exit code."""
    wanted = _format(args)
    ctx.config()
    settings = ctx.settings()
    agent = find_agent(settings.view, settings.paths, args.agent)
    world = load_world(settings, [agent], ctx.ports)
    warn_ms = _within_ms(args.within)
    report = make_report(settings, agent, world, ctx, named=args.agent is not None, warn_ms=warn_ms)
    if _wants_probe(args):
        from openclaw_auth.cli.models.status_probe import probe_into

        probe_into(report, args, world, ctx)
    broken = [problem for problem in world.problems if severity(problem) == "error"]
    for reason in broken:  # first, for without it "missing" below would be misread
        ctx.notice(reason)
    if wanted == "json":
        ctx.json(report.document)
    elif wanted != "simple":
        from openclaw_auth.cli.models.status_formats import PRINTERS

        PRINTERS["feed" if args.feed else wanted](report, ctx)
    others = [problem for problem in world.problems if problem not in broken]
    for reason in (*settings.notices, *others[:_MAX_PROBLEMS]):
        ctx.notice(reason)
    _compare_with_gateway(settings, ctx)
    code = _check_code(report, warn_ms, is_usable=args.usable)
    if wanted == "simple":
        from openclaw_auth.cli.models.status_simple import print_simple

        return print_simple(code, warn_ms, ctx)
    return code if args.check or args.usable else 0


def _check_code(report: Report, warn_ms: int, *, is_usable: bool) -> int:
    """Return what `--check` exits with, or `--check --usable`."""
    if not is_usable:
        return check_exit_code(report.document["auth"])
    from openclaw_auth.health.usable import usable_exit_code

    view = report.settings.view
    refs = ModelChoice(view, report.agent.id).refs(view.aliases())
    return usable_exit_code(report.snapshot, refs, report.now_ms, report.renewals, warn_ms)


def _format(args: argparse.Namespace) -> str:
    """Return the one format that was asked for."""
    asked = ["json"] * args.json + ["plain"] * args.plain + [args.format] * bool(args.format)
    if args.json and args.plain:
        raise UsageError("json_and_plain")
    if len(set(asked)) > 1:
        raise UsageError("formats_conflict", names=", ".join(asked))
    wanted = asked[0] if asked else "table"
    if args.feed and wanted != "ics":
        raise UsageError("feed_needs_ics")
    return wanted


def _within_ms(text: str | None) -> int:
    if text is None:
        return WARN_AFTER_MS
    from openclaw_auth.durations import parse_duration_ms

    return parse_duration_ms(text)


def _compare_with_gateway(settings: Settings, ctx: Context) -> None:
    """Say where a running gateway sees other variables than this command does."""
    if not os.path.exists(os.path.join(settings.paths.run_dir, "gateway.json")):
        return
    from openclaw_auth.gateway.lock import running_info
    from openclaw_auth.health.gateway_view import differences

    published = running_info(settings.paths.run_dir)
    if published is not None:
        for reason in differences(published, settings, ctx.ports):
            ctx.notice(reason)
