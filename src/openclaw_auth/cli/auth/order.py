"""`openclaw models auth order get|set|clear`: in which order credentials are used."""

from __future__ import annotations

from openclaw_auth.agents import find_agent
from openclaw_auth.cli.auth.target import canonical_provider, warn_remote
from openclaw_auth.codes import Reason
from openclaw_auth.profiles.ordering import clear_order, set_order
from openclaw_auth.selection.order import listing
from openclaw_auth.world import load_world

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from openclaw_auth.agents import Agent
    from openclaw_auth.cli.context import Context
    from openclaw_auth.selection.snapshot import Snapshot

_EXAMPLES = """\
examples:
  openclaw models auth order get --provider anthropic
  openclaw models auth order set --provider anthropic anthropic:work anthropic:default
  openclaw models auth order clear --provider anthropic --agent work
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    # Before the word, as in `models auth --agent work order get`.
    parser.add_argument("--agent", dest="parent_agent", metavar="ID", help="whose order")
    commands = parser.add_subparsers(dest="command", metavar="get|set|clear", required=True)
    for name, text in (
        ("get", "show it"),
        ("set", "use these, in this order, and no others"),
        ("clear", "let all be used in turn again"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("--provider", required=True, metavar="ID", help="whose credentials")
        command.add_argument("--agent", metavar="ID", help="whose order (default: the usual agent)")
        command.add_argument("--json", action="store_true", help="one JSON document")
        if name == "set":
            command.add_argument("profile_ids", nargs="*", metavar="profile", help="first to last")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Run one of the three; returns the exit code."""
    ctx.config()
    agent = find_agent(ctx.settings().view, ctx.paths, args.agent or args.parent_agent)
    provider = canonical_provider(args.provider, ctx, f"openclaw models auth order {args.command}")
    if args.command == "set":
        wanted = [text.strip() for text in args.profile_ids if text.strip()]
        set_order(wanted, provider, agent, ctx.settings(), ctx.ports)
    elif args.command == "clear":
        _clear(provider, agent, ctx, quiet=args.json)
    snapshot = load_world(ctx.settings(), [agent], ctx.ports).snapshots[agent.id]
    if args.json:
        ctx.json(_document(snapshot, provider, agent, ctx))
    elif args.command != "clear":
        _show(snapshot, provider, agent, ctx)
    if args.command == "set":
        _say_left_out(snapshot, provider, ctx)
    if args.command != "get":
        warn_remote(ctx)
    return 0


def _clear(provider: str, agent: Agent, ctx: Context, *, quiet: bool) -> None:
    had = clear_order(provider, agent, ctx.settings(), ctx.ports)
    if not quiet:
        ctx.out(ctx.say(Reason("order_agent", {"agent": agent.id})))
        ctx.out(ctx.say(Reason("order_provider", {"provider": provider})))
        ctx.out(ctx.say(Reason("order_cleared" if had else "order_nothing_to_clear")))
    snapshot = load_world(ctx.settings(), [agent], ctx.ports).snapshots[agent.id]
    inherited = snapshot.data.order.get(provider)
    if inherited:
        params = {"order": ", ".join(inherited), "provider": provider}
        ctx.notice(Reason("order_of_main_applies", params))


def _document(snapshot: Snapshot, provider: str, agent: Agent, ctx: Context) -> dict[str, Any]:
    order = snapshot.data.order.get(provider)
    return {
        "agentId": agent.id,
        "agentDir": agent.dir,
        "provider": provider,
        "authStorePath": ctx.paths.store_path(agent.dir),
        "order": list(order) if order else None,
    }


def _show(snapshot: Snapshot, provider: str, agent: Agent, ctx: Context) -> None:
    order = snapshot.data.order.get(provider)
    none = ctx.say(Reason("order_none"))
    file = ctx.paths.shorten(ctx.paths.store_path(agent.dir))
    ctx.out(ctx.say(Reason("order_agent", {"agent": agent.id})))
    ctx.out(ctx.say(Reason("order_provider", {"provider": provider})))
    ctx.out(ctx.say(Reason("order_file", {"file": file})))
    ctx.out(ctx.say(Reason("order_override", {"order": ", ".join(order or ()) or none})))
    if not order:
        used = listing(snapshot, provider)
        source = ctx.say(Reason(f"order_{used.source}"))
        params = {"order": ", ".join(used.profile_ids) or none, "source": source}
        ctx.out(ctx.say(Reason("order_in_effect", params)))


def _say_left_out(snapshot: Snapshot, provider: str, ctx: Context) -> None:
    hidden = listing(snapshot, provider).hidden
    if hidden:
        ctx.notice(Reason("order_left_out", {"profiles": ", ".join(hidden)}))
