"""`openclaw models auth reauth`: find what needs a new secret, and walk through getting it."""

from __future__ import annotations

from openclaw_auth.agents import find_agent, main_agent
from openclaw_auth.cli.auth.target import warn_remote
from openclaw_auth.cli.secret_input import add_source_options
from openclaw_auth.codes import Reason
from openclaw_auth.errors import Cancelled, OpenclawAuthError, UnknownName, UsageError, did_you_mean
from openclaw_auth.monitor.conditions import conditions
from openclaw_auth.monitor.config import monitor_settings
from openclaw_auth.monitor.facts import gather_facts
from openclaw_auth.monitor.reauth import Case, asked_case, cases
from openclaw_auth.oauth.offered import offered_logins
from openclaw_auth.wording import reason_text
from openclaw_auth.world import load_world

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from openclaw_auth.cli.context import Context
    from openclaw_auth.world import World

_PROG = "openclaw models auth reauth"
_EXAMPLES = """\
examples:
  openclaw models auth reauth                      # whatever has ended, ends soon or was refused
  openclaw models auth reauth anthropic:default    # this one
  openclaw models auth reauth --list --json        # what is needed, and the command for each
  ssh -t home openclaw models auth reauth          # from a phone: open the address there, paste back
  openclaw models auth reauth anthropic:default --file token.txt
"""
_FROM_AFAR = ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT", "TERMUX_VERSION")


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("profile", nargs="?", metavar="PROFILE", help="this one (default: all)")
    parser.add_argument("--agent", metavar="ID", help="whose (default: the usual agent's)")
    parser.add_argument("--list", action="store_true", help="only say what is needed")
    parser.add_argument("--json", action="store_true", help="the same as one JSON document")
    add_source_options(parser)


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Walk through what needs a person; exit 1 when something is left."""
    ctx.config()
    warn_remote(ctx)
    piped = args.stdin or args.file is not None
    if piped and args.profile is None:
        raise UsageError("reauth_which", prog=_PROG)
    needed = _needed(args.profile, args.agent, ctx)
    if args.json or args.list:
        _list(needed, ctx, json=args.json)
        return 0
    if not needed:
        ctx.out(ctx.say(Reason("reauth_nothing")))
        return 0
    if piped:
        source = ("--stdin",) if args.stdin else ("--file", args.file)
        return _renewed(needed[0], source, ctx)
    return _walk(needed, ctx)


def _needed(profile_id: str | None, agent_id: str | None, ctx: Context) -> list[Case]:
    """Return what is needed: of the profile that was named, else of all.

    Raises:
        UnknownName: `reauth_unknown`.
    """
    world, agent = _world(agent_id, ctx)
    snapshot = world.snapshots[agent]
    monitor = monitor_settings(world.settings, ctx.ports)
    now_ms = ctx.ports.now_ms()
    found = conditions(world, now_ms, gather_facts(world, ctx.ports), warn_ms=monitor.warn_ms)
    logins = {str(one["id"]) for one in offered_logins(world.settings) if one["ready"]}
    needed = cases(found, snapshot, agent, logins)
    if profile_id is None:
        return needed
    chosen = [case for case in needed if case.profile_id == profile_id]
    profile = snapshot.data.profiles.get(profile_id)
    if not chosen and profile is None:
        from difflib import get_close_matches

        near = did_you_mean(get_close_matches(profile_id, snapshot.data.profiles, n=3))
        raise UnknownName("reauth_unknown", profile=profile_id, nearest=near)
    if not chosen and profile is not None:
        chosen = [asked_case(profile, agent, logins)]
    return chosen


def _world(agent_id: str | None, ctx: Context) -> tuple[World, str]:
    """Return the world of an agent, and of main whose profiles it may inherit."""
    settings = ctx.settings()
    agent = find_agent(settings.view, ctx.paths, agent_id)
    main = main_agent(settings.view, ctx.paths)
    both = [agent] if agent.dir == main.dir else [agent, main]
    return load_world(settings, both, ctx.ports), agent.id


def _list(needed: list[Case], ctx: Context, *, json: bool) -> None:
    now_ms = ctx.ports.now_ms()
    if json:
        ctx.json({"needed": [_case_json(case, now_ms, ctx) for case in needed]})
        return
    if not needed:
        ctx.out(ctx.say(Reason("reauth_nothing")))
    for case in needed:
        ctx.out(_why(case, now_ms, ctx))
        ctx.out(f"    {_command(case)}")


def _case_json(case: Case, now_ms: int, ctx: Context) -> dict[str, object]:
    return {
        "profile": case.profile_id,
        "provider": case.provider,
        "agent": case.agent_id,
        "way": case.way,
        "code": None if case.reason is None else case.reason.code,
        "message": _why(case, now_ms, ctx),
        "command": _command(case),
    }


def _why(case: Case, now_ms: int, ctx: Context) -> str:
    reason = case.reason or Reason("reauth_asked", {"profile": case.profile_id})
    return reason_text(reason, now_ms, ctx.lang)


def _command(case: Case) -> str:
    from shlex import join

    return join(("openclaw", "models", "auth", *case.words()))


def _walk(needed: list[Case], ctx: Context) -> int:
    """Go through all of it on the terminal; what is left over makes the exit code 1."""
    from openclaw_auth.cli.terminal import open_terminal

    terminal = open_terminal(ctx.ports.environ)
    if terminal is None:
        _list(needed, ctx, json=False)
        ctx.notice(Reason("reauth_no_terminal", {"prog": _PROG}))
        return 1
    left = 0
    for number, case in enumerate(needed, 1):
        if len(needed) > 1:
            ctx.out(f"[{number}/{len(needed)}]")
        ctx.out(ctx.fitted(_why(case, ctx.ports.now_ms(), ctx), ctx.stdout))
        params: dict[str, object] = {"provider": case.provider, "profile": case.profile_id}
        how = Reason(f"reauth_way_{case.way.replace('-', '_')}", params)
        ctx.out(ctx.fitted(ctx.say(how), ctx.stdout, "  ", "  "))
        if len(needed) > 1 and not _agreed(Reason("ask_reauth", params), ctx):
            left += 1
            continue
        try:
            left += _renewed(case, _options(case, ctx), ctx)
        except Cancelled:
            raise
        except OpenclawAuthError as error:  # the others may go better
            if len(needed) == 1:
                raise
            ctx.notice(error.reason)
            left += 1
        ctx.out("")
    return 1 if left else 0


def _agreed(question: Reason, ctx: Context) -> bool:
    from openclaw_auth.cli.prompt import confirm
    from openclaw_auth.cli.terminal import open_terminal

    terminal = open_terminal(ctx.ports.environ)
    if terminal is None:
        raise Cancelled("cancelled")
    with terminal:
        return confirm(terminal, ctx.say(question), on_enter=True)


def _options(case: Case, ctx: Context) -> tuple[str, ...]:
    """Return the options that fit where the user sits: far away there is no browser to open."""
    environ = ctx.ports.environ
    if case.way == "setup-token":
        import shutil

        here = shutil.which("claude", path=environ.get("PATH")) is not None
        return ("--run",) if here and _agreed(Reason("ask_reauth_run"), ctx) else ("--yes",)
    if case.way == "login" and is_from_afar(environ):
        flows = {str(one["id"]): one["flows"] for one in offered_logins(ctx.settings())}
        return ("--device",) if "device" in flows.get(case.provider, ()) else ("--no-browser",)
    return ()


def is_from_afar(environ: Mapping[str, str]) -> bool:
    """Return whether the person sits elsewhere: an SSH session, or a phone's terminal."""
    return any(environ.get(name) for name in _FROM_AFAR)


def _renewed(case: Case, options: tuple[str, ...], ctx: Context) -> int:
    """Run the command that enters the secret, then look at what is there; returns 1 if not good."""
    from importlib import import_module

    from openclaw_auth.cli.auth.reauth_check import check
    from openclaw_auth.cli.parser import make
    from openclaw_auth.cli.registry import COMMANDS

    verb, *words = case.words()
    name, help_en, help_zh = COMMANDS["models", "auth", verb]
    module = import_module(f"openclaw_auth.cli.{name}")
    parser = make(("models", "auth", verb), help_zh if ctx.lang == "zh" else help_en)
    module.build(parser)
    code: int = module.run(parser.parse_args([*words, *options]), ctx)
    ctx.forget()
    return code or check(case, ctx)
