"""What a look of the monitor saw, as a document and for people."""

from __future__ import annotations

from openclaw_auth.cli.style import paint
from openclaw_auth.codes import Reason
from openclaw_auth.monitor.alert import alert_text
from openclaw_auth.wording import reason_text, remedy_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openclaw_auth.cli.context import Context
    from openclaw_auth.monitor.condition import Alert, Condition
    from openclaw_auth.monitor.round import Delivery, Look

_MARKS = {"error": ("✗", "red"), "warning": ("!", "yellow"), "info": ("·", "dim")}
_ORDER = {"error": 0, "warning": 1, "info": 2}


def look_json(
    look: Look,
    deliveries: Iterable[Delivery],
    targets: Sequence[str],
    now_ms: int,
    ctx: Context,
) -> dict[str, object]:
    """Return a look as a JSON object: what stands, what is new, what became of the sending."""
    return {
        "at": now_ms,
        "conditions": [_condition(one, now_ms, ctx) for one in look.conditions],
        "alerts": [_alert(one, now_ms, ctx) for one in look.alerts],
        "quiet": look.quiet,
        "targets": list(targets),
        "deliveries": [
            {
                "target": one.target,
                "alerts": len(one.alerts),
                "sent": one.problem is None,
                "code": None if one.problem is None else one.problem.code,
                "message": None if one.problem is None else ctx.say(one.problem),
            }
            for one in deliveries
        ],
    }


def _condition(one: Condition, now_ms: int, ctx: Context) -> dict[str, object]:
    return {
        "key": one.key,
        "state": one.state,
        "severity": one.severity,
        "code": one.code,
        "message": reason_text(one.reason, now_ms, ctx.lang),
        "remedy": remedy_text(one.reason, ctx.lang) or None,
    }


def _alert(one: Alert, now_ms: int, ctx: Context) -> dict[str, object]:
    recovered = one.kind == "recovered"
    return {
        "event": one.event,
        "kind": one.kind,
        "key": one.key,
        "severity": one.severity,
        "code": one.code,
        "at": one.at_ms,
        "message": reason_text(one.reason, now_ms, ctx.lang),
        "remedy": None if recovered else remedy_text(one.reason, ctx.lang) or None,
    }


def show_look(look: Look, now_ms: int, ctx: Context, *, most: int) -> None:
    """Print what stands, the worst first, each with what mends it."""
    if not look.conditions:
        ctx.out(paint("✓", "green", color=ctx.color) + " " + ctx.say(Reason("monitor_fine")))
        return
    found = sorted(look.conditions, key=lambda one: _ORDER[one.severity])
    for one in found[:most]:
        mark, style = _MARKS[one.severity]
        text = reason_text(one.reason, now_ms, ctx.lang)
        ctx.out(ctx.fitted(text, ctx.stdout, f"{paint(mark, style, color=ctx.color)} ", "  "))
        mend = remedy_text(one.reason, ctx.lang)
        if mend:
            ctx.out(f"    {mend}")
    if len(found) > most:
        ctx.out(ctx.say(Reason("status_more", {"count": len(found) - most})))


def news_lines(alerts: Iterable[Alert], now_ms: int, lang: str) -> list[str]:
    """Return a line for each alert."""
    return [alert_text(alert, now_ms, lang) for alert in alerts]
