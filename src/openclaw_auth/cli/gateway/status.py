"""`openclaw gateway status`: the service, the process and whether it answers, in one look."""

from __future__ import annotations

from openclaw_auth.cli.gateway.reach import gateway_url, reach, running_gateway
from openclaw_auth.cli.gateway.service_plan import installer
from openclaw_auth.cli.style import cells, pad, paint
from openclaw_auth.codes import Reason
from openclaw_auth.errors import GatewayError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from openclaw_auth.cli.context import Context
    from openclaw_auth.cli.gateway.service_plan import Installer
    from openclaw_auth.host.service import ServicePlan, ServiceState

_TIMEOUT_S = 3.0


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument("--system", action="store_true", help="the machine's service, not yours")
    parser.add_argument("--deep", action="store_true", help="accepted, makes no difference")
    parser.add_argument("--no-probe", action="store_true", help="do not ask the gateway itself")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Show how things stand; exits 0 whatever that is: `gateway health` judges."""
    from openclaw_auth.host.service import lingers, read_service

    found = installer(ctx, system=args.system)
    state = read_service(found.manager, ctx.ports, _wanted(found, ctx))
    info = running_gateway(ctx)
    document: dict[str, Any] = {
        "service": {
            "kind": state.kind,
            "name": found.manager.name,
            "path": state.path,
            "installed": state.installed,
            "running": state.running,
            "pid": state.pid,
            "linger": lingers(found.manager, ctx.ports) if state.installed else None,
            "stale": [_said(reason, ctx) for reason in state.stale],
        },
        "gateway": _gateway(info, args, ctx),
    }
    if args.json:
        ctx.json(document)
        return 0
    _show(document, state, ctx)
    for reason in state.stale:
        ctx.notice(reason)
    return 0


def _wanted(found: Installer, ctx: Context) -> ServicePlan | None:
    """Return what would be installed now; None where nothing could be."""
    try:
        return found.plan(ctx)
    except GatewayError:
        return None


def _gateway(
    info: dict[str, object] | None, args: argparse.Namespace, ctx: Context
) -> dict[str, Any]:
    settings = ctx.settings()
    url = gateway_url(settings, info)
    shown: dict[str, Any] = {
        "running": info is not None,
        "pid": info.get("pid") if info else None,
        "url": url,
        "started": info.get("started") if info else None,
        "generation": info.get("generation") if info else None,
    }
    if args.no_probe:
        return shown
    answer = reach(url, "/healthz", None, _TIMEOUT_S, ctx.ports)
    error = None if answer.why is None else ctx.say(answer.why)
    probe = {"ok": answer.status == 200, "status": answer.status, "tookMs": answer.took_ms}  # noqa: PLR2004
    return {**shown, "probe": {**probe, "error": error}}


def _show(document: dict[str, Any], state: ServiceState, ctx: Context) -> None:
    gateway = document["gateway"]
    rows = [("gateway_status_service", _service_text(state, ctx))]
    rows.append(("gateway_status_process", _process_text(gateway, ctx)))
    if "probe" in gateway:
        rows.append(("gateway_status_answer", _answer_text(gateway, ctx)))
    names = [(ctx.say(Reason(code)), text) for code, text in rows]
    width = max(cells(name) for name, _ in names)
    for name, text in names:
        first = paint(pad(name, width), "dim", color=ctx.color) + "  "
        ctx.out(ctx.fitted(text, ctx.stdout, first, " " * (width + 2)))


def _service_text(state: ServiceState, ctx: Context) -> str:
    path = ctx.paths.shorten(state.path)
    if not state.installed:
        return ctx.say(Reason("service_absent", {"kind": state.kind, "path": path}))
    code = {True: "service_is_running", False: "service_is_stopped", None: "service_is_silent"}
    params = {"kind": state.kind, "path": path, "pid": state.pid or "?"}
    return ctx.say(Reason(code[state.running], params))


def _process_text(gateway: dict[str, Any], ctx: Context) -> str:
    if not gateway["running"]:
        return ctx.say(Reason("gateway_process_none", {"url": gateway["url"]}))
    return ctx.say(Reason("gateway_process_runs", gateway))


def _answer_text(gateway: dict[str, Any], ctx: Context) -> str:
    probe = gateway["probe"]
    if probe["ok"]:
        return ctx.say(Reason("gateway_answers", {"url": gateway["url"], "ms": probe["tookMs"]}))
    why = probe["error"] or f"HTTP {probe['status']}"
    return ctx.say(Reason("gateway_answers_not", {"url": gateway["url"], "why": why}))


def _said(reason: Reason, ctx: Context) -> dict[str, str | None]:
    return {
        "code": reason.code,
        "message": ctx.say(reason),
        "remedy": ctx.remedy(reason) or None,
    }
