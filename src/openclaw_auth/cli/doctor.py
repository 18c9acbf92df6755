"""`openclaw doctor`: what is wrong on this host, and what mends it."""

from __future__ import annotations

from openclaw_auth.cli.findings import (
    counted,
    document,
    finding_json,
    show_done,
    show_findings,
)
from openclaw_auth.codes import Reason
from openclaw_auth.errors import ConfigError, GatewayError
from openclaw_auth.health.examine import examine
from openclaw_auth.health.finding import exit_code
from openclaw_auth.health.gather import gather
from openclaw_auth.health.mend import mend

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from openclaw_auth.cli.context import Context
    from openclaw_auth.health.evidence import Evidence
    from openclaw_auth.health.finding import Finding

_EXAMPLES = """\
examples:
  openclaw doctor
  openclaw doctor --fix             # modes, old files, misplaced keys; says what it did
  openclaw doctor --strict          # exit 1: errors, 2: warnings, 0: fine
  openclaw doctor --json | jq '.findings[].remedy'
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument("--strict", action="store_true", help="say by the exit code what was found")
    parser.add_argument(
        "--fix", "--repair", action="store_true", help="mend what can be mended without asking"
    )
    parser.add_argument(
        "--generate-gateway-token", action="store_true", help="make a token if there is none"
    )
    parser.add_argument("--non-interactive", action="store_true", help="ask nothing")
    # Nothing is asked yet, and there is no service whose settings could be overwritten.
    for option in ("--yes", "--force"):
        parser.add_argument(option, action="store_true", help="accepted, makes no difference yet")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Examine the host; exits 0 whatever it finds, unless --strict."""
    evidence = _look(ctx)
    findings = examine(evidence)
    done: list[Reason] = []
    if args.fix or args.generate_gateway_token:
        if args.fix:
            done += mend(findings, evidence.settings, ctx.ports)
        if args.generate_gateway_token:
            done += _make_gateway_token(ctx)
        if done:
            ctx.forget()
            evidence = _look(ctx)
            findings = examine(evidence)
    if args.json:
        shown = [finding_json(finding, evidence.now_ms, ctx) for finding in findings]
        ctx.json(document(shown, findings, done, evidence.now_ms, ctx))
    else:
        _show(findings, done, evidence.now_ms, ctx)
    return exit_code(findings) if args.strict else 0


def _look(ctx: Context) -> Evidence:
    settings = ctx.settings()
    return gather(settings, ctx.ports, gateway_token=_has_gateway_token(ctx))


def _has_gateway_token(ctx: Context) -> bool | None:
    from openclaw_auth.gateway.token import find_token

    if ctx.settings().view.gateway_auth().get("mode") == "password":
        return True
    try:
        return find_token(ctx.settings(), None) is not None
    except GatewayError:
        return None


def _make_gateway_token(ctx: Context) -> Iterator[Reason]:
    """Make the gateway's token unless there is one; yields what was done."""
    from openclaw_auth.gateway.token import make_token

    ctx.forget()
    if _has_gateway_token(ctx) is False:
        try:
            made = make_token(ctx.settings(), ctx.ports)
        except ConfigError as error:
            subject = "gateway.auth.token"
            yield Reason("doctor_fix_failed", {"subject": subject, "why": error.reason})
        else:
            yield Reason("doctor_fixed_token", {"file": made.where})


def _show(findings: list[Finding], done: list[Reason], now_ms: int, ctx: Context) -> None:
    show_done(done, now_ms, ctx)
    show_findings(findings, now_ms, ctx)
    ctx.out(_summary(findings, ctx))


def _summary(findings: list[Finding], ctx: Context) -> str:
    if not findings:
        return ctx.say(Reason("doctor_healthy"))
    said = counted(findings, ctx)
    fixable = sum(finding.fix is not None for finding in findings)
    if fixable:
        said += " " + ctx.say(Reason("doctor_fixable", {"count": fixable}))
    return said
