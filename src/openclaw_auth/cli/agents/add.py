"""`openclaw agents add`: by options, or without `--workspace` as a wizard with a credential step."""

from __future__ import annotations

import os
import sys

from openclaw_auth import agent_edits
from openclaw_auth.agents import Agent
from openclaw_auth.codes import Reason
from openclaw_auth.config.write import edit_config
from openclaw_auth.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from openclaw_auth.cli.context import Context
    from openclaw_auth.cli.onboard.asking import Asking, Wizard
    from openclaw_auth.config.view import ConfigView
    from openclaw_auth.onboarding.answers import Access
    from openclaw_auth.onboarding.plan import Plan


def add(args: argparse.Namespace, ctx: Context) -> int:
    """Add an agent; returns the exit code.

    Raises:
        UsageError: nobody can be asked for what is missing; the name is taken or unusable.
    """
    alone = args.non_interactive or args.json or not sys.stdin.isatty()
    if alone and not args.name:
        raise UsageError("agent_needs_name")
    if not (args.workspace or "").strip():
        if alone:
            raise UsageError("agent_needs_workspace", agent=args.name)
        from openclaw_auth.cli.onboard.asking import TerminalAsking

        with TerminalAsking(ctx) as asking:
            return add_by_wizard(args, asking, ctx)
    agent = _agent(args.name or _ask_name(ctx), args.workspace, args.model, args, ctx)
    _create(agent, ctx)
    edits = agent_edits.add(agent, ctx.view())
    result = edit_config(ctx.paths, edits, ctx.ports, ctx.settings().environment.value)
    ctx.forget()
    _tell_added(agent, result.file, args, ctx)
    return 0


def add_by_wizard(args: argparse.Namespace, asking: Asking, ctx: Context) -> int:
    """Ask for name, place, model and credential, show what will be written, write it."""
    from openclaw_auth.cli.onboard.asking import Wizard
    from openclaw_auth.cli.onboard.scene import Scene
    from openclaw_auth.cli.onboard.settle import settle

    view = ctx.view()
    name = args.name or asking.line(
        ctx.say(Reason("agent_name_ask")), lambda text: _name_fault(text, view)
    )
    agent_id = agent_edits.new_id(name.strip(), view)
    if agent_id != name.strip():
        asking.say(ctx.say(Reason("agent_renamed", {"agent": agent_id})))
    place = ctx.paths.agent_dir(agent_id, args.agent_dir)
    wizard = Wizard(Scene(ctx, Agent(agent_id, place)), asking, ctx)
    usual = ctx.paths.shorten(os.path.join(ctx.paths.state_dir, f"workspace-{agent_id}"))
    workspace = wizard.text(Reason("onboard_ask_workspace"), usual)
    access, model = _ask_access(args.model, wizard)
    agent = _agent(name, workspace, model, args, ctx)
    settled = settle(_plan(agent, access, wizard), wizard)
    if settled.code == 0 and access is None:
        asking.say(ctx.say(Reason("agent_reads_through", {"agent": agent.id})))
    return settled.code


def _ask_access(model: str | None, wizard: Wizard) -> tuple[Access | None, str | None]:
    """Ask for a credential of its own, and for its model; None: it uses main's."""
    from openclaw_auth.cli.onboard.access import ask_access, ask_choice
    from openclaw_auth.cli.onboard.wizard import ask_model_of

    shown = [wizard.words(Reason(f"agent_credential_{word}")) for word in ("shared", "own")]
    if wizard.number(Reason("agent_credential_ask"), shown) == 0:
        return None, model
    given = ask_access(ask_choice(wizard), wizard, manual=False)
    return given.access, model or ask_model_of(given, wizard)


def _plan(agent: agent_edits.NewAgent, access: Access | None, wizard: Wizard) -> Plan:
    from openclaw_auth.onboarding.plan import MakeDirectory, Plan, access_steps

    here = wizard.scene.here()
    edits = agent_edits.add(agent, wizard.scene.settings.view)
    sessions = here.sessions_dir or ""
    folders = [
        MakeDirectory(path, private=private)
        for path, private in ((agent.workspace, False), (sessions, True))
        if not here.exists(path)
    ]
    return Plan([*folders, *access_steps(access, here, edits)])


def _name_fault(text: str, view: ConfigView) -> Reason | None:
    try:
        agent_edits.new_id(text, view)
    except UsageError as error:
        return error.reason
    return None


def _agent(
    name: str, workspace: str, model: str | None, args: argparse.Namespace, ctx: Context
) -> agent_edits.NewAgent:
    agent_id = agent_edits.new_id(name.strip(), ctx.view())
    return agent_edits.NewAgent(
        agent_id,
        name.strip(),
        workspace=ctx.paths.absolute(workspace.strip()),
        agent_dir=ctx.paths.agent_dir(agent_id, args.agent_dir),
        model=(model or "").strip() or None,
    )


def _ask_name(ctx: Context) -> str:
    from openclaw_auth.cli.agents.agents import ask

    return ask(ctx.say(Reason("agent_name_ask")) + " ", ctx)


def _create(agent: agent_edits.NewAgent, ctx: Context) -> None:
    """Create the workspace, as the user's umask says, and the sessions directory, 0700.

    Raises:
        UsageError: `agent_workspace_failed`.
    """
    from openclaw_auth.files.filesystem import new_directories

    sessions = os.path.join(ctx.paths.state_dir, "agents", agent.id, "sessions")
    for path, create in ((agent.workspace, _new_workspace), (sessions, new_directories)):
        try:
            create(path)
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise UsageError("agent_workspace_failed", path=path, error=why) from error


def _new_workspace(path: str) -> None:
    os.makedirs(path, exist_ok=True)


def _tell_added(
    agent: agent_edits.NewAgent, file: str, args: argparse.Namespace, ctx: Context
) -> None:
    from openclaw_auth.cli.agents.agents import details

    if agent.id != agent.name:
        ctx.err(ctx.say(Reason("agent_renamed", {"agent": agent.id})))
    if args.json:
        shown: dict[str, Any] = {
            "agentId": agent.id,
            "name": agent.name,
            "workspace": agent.workspace,
            "agentDir": agent.agent_dir,
        }
        shown |= {"model": agent.model} if agent.model else {}
        ctx.json(shown | {"bindings": {"added": [], "skipped": [], "conflicts": []}})
        return
    ctx.out(ctx.say(Reason("model_config_updated", {"file": ctx.paths.shorten(file)})))
    ctx.out(ctx.say(Reason("agent_added", {"agent": agent.id})))
    row = {"workspace": agent.workspace, "agentDir": agent.agent_dir, "bindings": 0}
    row |= {"model": agent.model} if agent.model else {}
    for code, value in details(row, ctx):
        ctx.out(ctx.say(Reason(code, value)))
    reads_through = Reason("agent_reads_through", {"agent": agent.id})
    ctx.out(ctx.say(reads_through))
    ctx.out(f"  {ctx.remedy(reads_through)}")
