"""`openclaw agents delete`: the config forgets the agent, its files wait in a trash folder.

OpenClaw 2026.2 hands them to a `trash` program and, where there is none, leaves credentials
behind and reports success. Here they move within the state directory, and the way back is printed.
"""

from __future__ import annotations

import os
import sys

from openclaw_auth import agent_edits
from openclaw_auth.agents import every_agent
from openclaw_auth.cli.agents.agents import agent_rows, ask
from openclaw_auth.codes import Reason
from openclaw_auth.config.write import edit_config
from openclaw_auth.errors import Cancelled, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from openclaw_auth.cli.context import Context


def delete(args: argparse.Namespace, ctx: Context) -> int:
    """Delete an agent; returns the exit code.

    Raises:
        UsageError: it is `main`, or nobody can be asked and --force is missing.
        UnknownName: there is no such agent.
        Cancelled: the user said no.
    """
    view = ctx.view()
    agent_id = agent_edits.known_id(args.id, view)
    if not args.force:
        _confirm(agent_id, args, ctx)
    row = next(row for row in agent_rows(ctx) if row["id"] == agent_id)
    agents = every_agent(view, ctx.paths)
    others = [agent.dir for agent in agents if agent.id != agent_id]
    deletion = agent_edits.delete(agent_id, view)
    # The config goes first: after a crash here everything is still in its place.
    edit_config(ctx.paths, deletion.edits, ctx.ports, ctx.settings().environment.value)
    ctx.forget()
    directory = os.path.join(ctx.paths.state_dir, "agents", agent_id)
    trash, left = _set_aside(directory, agent_id, others, ctx)
    inside = (row["agentDir"] + "/").startswith(directory + "/")
    if not inside and os.path.isdir(row["agentDir"]):
        left.append(Reason("agent_dir_left", {"path": row["agentDir"]}))
    if args.json:
        ctx.json(
            {
                "agentId": agent_id,
                "workspace": row["workspace"],
                "agentDir": row["agentDir"],
                "sessionsDir": os.path.join(directory, "sessions"),
                "removedBindings": deletion.removed_bindings,
                "removedAllow": deletion.removed_allow,
                "trash": trash,
            }
        )
    else:
        _tell(agent_id, row, directory, trash, ctx)
    for reason in left:
        ctx.notice(reason)
    return 0


def _confirm(agent_id: str, args: argparse.Namespace, ctx: Context) -> None:
    if args.json or not sys.stdin.isatty():
        raise UsageError("agent_needs_force", agent=agent_id)
    answer = ask(ctx.say(Reason("agent_delete_ask", {"agent": agent_id})), ctx)
    if answer.strip().lower() not in ("y", "yes", "是"):
        raise Cancelled("cancelled_change")


def _set_aside(
    directory: str, agent_id: str, others: list[str], ctx: Context
) -> tuple[str | None, list[Reason]]:
    """Move an agent's directory to the trash folder; returns where it is, and what to tell."""
    if not os.path.lexists(directory):
        return None, []
    if agent_edits.shared_with(directory, others):
        return None, [Reason("agent_dir_left", {"path": directory})]
    from openclaw_auth.files.filesystem import new_directories

    folder = os.path.join(ctx.paths.state_dir, "trash")
    trash = os.path.join(folder, f"agents-{agent_id}-{ctx.ports.now_ms()}")
    try:
        new_directories(folder)
        os.chmod(folder, 0o700)
        os.rename(directory, trash)
    except OSError as error:
        why = error.strerror or type(error).__name__
        return None, [Reason("agent_move_failed", {"path": directory, "error": why})]
    return trash, []


def _tell(
    agent_id: str, row: dict[str, Any], directory: str, trash: str | None, ctx: Context
) -> None:
    from shlex import quote

    ctx.out(ctx.say(Reason("agent_deleted", {"agent": agent_id})))
    if trash is not None:
        options = f"--workspace {quote(row['workspace'])}"
        options += f" --model {quote(row['model'])}" if "model" in row else ""
        params = {"agent": agent_id, "options": options}
        places = {"trash": quote(trash), "directory": quote(directory)}
        for code in ("agent_moved", "agent_trash_holds_secrets"):
            reason = Reason(code, {**params, **places})
            ctx.out(ctx.say(reason))
            ctx.out(f"  {ctx.remedy(reason)}")
    ctx.out(ctx.say(Reason("agent_workspace_left", {"path": row["workspace"]})))
