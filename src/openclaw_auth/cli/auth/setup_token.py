"""`openclaw models auth setup-token`: store what `claude setup-token` printed."""

from __future__ import annotations

from openclaw_auth.cli.auth.enter import (
    add_expires_option,
    add_options,
    make_entry,
    named_provider,
    store_pasted,
)
from openclaw_auth.codes import Reason
from openclaw_auth.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.auth.enter import Entry
    from openclaw_auth.cli.context import Context

_PROG = "openclaw models auth setup-token"
_EXAMPLES = """\
examples:
  openclaw models auth setup-token              # asks for the token
  openclaw models auth setup-token --run        # starts `claude setup-token` first
  openclaw models auth setup-token --expires-in 365d --profile-id anthropic:max
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("--provider", default="anthropic", metavar="ID", help="anthropic only")
    add_options(parser)
    add_expires_option(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask whether it was run")
    parser.add_argument("--run", action="store_true", help="start `claude setup-token` here")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Store a setup-token; returns the exit code."""
    from openclaw_auth.providers.paste_verdict import judge_setup_token

    ctx.config()
    provider = named_provider(args.provider, ctx, _PROG)
    if provider != "anthropic":
        raise UsageError("setup_token_provider", provider=provider)
    args.force = False
    entry = make_entry(args, ctx, provider, "token", _PROG)
    entry.judge = judge_setup_token
    entry.title = ctx.say(Reason("ask_setup_token"))
    piped = args.stdin or args.file is not None
    if args.run:
        _run_claude(entry, ctx)
    elif not args.yes and not piped and not _has_run(entry, ctx):
        ctx.notice(Reason("setup_token_first"))
        return 0
    return store_pasted(entry, args, ctx)


def _has_run(entry: Entry, ctx: Context) -> bool:
    from openclaw_auth.cli.prompt import confirm
    from openclaw_auth.cli.terminal import open_terminal

    terminal = open_terminal(ctx.ports.environ)
    if terminal is None:
        raise UsageError("no_terminal", prog=entry.prog, provider=entry.provider)
    with terminal:
        return confirm(terminal, ctx.say(Reason("ask_ran_setup_token")), on_enter=True)


def _run_claude(entry: Entry, ctx: Context) -> None:
    """Run `claude setup-token` in this terminal.

    Raises:
        UsageError: there is no terminal, no `claude`, or it failed.
    """
    import os
    import shutil
    import subprocess

    if not os.isatty(0):
        raise UsageError("no_terminal", prog=entry.prog, provider=entry.provider)
    program = shutil.which("claude", path=ctx.ports.environ.get("PATH"))
    if program is None:
        raise UsageError("claude_missing")
    ctx.stdout.flush()
    code = subprocess.run([program, "setup-token"], check=False).returncode  # noqa: S603 # the user's own
    if code != 0:
        raise UsageError("claude_failed", exit_code=code)
