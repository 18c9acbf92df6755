"""`openclaw doctor`: what is wrong on this host, and what mends it."""

from __future__ import annotations

from openclaw_auth.cli.style import cells, pad, paint
from openclaw_auth.codes import Reason
from openclaw_auth.errors import ConfigError, GatewayError
from openclaw_auth.health.checks import examine
from openclaw_auth.health.finding import SEVERITIES, exit_code
from openclaw_auth.health.gather import gather
from openclaw_auth.health.mend import mend
from openclaw_auth.wording import reason_text, remedy_text

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
_TITLES = {"error": "doctor_errors", "warning": "doctor_warnings", "info": "doctor_notes"}
_STYLES = {"error": "red", "warning": "yellow", "info": "dim"}
_MAX_LISTED = 100
_WITH_SHELL_PATHS = ("permissions", "files")


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
        _show_json(findings, done, evidence.now_ms, ctx)
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


def _remedy(finding: Finding, lang: str) -> str:
    """Return the remedy, its paths quoted for a shell where they are pasted into one."""
    reason = finding.reason
    if finding.id in _WITH_SHELL_PATHS:
        from shlex import quote

        params = {k: quote(v) if isinstance(v, str) else v for k, v in reason.params.items()}
        reason = Reason(reason.code, params)
    return remedy_text(reason, lang)


def _show_json(findings: list[Finding], done: list[Reason], now_ms: int, ctx: Context) -> None:
    ctx.json(
        {
            "findings": [
                {
                    "id": finding.id,
                    "severity": finding.severity,
                    "subject": finding.subject,
                    "code": finding.reason.code,
                    "message": reason_text(finding.reason, now_ms, ctx.lang),
                    "remedy": _remedy(finding, ctx.lang) or None,
                    "fixable": finding.fix is not None,
                }
                for finding in findings
            ],
            "summary": {s: sum(f.severity == s for f in findings) for s in SEVERITIES},
            "fixed": [
                {"code": reason.code, "message": reason_text(reason, now_ms, ctx.lang)}
                for reason in done
            ],
        }
    )


def _show(findings: list[Finding], done: list[Reason], now_ms: int, ctx: Context) -> None:
    if done:
        ctx.out(paint(ctx.say(Reason("doctor_done")), "bold", color=ctx.color))
        for reason in done:
            failed = reason.code == "doctor_fix_failed"
            mark = (
                paint("✗", "red", color=ctx.color)
                if failed
                else paint("✓", "green", color=ctx.color)
            )
            ctx.out(f"  {mark} {reason_text(reason, now_ms, ctx.lang)}")
        ctx.out("")
    for severity in SEVERITIES:
        chosen = [finding for finding in findings if finding.severity == severity]
        if chosen:
            title = f"{ctx.say(Reason(_TITLES[severity]))} ({len(chosen)})"
            ctx.out(paint(title, "bold", color=ctx.color))
            _section(chosen, now_ms, ctx)
            ctx.out("")
    ctx.out(_summary(findings, ctx))


def _section(findings: list[Finding], now_ms: int, ctx: Context) -> None:
    """Print the findings of one severity by area, the first hundred of each."""
    by_area: dict[str, list[Finding]] = {}
    for finding in findings:
        area = ctx.say(Reason(f"doctor_area_{finding.id}"))
        by_area.setdefault(area, []).append(finding)
    width = max(map(cells, by_area))
    blank = pad("", width)
    indent = f"  {blank}  "
    for area, found in by_area.items():
        shown = pad(area, width)
        for finding in found[:_MAX_LISTED]:
            text = reason_text(finding.reason, now_ms, ctx.lang)
            text = ctx.fitted(text, ctx.stdout, indent, indent)[len(indent) :]
            text = paint(text, _STYLES[finding.severity], color=ctx.color)
            ctx.out(f"  {paint(shown, 'dim', color=ctx.color)}  {text}")
            shown = blank
            mend_by = _remedy(finding, ctx.lang)
            if mend_by:
                ctx.out(f"{indent}  {mend_by}")
        if len(found) > _MAX_LISTED:
            more = Reason("status_more", {"count": len(found) - _MAX_LISTED})
            ctx.out(f"  {blank}  {ctx.say(more)}")


def _summary(findings: list[Finding], ctx: Context) -> str:
    if not findings:
        return ctx.say(Reason("doctor_healthy"))
    counts = [sum(f.severity == s for f in findings) for s in SEVERITIES]
    params = dict(zip(("errors", "warnings", "notes"), counts, strict=True))
    said = ctx.say(Reason("doctor_summary", params))
    fixable = sum(finding.fix is not None for finding in findings)
    if fixable:
        said += " " + ctx.say(Reason("doctor_fixable", {"count": fixable}))
    return said
