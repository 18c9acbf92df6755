"""A rehearsal for people: the way as a short numbered list, then the answer."""

from __future__ import annotations

from openclaw_auth.cli.style import cells, pad, paint
from openclaw_auth.codes import Reason
from openclaw_auth.wording import clock, reason_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from openclaw_auth.cli.context import Context
    from openclaw_auth.selection.horizon import Horizon
    from openclaw_auth.selection.simulate import Call, Rehearsal
    from openclaw_auth.simulation_plan import Route

_MAX_LISTED = 20
_WIDEST_NAME = 28


def show(
    route: Route, tried: Rehearsal, horizon: Horizon | None, now_ms: int, ctx: Context
) -> None:
    """Print the way of a request, who answers, and when nobody would."""
    when = Reason("simulate_now")
    if tried.at_ms != now_ms:
        when = Reason("simulate_at", {"until": clock(tried.at_ms, now_ms)})
    params = {"model": route.legs[0].key, "agent": route.snapshot.agent_id, "when": when}
    ctx.out(paint(ctx.say(Reason("simulate_title", params)), "bold", color=ctx.color))
    _list(tried.calls, tried.at_ms, ctx)
    ctx.out(_conclusion(tried, ctx))
    if horizon is not None and tried.answer is not None:
        _show_horizon(horizon, now_ms, ctx)


def _list(calls: Sequence[Call], at_ms: int, ctx: Context) -> None:
    """Print a line for each call, below its model where there are several."""
    models = dict.fromkeys(call.leg.key for call in calls)
    shown = calls[:_MAX_LISTED]
    width = max((min(cells(_name(call)), _WIDEST_NAME) for call in shown), default=0)
    digits = len(str(len(shown)))
    model = None
    for number, call in enumerate(shown, 1):
        if len(models) > 1 and call.leg.key != model and call.candidate is not None:
            ctx.out(f"  {paint(call.leg.key, 'cyan', color=ctx.color)}")
        model = call.leg.key
        head = f"  {number:{digits}}. {pad(_name(call), width)}  "
        said = _said(call, at_ms, ctx)
        text = ctx.fitted(said, ctx.stdout, head, " " * cells(head))
        ctx.out(paint(text, _style(call), color=ctx.color))
    if len(calls) > _MAX_LISTED:
        more = Reason("status_more", {"count": len(calls) - _MAX_LISTED})
        ctx.out(f"  {ctx.say(more)}")
    ctx.out("")


def _name(call: Call) -> str:
    return call.candidate.key if call.candidate is not None else call.leg.key


def _style(call: Call) -> str:
    return {"ok": "green", "skipped": "dim"}.get(call.outcome, "yellow")


def _said(call: Call, at_ms: int, ctx: Context) -> str:
    if call.outcome == "ok":
        billing = call.candidate.billing_class if call.candidate is not None else None
        code = "simulate_answers" if billing else "simulate_answers_free"
        return ctx.say(Reason(code, {"billing": billing}))
    why = reason_text(call.reason, at_ms, ctx.lang)
    if call.outcome == "skipped":
        return ctx.say(Reason("simulate_skips", {"why": why}))
    said = ctx.say(Reason("simulate_fails", {"outcome": call.outcome, "why": why}))
    return f"{said} → {ctx.say(Reason(f'simulate_then_{call.then}'))}"


def _conclusion(tried: Rehearsal, ctx: Context) -> str:
    answer = tried.answer
    if answer is None:
        return paint(ctx.say(Reason("simulate_no_answer")), "red", color=ctx.color)
    params = {"name": _name(answer), "model": answer.leg.key}
    return ctx.fitted(ctx.say(Reason("simulate_answer", params)), ctx.stdout)


def _show_horizon(horizon: Horizon, now_ms: int, ctx: Context) -> None:
    dark = horizon.dark
    if dark is None:
        until = clock(horizon.walked_until_ms, now_ms)
        code = "simulate_never_dark" if horizon.complete else "simulate_walked_until"
        ctx.out(ctx.fitted(ctx.say(Reason(code, {"until": until})), ctx.stdout))
        return
    said = reason_text(Reason("simulate_dark", {"until_ms": dark.at_ms}), now_ms, ctx.lang)
    ctx.out(paint(ctx.fitted(said, ctx.stdout), "red", color=ctx.color))
    _list(dark.calls, dark.at_ms, ctx)
