"""`openclaw models auth lint`: slips that no request shows until it fails, each with its mend."""

from __future__ import annotations

from openclaw_auth.agents import find_agent, main_agent
from openclaw_auth.cli.doctor.findings import (
    counted,
    document,
    finding_json,
    show_done,
    show_findings,
)
from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import exit_code
from openclaw_auth.health.gather import gather
from openclaw_auth.health.lint import lint
from openclaw_auth.health.mend import mend

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.agents import Agent
    from openclaw_auth.cli.context import Context
    from openclaw_auth.health.evidence import Evidence
    from openclaw_auth.health.finding import Finding
    from openclaw_auth.health.fixes import Group
    from openclaw_auth.settings import Settings

_EXAMPLES = """\
examples:
  openclaw models auth lint                # exit 0: clean or notes only, 2: warnings, 1: errors
  openclaw models auth lint --fix          # file modes, orders; says what it did and what is left
  openclaw models auth lint --agent work
  openclaw models auth lint --json | jq -r '.findings[] | "\\(.id): \\(.remedy)"'
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument(
        "--agent", metavar="ID", help="only this one and what it reads through to (default: all)"
    )
    parser.add_argument("--fix", action="store_true", help="mend what is safe to mend")
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Look, mend if asked, tell; returns 0 (notes at the most), 1 (errors) or 2 (warnings)."""
    evidence = _look(args.agent, ctx)
    findings = lint(evidence)
    done: list[Reason] = []
    if args.fix:
        done += mend(lambda: _look_anew(args.agent, ctx), ctx.ports, _safe)
        if done:
            ctx.forget()
            evidence = _look(args.agent, ctx)
            findings = lint(evidence)
    if args.json:
        shown = [finding_json(finding, evidence.now_ms, ctx) for finding in findings]
        ctx.json(document(shown, findings, done, evidence.now_ms, ctx))
    else:
        show_done(done, evidence.now_ms, ctx)
        show_findings(findings, evidence.now_ms, ctx)
        ctx.out(ctx.fitted(_summary(findings, ctx, fixed=args.fix), ctx.stdout))
    return exit_code(findings)


def _look(agent_id: str | None, ctx: Context) -> Evidence:
    settings = ctx.settings()
    only = _with_main(agent_id, ctx) if agent_id is not None else None
    return gather(settings, ctx.ports, gateway_token=True, only=only)


def _look_anew(agent_id: str | None, ctx: Context) -> tuple[Settings, list[Finding]]:
    ctx.forget()
    evidence = _look(agent_id, ctx)
    return evidence.settings, lint(evidence)


def _safe(group: Group, _: list[Finding]) -> bool:
    return group.safe


def _with_main(agent_id: str, ctx: Context) -> list[Agent]:
    """Return an agent, and main first where it reads through to it.

    Raises:
        UnknownName: no such agent.
    """
    settings = ctx.settings()
    agent = find_agent(settings.view, settings.paths, agent_id)
    main = main_agent(settings.view, settings.paths)
    return [agent] if agent.isolated or agent.dir == main.dir else [main, agent]


def _summary(findings: list[Finding], ctx: Context, *, fixed: bool) -> str:
    if not findings:
        return ctx.say(Reason("lint_clean"))
    said = counted(findings, ctx)
    fixable = sum(f.fix is not None and not f.fix.forced for f in findings)
    if fixed:
        said += " " + ctx.say(Reason("lint_left", {"count": len(findings)}))
    elif fixable:
        said += " " + ctx.say(Reason("lint_fixable", {"count": fixable}))
    return said
