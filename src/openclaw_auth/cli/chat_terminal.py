"""Talking on a terminal: a line with history and completion, answers as they come.

The line editor is the system's own (readline): history and keys are those that people have in
their shell.
"""

from __future__ import annotations

import os

from openclaw_auth.agents import find_agent, main_agent
from openclaw_auth.cli.chat_message import Printer, say, tell_who_failed
from openclaw_auth.cli.report import report
from openclaw_auth.codes import Reason
from openclaw_auth.errors import ChatFailed, OpenclawAuthError
from openclaw_auth.providers.models import models_of_catalogue
from openclaw_auth.sessions.commands.complete import completions
from openclaw_auth.sessions.commands.desk import Desk
from openclaw_auth.sessions.pins import sessions_path
from openclaw_auth.sessions.store import SessionStore
from openclaw_auth.world import load_world

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.cli.context import Context

_HISTORY = 1000


def talk_on_terminal(ctx: Context, agent_id: str, key: str) -> int:
    """Read lines and say them until Ctrl-D; returns the exit code."""
    desk = desk_of(ctx, agent_id, key)
    history = os.path.join(os.path.dirname(_store(ctx, agent_id).path), ".chat-history")
    _prepare(desk, history)
    shown = {"agent": agent_id, "model": desk.selected.key}
    ctx.err(ctx.say(Reason("chat_welcome", shown)))
    while True:
        try:
            line = input(f"{agent_id}> ")
        except EOFError:
            ctx.err("")
            break
        except KeyboardInterrupt:  # as a shell does: the line is dropped, the talk goes on
            ctx.err("")
            continue
        if line.strip():
            _say(ctx, agent_id, key, line)
    _keep(history)
    return 0


def desk_of(ctx: Context, agent_id: str, key: str) -> Desk:
    """Return what completion looks at: the session, models and credentials as they are now."""
    settings = ctx.settings()
    agent = find_agent(settings.view, ctx.paths, agent_id)
    main = main_agent(settings.view, ctx.paths)
    snapshot = load_world(settings, [main, agent], ctx.ports).snapshots[agent.id]
    return Desk(
        key,
        _store(ctx, agent_id).entry(key) or {},
        settings.view,
        snapshot,
        models_of_catalogue(snapshot.providers),
        ctx.paths.shorten(ctx.paths.store_path(agent.dir)),
        ctx.ports.now_ms(),
    )


def _store(ctx: Context, agent_id: str) -> SessionStore:
    return SessionStore(sessions_path(ctx.view(), ctx.paths, agent_id), ctx.ports)


def _say(ctx: Context, agent_id: str, key: str, line: str) -> None:
    printer = Printer(ctx)
    try:
        say(ctx, agent_id, key, line, printer)
    except KeyboardInterrupt:
        printer.end_line()
        ctx.err(ctx.say(Reason("chat_stopping")))
    except OpenclawAuthError as error:
        printer.end_line()
        if isinstance(error, ChatFailed):
            tell_who_failed(error, ctx)
        report(error, ctx)


def _prepare(desk: Desk, history: str) -> None:
    """Give the line editor its history and its completion; without readline there is neither."""
    try:
        import readline
    except ImportError:
        return

    def complete(_: str, number: int) -> str | None:
        line = readline.get_line_buffer()[: readline.get_endidx()]
        found = completions(line, desk)
        return found[number] if number < len(found) else None

    readline.set_completer(complete)
    readline.set_completer_delims(" ")
    editline = "libedit" in (readline.__doc__ or "")  # macOS
    readline.parse_and_bind("bind ^I rl_complete" if editline else "tab: complete")
    try:
        readline.read_history_file(history)
    except OSError:
        return


def _keep(history: str) -> None:
    """Write the history, for its owner's eyes only."""
    try:
        import readline
    except ImportError:
        return
    try:
        os.makedirs(os.path.dirname(history), mode=0o700, exist_ok=True)
        os.close(os.open(history, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))
        readline.set_history_length(_HISTORY)
        readline.write_history_file(history)
    except OSError:
        return
