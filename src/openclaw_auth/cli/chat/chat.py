"""`openclaw chat`: talk to an agent, one message or many."""

from __future__ import annotations

import sys

from openclaw_auth.cli.chat.images import add_image_option, read_images
from openclaw_auth.cli.chat.message import agent_of, message_of, say, tell_who_failed
from openclaw_auth.cli.chat.printer import printer_for
from openclaw_auth.errors import ChatFailed
from openclaw_auth.gateway.chat.talked import Told
from openclaw_auth.sessions.keys import full_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context

_EXAMPLES = """\
examples:
  openclaw chat                                     # /help shows the commands
  openclaw chat --message 'What is a lease?'        # only the answer goes to stdout
  git diff | openclaw chat --message - --session review
  openclaw chat --message '/model opus@anthropic:work'
  openclaw chat --image plan.png --message 'What is drawn here?'
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("--agent", metavar="ID", help="whom to talk to")
    parser.add_argument("--session", metavar="NAME", help="a name, or a whole session key")
    parser.add_argument(
        "--local", action="store_true", help="talk by itself, even where a gateway runs"
    )
    parser.add_argument("--message", metavar="TEXT", help="say this and end; - reads it from stdin")
    add_image_option(parser)


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Say one message, or talk on a terminal; returns the exit code."""
    agent_id = agent_of(ctx, args.agent)
    key = full_key(ctx.view(), agent_id, args.session)
    pictures = read_images(args.image)
    if args.message is None and sys.stdin.isatty():
        from openclaw_auth.cli.chat.terminal import talk_on_terminal

        return talk_on_terminal(ctx, agent_id, key, pictures, local=args.local)
    message = message_of(args.message)
    printer = printer_for(ctx)
    try:
        last = say(ctx, agent_id, key, message, printer, pictures=pictures, local=args.local)
    except ChatFailed as error:
        printer.end_line()
        tell_who_failed(error, ctx)
        raise
    finally:
        printer.end_line()
    return 1 if isinstance(last, Told) and last.failed else 0
