"""`openclaw models auth paste-api-key`: store an API key of any provider."""

from __future__ import annotations

from openclaw_auth.cli.auth.enter import (
    add_options,
    make_entry,
    named_provider,
    store_pasted,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context

_PROG = "openclaw models auth paste-api-key"
_EXAMPLES = """\
examples:
  openclaw models auth paste-api-key --provider openai
  openclaw models auth paste-api-key --provider openai --profile-id openai:work
  openclaw models auth paste-api-key --provider openrouter --file ~/key.txt
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("--provider", required=True, metavar="ID", help="whose key")
    add_options(parser)
    parser.add_argument("--force", action="store_true", help="store it whatever it looks like")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Store a key; returns the exit code."""
    ctx.config()
    provider = named_provider(args.provider, ctx, _PROG)
    return store_pasted(make_entry(args, ctx, provider, "api_key", _PROG), args, ctx)
