"""`openclaw monitor test`: a test message to each target, and what became of it."""

from __future__ import annotations

from openclaw_auth.cli.style import paint
from openclaw_auth.codes import Reason
from openclaw_auth.errors import UnknownName, UsageError
from openclaw_auth.monitor.alert import probe_message
from openclaw_auth.monitor.config import monitor_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = "examples:\n  openclaw monitor test\n  openclaw monitor test phone --json"
    parser.add_argument("target", nargs="*", metavar="TARGET", help="only these (default: all)")
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Send to each target; exit 1 when one did not get it."""
    ctx.config()
    monitor = monitor_settings(ctx.settings(), ctx.ports)
    if not monitor.targets:
        raise UsageError("monitor_no_targets")
    known = {target.name: target for target in monitor.targets}
    for name in args.target:
        if name not in known:
            raise UnknownName("monitor_unknown_target", target=name, known=", ".join(known))
    from openclaw_auth.monitor.send import send_all

    message = probe_message(monitor.name, monitor.lang)
    chosen = {name: (known[name], message) for name in args.target or known}
    network = ctx.settings().environment.network()
    outcomes = send_all(chosen, ctx.ports, network=network)
    if args.json:
        results = [
            {
                "target": name,
                "sent": problem is None,
                "code": None if problem is None else problem.code,
                "message": None if problem is None else ctx.say(problem),
                "remedy": None if problem is None else ctx.remedy(problem) or None,
            }
            for name, problem in outcomes.items()
        ]
        ctx.json({"results": results})
    else:
        for name, problem in outcomes.items():
            _show(name, problem, ctx)
    return 1 if any(outcomes.values()) else 0


def _show(name: str, problem: Reason | None, ctx: Context) -> None:
    if problem is None:
        said = ctx.say(Reason("monitor_test_sent", {"target": name}))
        ctx.out(f"{paint('✓', 'green', color=ctx.color)} {said}")
        return
    said = ctx.say(Reason("monitor_test_failed", {"target": name, "why": problem}))
    ctx.out(f"{paint('✗', 'red', color=ctx.color)} {said}")
    mend = ctx.remedy(problem)
    if mend:
        ctx.out(f"    {mend}")
