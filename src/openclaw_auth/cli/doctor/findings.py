"""Findings of `doctor` and `models auth lint`, as a document and for people."""

from __future__ import annotations

from openclaw_auth.cli.style import cells, pad, paint
from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import SEVERITIES
from openclaw_auth.wording import reason_text, remedy_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from openclaw_auth.cli.context import Context
    from openclaw_auth.health.finding import Finding

_TITLES = {"error": "doctor_errors", "warning": "doctor_warnings", "info": "doctor_notes"}
_STYLES = {"error": "red", "warning": "yellow", "info": "dim"}
_MAX_LISTED = 100
_WITH_SHELL_PATHS = ("permissions", "files", "sessions")
_FOR_SENTENCES = ("mend", "quoted", "option", "where")
_OUTCOMES = {
    "doctor_fix_failed": "failed",
    "doctor_undone": "undone",
    "doctor_not_undone": "failed",
}


def remedy(finding: Finding, lang: str) -> str:
    """Return the remedy, its paths quoted for a shell where they are pasted into one."""
    reason = finding.reason
    if finding.id in _WITH_SHELL_PATHS:
        from shlex import quote

        params = {k: quote(v) if isinstance(v, str) else v for k, v in reason.params.items()}
        reason = Reason(reason.code, params)
    return remedy_text(reason, lang)


def finding_json(finding: Finding, now_ms: int, ctx: Context) -> dict[str, Any]:
    """Return what both commands say of a finding: who found it, where, and what it rests on."""
    return {
        "id": finding.check,
        "area": finding.id,
        "severity": finding.severity,
        "subject": finding.subject,
        "code": finding.reason.code,
        "message": reason_text(finding.reason, now_ms, ctx.lang),
        "evidence": _evidence(finding, ctx),
        "remedy": remedy(finding, ctx.lang) or None,
        "fixable": finding.fix is not None and not finding.fix.forced,
    }


def _evidence(finding: Finding, ctx: Context) -> dict[str, Any]:
    """Return the facts that a finding rests on, without what only its sentences need."""
    return {
        name: ctx.say(value) if isinstance(value, Reason) else value
        for name, value in finding.reason.params.items()
        if name not in _FOR_SENTENCES
    }


def document(
    shown: list[dict[str, Any]],
    findings: list[Finding],
    done: list[Reason],
    now_ms: int,
    ctx: Context,
) -> dict[str, Any]:
    """Return the whole document: findings, how many of each severity, what `--fix` did."""
    return {
        "findings": shown,
        "summary": {s: sum(f.severity == s for f in findings) for s in SEVERITIES},
        "fixed": [
            {
                "code": reason.code,
                "outcome": _OUTCOMES.get(reason.code, "done"),
                "message": reason_text(reason, now_ms, ctx.lang),
                **({"remedy": step} if (step := _step(reason, ctx.lang)) else {}),
            }
            for reason in done
        ],
    }


def _step(done: Reason, lang: str) -> str:
    """Return what mends a thing that `--fix` could not: the remedy of why not."""
    why = done.params.get("why")
    return remedy_text(done, lang) or (remedy_text(why, lang) if isinstance(why, Reason) else "")


def show_done(done: list[Reason], now_ms: int, ctx: Context) -> None:
    """Print what `--fix` did, and what it could not."""
    if not done:
        return
    ctx.out(paint(ctx.say(Reason("doctor_done")), "bold", color=ctx.color))
    for reason in done:
        failed = reason.code in _OUTCOMES
        mark = (
            paint("✗", "red", color=ctx.color) if failed else paint("✓", "green", color=ctx.color)
        )
        ctx.out(
            ctx.fitted(f"{mark} {reason_text(reason, now_ms, ctx.lang)}", ctx.stdout, "  ", "    ")
        )
        step = _step(reason, ctx.lang)
        if step:
            ctx.out(f"      {step}")
    ctx.out("")


def show_findings(findings: list[Finding], now_ms: int, ctx: Context) -> None:
    """Print findings by severity, then by area."""
    for severity in SEVERITIES:
        chosen = [finding for finding in findings if finding.severity == severity]
        if chosen:
            title = f"{ctx.say(Reason(_TITLES[severity]))} ({len(chosen)})"
            ctx.out(paint(title, "bold", color=ctx.color))
            _section(chosen, now_ms, ctx)
            ctx.out("")


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
            mend_by = remedy(finding, ctx.lang)
            if mend_by:
                ctx.out(f"{indent}  {mend_by}")
        if len(found) > _MAX_LISTED:
            more = Reason("status_more", {"count": len(found) - _MAX_LISTED})
            ctx.out(f"  {blank}  {ctx.say(more)}")


def counted(findings: list[Finding], ctx: Context) -> str:
    """Return how many of each severity, as a sentence."""
    counts = [sum(f.severity == s for f in findings) for s in SEVERITIES]
    params = dict(zip(("errors", "warnings", "notes"), counts, strict=True))
    return ctx.say(Reason("doctor_summary", params))
