"""`openclaw agents list|add|delete|isolate|set-default`: which assistants there are, and what each may use."""

from __future__ import annotations

import sys
from argparse import SUPPRESS

from openclaw_auth import agent_edits
from openclaw_auth.agents import every_agent
from openclaw_auth.codes import Reason
from openclaw_auth.config.write import edit_config

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from openclaw_auth.cli.context import Context

_EXAMPLES = """\
examples:
  openclaw agents list
  openclaw agents add work --workspace ~/work
  openclaw agents add               # asks, and offers a credential of its own
  openclaw agents isolate work      # no longer reads through to main's credentials
  openclaw agents set-default work  # whom commands and chats mean without --agent
  openclaw agents delete work       # its files go to a trash folder; the workspace stays
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the sub-commands."""
    parser.epilog = _EXAMPLES
    commands = parser.add_subparsers(dest="command", metavar="list|add|delete|isolate|set-default")
    listed = commands.add_parser("list", help="show them")
    add = commands.add_parser("add", help="add one; no credentials are copied")
    add.add_argument("name", nargs="?", help="lower-cased, it becomes the id")
    add.add_argument("--workspace", metavar="DIR", help="where it works; created when missing")
    add.add_argument("--model", metavar="MODEL", help="its own default model")
    add.add_argument("--agent-dir", metavar="DIR", help="where its store lies")
    add.add_argument("--non-interactive", action="store_true", help="ask nothing")
    delete = commands.add_parser("delete", help="take one out; its files go to a trash folder")
    delete.add_argument("id", help="which")
    delete.add_argument("--force", action="store_true", help="do not ask")
    isolate = commands.add_parser("isolate", help="end its use of main's credentials, for good")
    isolate.add_argument("id", help="which")
    default = commands.add_parser("set-default", help="whom commands mean without --agent")
    default.add_argument("id", help="which")
    for command in (parser, listed, add, delete, isolate, default):
        # The default is kept out, so that `agents --json list` is not undone by `list`.
        command.add_argument(
            "--json", action="store_true", default=SUPPRESS, help="one JSON document"
        )


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Run one of them; bare `agents` lists."""
    args.json = getattr(args, "json", False)
    if args.command == "delete":
        from openclaw_auth.cli.agents.delete import delete

        return delete(args, ctx)
    if args.command == "add":
        from openclaw_auth.cli.agents.add import add

        return add(args, ctx)
    actions = {"isolate": _isolate, "set-default": _set_default}
    return actions.get(args.command, _list)(args, ctx)


def _list(args: argparse.Namespace, ctx: Context) -> int:
    rows = agent_rows(ctx)
    if args.json:
        ctx.json(rows)
        return 0
    from openclaw_auth.cli.style import paint

    for row in rows:
        marks = [ctx.say(Reason("agent_is_default"))] if row["isDefault"] else []
        marks += [ctx.say(Reason("agent_is_isolated"))] if row.get("isolated") else []
        shown = paint(row["id"], "bold", color=ctx.color)
        name = row.get("name")
        shown += f" ({name})" if name and name != row["id"] else ""
        ctx.out(shown + (f"  [{', '.join(marks)}]" if marks else ""))
        for code, value in details(row, ctx):
            ctx.out("  " + ctx.say(Reason(code, value)))
    return 0


def details(row: dict[str, Any], ctx: Context) -> list[tuple[str, dict[str, object]]]:
    """Return what is said of an agent besides its name: code and params of each line."""
    rows: list[tuple[str, dict[str, object]]] = [
        ("agent_workspace", {"path": ctx.paths.shorten(row["workspace"])}),
        ("agent_dir", {"path": ctx.paths.shorten(row["agentDir"])}),
    ]
    if "model" in row:
        rows.append(("agent_model", {"model": row["model"]}))
    if row["bindings"]:
        rows.append(("agent_bindings", {"count": row["bindings"]}))
    return rows


def agent_rows(ctx: Context) -> list[dict[str, Any]]:
    """Return every agent as `agents list --json` shows it, in the order of the config.

    Raises:
        ConfigInvalid: the config has problems.
    """
    view = ctx.view()
    known = {agent.id: agent for agent in every_agent(view, ctx.paths)}
    rows: list[dict[str, Any]] = []
    for agent_id in view.agent_ids():
        entry, agent = view.agent(agent_id), known[agent_id]
        row: dict[str, Any] = {"id": agent_id}
        if entry is not None and entry.name:
            row["name"] = entry.name
        workspace = agent_edits.workspace_of(agent_id, view, ctx.paths.state_dir)
        row |= {"workspace": ctx.paths.absolute(workspace), "agentDir": agent.dir}
        if entry is not None and entry.model:
            row["model"] = entry.model
        row["bindings"] = agent_edits.bindings_of(agent_id, view)
        row["isDefault"] = agent_id == view.default_agent_id()
        if agent.isolated:
            row["isolated"] = True
        rows.append(row)
    return rows


def _isolate(args: argparse.Namespace, ctx: Context) -> int:
    view = ctx.view()
    agent_id = agent_edits.known_id(args.id, view)
    from openclaw_auth.world import load_world

    agents = {agent.id: agent for agent in every_agent(view, ctx.paths)}
    before = load_world(ctx.settings(), [agents[agent_id]], ctx.ports).snapshots[agent_id]
    lost = [i for i, p in before.data.profiles.items() if p.inherited]
    result = edit_config(
        ctx.paths, agent_edits.isolate(agent_id, view), ctx.ports, ctx.settings().environment.value
    )
    ctx.forget()
    if args.json:
        ctx.json({"agentId": agent_id, "changed": result.changed, "noLongerInherited": lost})
        return 0
    code = "agent_isolated" if result.changed else "agent_isolated_already"
    said = Reason(code, {"agent": agent_id, "count": len(lost)})
    ctx.out(ctx.say(said))
    if ctx.remedy(said):
        ctx.out(f"  {ctx.remedy(said)}")
    return 0


def _set_default(args: argparse.Namespace, ctx: Context) -> int:
    view = ctx.view()
    agent_id = agent_edits.listed_id(args.id, view)
    edits = agent_edits.set_default(agent_id, view)
    if edits:
        edit_config(ctx.paths, edits, ctx.ports, ctx.settings().environment.value)
        ctx.forget()
    if args.json:
        ctx.json({"agentId": agent_id, "changed": bool(edits)})
        return 0
    code = "agent_default_set" if edits else "agent_default_already"
    ctx.out(ctx.say(Reason(code, {"agent": agent_id})))
    return 0


def ask(question: str, ctx: Context) -> str:
    """Return the line that the user answers; Ctrl-D cancels.

    Raises:
        Cancelled: nothing was answered, and nothing done.
    """
    from openclaw_auth.errors import Cancelled

    ctx.stdout.flush()
    ctx.stderr.write(question)
    ctx.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise Cancelled("cancelled")
    return line
