"""`openclaw monitor`: look what stands wrong with credentials, and tell whom it may concern."""

from __future__ import annotations

from openclaw_auth.agents import ModelChoice
from openclaw_auth.cli.monitor.text import look_json, news_lines, show_look
from openclaw_auth.cli.reader import require_reader
from openclaw_auth.codes import Reason
from openclaw_auth.errors import OpenclawAuthError, UsageError
from openclaw_auth.health.usable import usable_exit_code
from openclaw_auth.monitor.config import monitor_settings
from openclaw_auth.monitor.facts import read_host
from openclaw_auth.monitor.round import Watcher
from openclaw_auth.monitor.sent import Sent
from openclaw_auth.store.state import StateDb

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context
    from openclaw_auth.monitor.config import MonitorSettings
    from openclaw_auth.monitor.facts import Facts
    from openclaw_auth.monitor.round import Delivery, Look
    from openclaw_auth.world import World

_EXAMPLES = """\
examples:
  openclaw monitor                  # look once and tell what is new; for cron and timers
  openclaw monitor --check          # say it by the exit code: 1 nothing usable, 2 the last ends soon
  openclaw monitor --watch          # go on looking; a running gateway does so by itself
  openclaw monitor --dry-run        # what would be sent, to whom; sends and notes nothing
  openclaw config set monitor.targets.phone --stdin    # then ntfys://ntfy.example.org/your-topic
  openclaw monitor test             # a test message to every target
  openclaw monitor install          # a timer that looks every 30 minutes
"""
_MOST_CONDITIONS = 100


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("--json", action="store_true", help="one JSON document; with --watch lines")
    parser.add_argument("--watch", action="store_true", help="go on looking until Ctrl-C")
    parser.add_argument(
        "--check", action="store_true", help="only say it by the exit code; sends nothing"
    )
    parser.add_argument("--dry-run", action="store_true", help="send nothing, note nothing")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Look once or for ever; returns the exit code."""
    if args.watch and (args.check or args.dry_run):
        other = "--check" if args.check else "--dry-run"
        raise UsageError("options_exclude", first="--watch", second=other)
    ctx.config()
    if args.watch:
        return _watch(args, ctx)
    look = Looking(ctx, is_rehearsal=args.check or args.dry_run)
    deliveries = look.deliver()
    code = check_code(look.world, look.facts, look.monitor, ctx) if args.check else None
    if args.json:
        ctx.json(_document(look, deliveries, code, ctx))
    else:
        show_look(look.found, ctx.ports.now_ms(), ctx, most=_MOST_CONDITIONS)
        _show_sending(look, deliveries, args, ctx)
    if code is not None:
        return code
    return 1 if any(delivery.problem for delivery in deliveries) else 0


class Looking:
    """One look of a command.

    Attributes: monitor (settings), world, facts, found (what was seen), is_rehearsal.
    """

    def __init__(self, ctx: Context, *, is_rehearsal: bool) -> None:
        settings = ctx.settings()
        self.monitor: MonitorSettings = monitor_settings(settings, ctx.ports)
        self.is_rehearsal = is_rehearsal or not self.monitor.targets
        self.world: World
        self.facts: Facts
        self.world, self.facts = read_host(settings, ctx.ports)
        self._ctx = ctx
        self._watcher = Watcher(self.monitor, Sent(StateDb(ctx.paths.state_db, ctx.ports)))
        # Without anybody to tell nothing counts as told: the first target hears of all that stands.
        look = self._watcher.rehearse if self.is_rehearsal else self._watcher.look
        self.found: Look = look(self.world, self.facts, ctx.ports.now_ms())

    def deliver(self) -> list[Delivery]:
        """Send what waits, unless this is a rehearsal."""
        if self.is_rehearsal:
            return []
        from openclaw_auth.monitor.send import send_all

        ports, network = self._ctx.ports, self.world.settings.environment.network()
        return self._watcher.deliver(
            lambda messages: send_all(messages, ports, network=network), ports.now_ms()
        )


def check_code(world: World, facts: Facts, monitor: MonitorSettings, ctx: Context) -> int:
    """Return the worst of all agents, as `models status --check --usable` judges one of them."""
    now_ms, view = ctx.ports.now_ms(), world.settings.view
    codes = {
        usable_exit_code(
            world.snapshots[agent_id],
            ModelChoice(view, agent_id).refs(view.aliases()),
            now_ms,
            facts.renewals.get(agent_id),
            monitor.warn_ms,
        )
        for agent_id in world.agents
    }
    if facts.unreadable or 1 in codes:
        return 1
    return max(codes, default=0)


def _document(
    look: Looking, deliveries: list[Delivery], code: int | None, ctx: Context
) -> dict[str, object]:
    targets = [target.name for target in look.monitor.targets]
    document = look_json(look.found, deliveries, targets, ctx.ports.now_ms(), ctx)
    document["dryRun"] = look.is_rehearsal
    return document if code is None else {**document, "exitCode": code}


def _show_sending(
    look: Looking, deliveries: list[Delivery], args: argparse.Namespace, ctx: Context
) -> None:
    """Say what was sent to whom, or would be."""
    if args.check:
        return
    if not look.monitor.targets:
        ctx.notice(Reason("monitor_no_targets"))
        return
    if look.is_rehearsal:
        if look.found.alerts:
            ctx.out("")
            ctx.out(ctx.say(Reason("monitor_would_send")))
            for line in news_lines(look.found.alerts, ctx.ports.now_ms(), ctx.lang):
                ctx.out(f"  {line}")
    elif look.found.alerts and look.found.quiet:
        ctx.out("")
        ctx.out(ctx.say(Reason("monitor_held")))
    reached = [delivery for delivery in deliveries if delivery.problem is None]
    if reached:
        names = ", ".join(delivery.target for delivery in reached)
        count = max(len(delivery.alerts) for delivery in reached)
        ctx.out("")
        ctx.out(ctx.say(Reason("monitor_told", {"targets": names, "count": count})))
    _say_failures(deliveries, ctx)


def _say_failures(deliveries: list[Delivery], ctx: Context) -> None:
    for delivery in deliveries:
        if delivery.problem is not None:
            params = {"target": delivery.target, "why": delivery.problem}
            ctx.notice(Reason("monitor_delivery_failed", params))


def _watch(args: argparse.Namespace, ctx: Context) -> int:
    """Look again and again; a broken config keeps the last good one and says so once."""
    shown: frozenset[str] | None = None
    said: Reason | None = None
    every_ms = 0
    while True:
        if shown is not None:
            ctx.ports.sleep_s(every_ms / 1000)
            require_reader(ctx.stdout)
            ctx.forget()
        try:
            ctx.config()
            look = Looking(ctx, is_rehearsal=False)
            deliveries = look.deliver()
        except OpenclawAuthError as error:
            if shown is None:
                raise
            if error.reason != said:
                ctx.notice(error.reason)
            said = error.reason
            continue
        said, every_ms = None, look.monitor.every_ms
        if args.json:
            _write_line(look, deliveries, shown, ctx)
        elif shown is None:
            show_look(look.found, ctx.ports.now_ms(), ctx, most=_MOST_CONDITIONS)
            _show_sending(look, deliveries, args, ctx)
        else:
            _show_news(look, shown, ctx)
            _say_failures(deliveries, ctx)
        ctx.stdout.flush()
        shown = _states(look)


def _states(look: Looking) -> frozenset[str]:
    return frozenset(f"{one.key}={one.code}" for one in look.found.conditions)


def _write_line(
    look: Looking, deliveries: list[Delivery], shown: frozenset[str] | None, ctx: Context
) -> None:
    """Print a look as one line of JSON, if it differs from the last one or something was sent."""
    import json

    if deliveries or shown != _states(look):
        ctx.stdout.write(json.dumps(_document(look, deliveries, None, ctx)) + "\n")


def _show_news(look: Looking, shown: frozenset[str], ctx: Context) -> None:
    """Print what is new. Without targets nothing counts as told, so what was shown decides."""
    from openclaw_auth.wording import clock, reason_text

    now_ms = ctx.ports.now_ms()
    lines = news_lines(look.found.alerts, now_ms, ctx.lang)
    if look.is_rehearsal:
        new = [one for one in look.found.conditions if f"{one.key}={one.code}" not in shown]
        lines = [reason_text(one.reason, now_ms, ctx.lang) for one in new]
    for line in lines:
        ctx.out(f"{clock(now_ms, now_ms)} {line}")
