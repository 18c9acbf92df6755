"""`openclaw exec`: become a command that has the variables of a lease."""

from __future__ import annotations

import errno
import os
import sys

from openclaw_auth.cli.auth.handing_out import add_options, handed_out
from openclaw_auth.cli.auth.target import catalogue_of
from openclaw_auth.errors import CredentialRefused, UsageError
from openclaw_auth.lending.handout_variables import lease_environment, variables

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import NoReturn

    from openclaw_auth.cli.context import Context

_NOT_FOUND = 127
_NOT_RUNNABLE = 126  # both as in POSIX, 2.8.2
_EXAMPLES = """\
examples:
  openclaw exec --provider anthropic -- python agent.py
  openclaw exec --provider openrouter --var OPENAI_API_KEY -- node worker.js
  openclaw exec --profile-id openai:work --clean-env -- pytest
  openclaw exec --provider anthropic -- claude     # the vendor's own client may have a setup-token
the command takes this process's place: signals and exit code are its own
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument("--provider", metavar="ID", help="whose credential, as the order says")
    group.add_argument("--profile-id", metavar="ID", help="this very credential")
    add_options(parser)
    parser.add_argument(
        "--clean-env", action="store_true", help="no other provider's keys and addresses"
    )
    parser.add_argument("command", nargs="+", metavar="COMMAND", help="after --, with arguments")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Become the command; returns only when there is none, 126 or 127."""
    program = args.command[0]
    _require(program, ctx)
    handout = handed_out(ctx, args, args.profile_id or args.provider, program)
    if handout.variable is None:
        raise CredentialRefused("handout_no_variable", provider=handout.facts["provider"])
    environ = lease_environment(
        ctx.ports.environ,
        variables(handout.variable, handout.plain(), handout.base_url),
        handout.drop,
        clean=catalogue_of(ctx).every_env_name() if args.clean_env else None,
    )
    _become(program, args.command, environ)


def _require(program: str, ctx: Context) -> None:
    """Fail before a credential is asked for."""
    from shutil import which

    if which(program, path=ctx.ports.environ.get("PATH", os.defpath)) is not None:
        return
    raise _failure("exec_not_runnable" if os.path.exists(program) else "exec_not_found", program)


def _become(program: str, words: list[str], environ: dict[str, str]) -> NoReturn:
    import signal

    # Python ignores these two, and what is ignored stays so across exec.
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)
    sys.stdout.flush()
    sys.stderr.flush()
    try:
        os.execvpe(program, words, environ)  # noqa: S606 # the user's own command
    except OSError as error:
        raise _failure("exec_not_runnable", program, error) from None


def _failure(code: str, program: str, error: OSError | None = None) -> UsageError:
    why = os.strerror(errno.EACCES) if error is None else error.strerror
    failure = UsageError(code, command=program, why=why)
    failure.exit_code = _NOT_FOUND if code == "exec_not_found" else _NOT_RUNNABLE
    return failure
