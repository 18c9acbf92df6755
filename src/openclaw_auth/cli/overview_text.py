"""`openclaw status` for people: a few lines, and what to do first."""

from __future__ import annotations

from openclaw_auth.cli.style import cells, pad, paint
from openclaw_auth.codes import Reason
from openclaw_auth.expiry import remaining

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from openclaw_auth.cli.context import Context

_MOST_SESSIONS = 20
_MOST_ENDS = 5


def show(document: dict[str, Any], ctx: Context) -> None:
    """Print the document of `status`."""
    rows = [
        ("overview_gateway", _gateway(document["gateway"], ctx)),
        *([("overview_service", _service(document["service"], ctx))] if "service" in document else []),
        ("overview_model", _model(document, ctx)),
        ("overview_next", _next(document, ctx)),
        *(("overview_ending" if not n else "", text) for n, text in enumerate(_ends(document["ends"], ctx))),
        *(("overview_sessions" if not n else "", _sessions(row, ctx)) for n, row in enumerate(document["agents"])),
    ]  # fmt: skip
    names = [(ctx.say(Reason(code)) if code else "", text) for code, text in rows]
    width = max(cells(name) for name, _ in names)
    for name, text in names:
        first = paint(pad(name, width), "dim", color=ctx.color) + "  "
        ctx.out(ctx.fitted(text, ctx.stdout, first, " " * (width + 2)))
    for agent in document["agents"]:
        _list(agent, ctx)
    _remedy(document["remedy"], ctx)


def _gateway(gateway: dict[str, Any], ctx: Context) -> str:
    if not gateway["running"]:
        return paint(ctx.say(Reason("overview_gateway_down")), "yellow", color=ctx.color)
    text = ctx.say(Reason("overview_gateway_runs", gateway))
    answer = gateway.get("answer")
    if answer is None:
        return text
    if answer["status"] is None:
        return f"{text}; {paint(answer['error'] or '?', 'red', color=ctx.color)}"
    ready = answer["ready"] or f"HTTP {answer['status']}"
    return f"{text}; {ready}, {answer['tookMs']} ms"


def _service(service: dict[str, Any], ctx: Context) -> str:
    if not service["installed"]:
        return service.get("why") or ctx.say(Reason("overview_service_none"))
    running = {True: "running", False: "stopped", None: "unknown"}[service["running"]]
    said = ctx.say(Reason(f"overview_service_{running}"))
    return f"{service['kind']}, {said}, {ctx.paths.shorten(service['path'])}"


def _model(document: dict[str, Any], ctx: Context) -> str:
    text = paint(document["defaultModel"], "cyan", color=ctx.color)
    return " → ".join([text, *document["fallbacks"]])


def _next(document: dict[str, Any], ctx: Context) -> str:
    if not document["usable"]:
        return paint(ctx.say(Reason("overview_none_usable")), "red", color=ctx.color)
    chosen = document["next"]
    name = paint(chosen["profileId"] or chosen["source"], "green", color=ctx.color)
    if document["answers"] != document["defaultModel"]:
        return f"{name} ({document['answers']})"
    return name


def _ends(rows: list[dict[str, Any]], ctx: Context) -> Iterator[str]:
    """Yield what is over or ends soon, the worst first; the rest only as a number."""
    yield from (_end(row, ctx) for row in rows[:_MOST_ENDS])
    if len(rows) > _MOST_ENDS:
        yield ctx.say(Reason("status_more", {"count": len(rows) - _MOST_ENDS}))


def _end(row: dict[str, Any], ctx: Context) -> str:
    left = row.get("remainingMs", 0)
    if left > 0:
        said, style = ctx.say(Reason("expires_in", {"left": remaining(left)})), "yellow"
    else:
        said, style = ctx.say(Reason("auth_state_expired", {"ago": remaining(-left)})), "red"
    return f"{row['profileId']}  {paint(said, style, color=ctx.color)}"


def _sessions(agent: dict[str, Any], ctx: Context) -> str:
    latest = agent["latest"]
    if latest is None or latest["updatedAt"] is None:
        return ctx.say(Reason("overview_agent", {"agent": agent["id"], "count": agent["sessions"]}))
    ago = remaining(ctx.ports.now_ms() - latest["updatedAt"])
    shown = {"agent": agent["id"], "count": agent["sessions"], "ago": ago}
    return ctx.say(Reason("overview_agent_latest", shown))


def _list(agent: dict[str, Any], ctx: Context) -> None:
    sessions = agent.get("list") or []
    for session in sessions[:_MOST_SESSIONS]:
        updated = session["updatedAt"]
        ago = remaining(ctx.ports.now_ms() - updated) if updated else "-"
        parts = [session["key"], ago, session["model"], session["profileId"]]
        ctx.out("  " + "  ".join(str(part) for part in parts if part))
    if len(sessions) > _MOST_SESSIONS:
        left = len(sessions) - _MOST_SESSIONS
        ctx.out("  " + ctx.say(Reason("status_more", {"count": left})))


def _remedy(remedy: dict[str, Any] | None, ctx: Context) -> None:
    ctx.out("")
    if remedy is None:
        ctx.out(paint(ctx.say(Reason("overview_well")), "green", color=ctx.color))
        return
    ctx.out(ctx.fitted(remedy["message"], ctx.stdout))
    if remedy["command"]:
        ctx.out(f"  {remedy['command']}")
