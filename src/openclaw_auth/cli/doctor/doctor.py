"""`openclaw doctor`: what is wrong on this host, and what mends it."""

from __future__ import annotations

from openclaw_auth.cli.doctor.findings import (
    counted,
    document,
    finding_json,
    show_done,
    show_findings,
)
from openclaw_auth.cli.doctor.fix import Doctor, make_gateway_token
from openclaw_auth.codes import Reason
from openclaw_auth.health.check_list import CHECKS
from openclaw_auth.health.finding import exit_code

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from openclaw_auth.cli.context import Context
    from openclaw_auth.health.evidence import Evidence
    from openclaw_auth.health.finding import Finding

_EXAMPLES = """\
examples:
  openclaw doctor                   # on a terminal: asks before it mends anything
  openclaw doctor --fix             # mends without asking; says what it did, and what it undid
  openclaw doctor --fix --non-interactive   # only what loses nothing and asks nobody outside
  openclaw doctor --deep            # asks the providers too; their free questions, nothing is spent
  openclaw doctor --strict          # exit 1: errors, 2: warnings, 0: fine
  openclaw doctor --json | jq '.findings[].remedy'
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument("--strict", action="store_true", help="say by the exit code what was found")
    parser.add_argument("--deep", action="store_true", help="ask the providers too, at no cost")
    parser.add_argument(
        "--fix", "--repair", action="store_true", help="mend what can be mended without asking"
    )
    parser.add_argument("--yes", action="store_true", help="say yes to everything: as --fix")
    parser.add_argument(
        "--non-interactive",
        action="store_true",
        help="ask nothing; with --fix only what loses nothing and asks nobody outside",
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help="with --fix: also set aside files that make no sense, and write over a service file that is not ours",
    )
    parser.add_argument(
        "--generate-gateway-token", action="store_true", help="make a token if there is none"
    )


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Examine the host; exits 0 whatever it finds, unless --strict."""
    doctor = Doctor(ctx, deep=args.deep)
    evidence, findings = doctor.look()
    done: list[Reason] = []
    if args.fix or args.yes:
        done += doctor.mend(force=args.force, only_safe=args.non_interactive)
    elif _asks(args, ctx):
        _show_findings(findings, evidence, ctx)
        done += doctor.mend_asking(findings, force=args.force)
        if done:
            ctx.out("")
            show_done(done, evidence.now_ms, ctx)
            evidence, findings = doctor.look()
            ctx.out(_summary(findings, ctx))
        return exit_code(findings) if args.strict else 0
    if args.generate_gateway_token:
        done += make_gateway_token(ctx)
    if done:
        evidence, findings = doctor.look()
    if args.json:
        ctx.json(_document(findings, done, evidence, ctx))
    else:
        show_done(done, evidence.now_ms, ctx)
        _show_findings(findings, evidence, ctx)
    return exit_code(findings) if args.strict else 0


def _asks(args: argparse.Namespace, ctx: Context) -> bool:
    import sys

    quiet = args.json or args.non_interactive or args.generate_gateway_token
    return not quiet and sys.stdin.isatty() and ctx.stdout.isatty()


def _document(
    findings: list[Finding], done: list[Reason], evidence: Evidence, ctx: Context
) -> dict[str, Any]:
    now_ms = evidence.now_ms
    shown = [finding_json(finding, now_ms, ctx) for finding in findings]
    checks = [
        {"id": check.id, "area": check.area, "about": ctx.say(Reason(f"doctor_check_{check.id}"))}
        for check in CHECKS
    ]
    return {**document(shown, findings, done, now_ms, ctx), "checks": checks}


def _show_findings(findings: list[Finding], evidence: Evidence, ctx: Context) -> None:
    show_findings(findings, evidence.now_ms, ctx)
    ctx.out(_summary(findings, ctx))


def _summary(findings: list[Finding], ctx: Context) -> str:
    if not findings:
        return ctx.say(Reason("doctor_healthy"))
    said = counted(findings, ctx)
    fixes = [finding.fix for finding in findings if finding.fix is not None]
    forced = sum(fix.forced for fix in fixes)
    if len(fixes) > forced:
        said += " " + ctx.say(Reason("doctor_fixable", {"count": len(fixes) - forced}))
    if forced:
        said += " " + ctx.say(Reason("doctor_fixable_forced", {"count": forced}))
    return said
