"""`openclaw models auth paste-token`: store a token of any provider."""

from __future__ import annotations

from openclaw_auth.cli.auth.enter import (
    add_expires_option,
    add_options,
    make_entry,
    named_provider,
    store_pasted,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context

_PROG = "openclaw models auth paste-token"
_EXAMPLES = """\
examples:
  openclaw models auth paste-token --provider anthropic
  openclaw models auth paste-token --provider anthropic --profile-id anthropic:work --expires-in 365d
  pass show anthropic | openclaw models auth paste-token --provider anthropic --stdin
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("--provider", required=True, metavar="ID", help="whose token")
    add_options(parser)
    add_expires_option(parser)
    parser.add_argument("--force", action="store_true", help="store it whatever it looks like")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Store a token; returns the exit code."""
    ctx.config()
    provider = named_provider(args.provider, ctx, _PROG)
    return store_pasted(make_entry(args, ctx, provider, "token", _PROG), args, ctx)
