"""`openclaw status`: this host at a glance, and the one thing to do first."""

from __future__ import annotations

from openclaw_auth.agents import ModelChoice, every_agent, find_agent
from openclaw_auth.cli.gateway.reach import gateway_url, reach, running_gateway
from openclaw_auth.cli.models.status_report import make_report
from openclaw_auth.cli.overview_text import show
from openclaw_auth.health.overview import SOON_MS, ending, first_step, who_answers
from openclaw_auth.sessions.pins import sessions_path
from openclaw_auth.sessions.store import SessionStore
from openclaw_auth.version import __version__
from openclaw_auth.wording import reason_text
from openclaw_auth.world import load_world

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from openclaw_auth.agents import Agent
    from openclaw_auth.cli.context import Context
    from openclaw_auth.codes import Reason
    from openclaw_auth.world import World

_TIMEOUT_S = 3.0
_EXAMPLES = """\
examples:
  openclaw status
  openclaw status --all           # every agent's sessions, and the service
  openclaw status --deep          # ask the gateway and, for nothing, the providers
  openclaw status --json | jq -r '.remedy.command // "all is well"'
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("--agent", metavar="ID", help="which agent (default: the configured one)")
    parser.add_argument("--all", action="store_true", help="list sessions, look at the service")
    parser.add_argument(
        "--deep", action="store_true", help="ask the gateway and the providers too; costs nothing"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Show how things stand; exits 0 whatever that is: `health` and `--check` judge."""
    ctx.config()
    settings = ctx.settings()
    agent = find_agent(settings.view, ctx.paths, args.agent)
    world = load_world(settings, [agent], ctx.ports)
    document = _overview(agent, world, args, ctx)
    if args.all or args.deep:
        document["service"] = _service(ctx)
    if args.deep:
        document["gateway"]["answer"] = _answer(document["gateway"], ctx)
    probed = _probe(world, agent, document, ctx) if args.deep else None
    if args.json:
        ctx.json(document)
    else:
        show(document, ctx)
        if probed is not None:
            from openclaw_auth.cli.models.probe_text import show_probes

            show_probes(probed, ctx)
    for reason in (*settings.notices, *world.problems):
        ctx.notice(reason)
    return 0


def _overview(agent: Agent, world: World, args: argparse.Namespace, ctx: Context) -> dict[str, Any]:
    settings, now_ms = ctx.settings(), ctx.ports.now_ms()
    view, snapshot = settings.view, world.snapshots[agent.id]
    refs = ModelChoice(view, agent.id).refs(view.aliases())
    answering = who_answers(snapshot, refs, now_ms)
    report = make_report(settings, agent, world, ctx, named=False, warn_ms=SOON_MS)
    ends = ending(report.document["auth"]["oauth"]["profiles"])
    info = running_gateway(ctx)
    serving = next((one for one in answering if one.next is not None), None)
    chosen = serving.next if serving is not None else None
    step = first_step(answering, ends, gateway_runs=info is not None)
    return {
        "version": __version__,
        "stateDir": ctx.paths.state_dir,
        "gateway": {
            "running": info is not None,
            "pid": info.get("pid") if info else None,
            "url": gateway_url(settings, info),
            "started": info.get("started") if info else None,
        },
        "agent": agent.id,
        "defaultModel": refs[0].key,
        "fallbacks": [ref.key for ref in refs[1:]],
        "usable": serving is not None,
        "answers": serving.ref.key if serving is not None else None,
        "next": None
        if chosen is None
        else {
            "profileId": chosen.profile_id,
            "source": chosen.source,
            "code": chosen.reason.code,
        },
        "ends": ends,
        "agents": _agents(args, ctx),
        "remedy": None if step is None else _said(step, now_ms, ctx),
    }


def _agents(args: argparse.Namespace, ctx: Context) -> list[dict[str, Any]]:
    view = ctx.view()
    rows: list[dict[str, Any]] = []
    for agent in every_agent(view, ctx.paths):
        entries = SessionStore(sessions_path(view, ctx.paths, agent.id), ctx.ports).read()
        sessions = [_session(key, entry) for key, entry in entries.items()]
        sessions.sort(key=lambda row: row["updatedAt"] or 0, reverse=True)
        row: dict[str, Any] = {
            "id": agent.id,
            "isDefault": agent.id == view.default_agent_id(),
            "sessions": len(sessions),
            "latest": sessions[0] if sessions else None,
        }
        if args.all:
            row["list"] = sessions
        rows.append(row)
    return rows


def _session(key: str, entry: dict[str, Any]) -> dict[str, Any]:
    updated = entry.get("updatedAt")
    return {
        "key": key,
        "updatedAt": updated if isinstance(updated, int) else None,
        "model": entry.get("model"),
        "profileId": entry.get("authProfileOverride"),
    }


def _service(ctx: Context) -> dict[str, Any]:
    from openclaw_auth.cli.gateway.service_plan import installer
    from openclaw_auth.errors import GatewayError
    from openclaw_auth.host.service import read_service

    try:
        found = installer(ctx, system=False)
        state = read_service(found.manager, ctx.ports, found.plan(ctx))
    except GatewayError as error:
        return {"kind": None, "installed": False, "running": None, "why": ctx.say(error.reason)}
    return {
        "kind": state.kind,
        "installed": state.installed,
        "running": state.running,
        "path": state.path,
        "stale": [ctx.say(reason) for reason in state.stale],
    }


def _answer(gateway: dict[str, Any], ctx: Context) -> dict[str, Any]:
    """Return what the gateway says of itself, when it is asked now."""
    from openclaw_auth.gateway.token import find_token

    token = find_token(ctx.settings(), None)
    answer = reach(gateway["url"], "/readyz", token, _TIMEOUT_S, ctx.ports)
    return {
        "status": answer.status,
        "tookMs": answer.took_ms,
        "ready": (answer.body or {}).get("status"),
        "error": None if answer.why is None else ctx.say(answer.why),
    }


def _probe(world: World, agent: Agent, document: dict[str, Any], ctx: Context) -> Any:
    """Ask the providers by checks that cost nothing; returns what came, for people."""
    from argparse import ArgumentParser

    from openclaw_auth.cli.models.status import build as build_models_status
    from openclaw_auth.cli.models.status_probe import probe, probes_json

    parser = ArgumentParser()
    build_models_status(parser)
    providers = world.snapshots[agent.id].data.providers()
    ask, probed = probe(parser.parse_args(["--probe"]), world, agent, providers, ctx)
    document["probes"] = probes_json(ask, probed, ctx)
    return probed


def _said(reason: Reason, now_ms: int, ctx: Context) -> dict[str, str | None]:
    return {
        "code": reason.code,
        "message": reason_text(reason, now_ms, ctx.lang),
        "command": ctx.remedy(reason) or None,
    }
