"""`openclaw models auth token`: print one credential, short-lived and fresh, for a worker."""

from __future__ import annotations

import sys

from openclaw_auth.cli.auth.handing_out import add_options, handed_out
from openclaw_auth.errors import CredentialRefused, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context
    from openclaw_auth.lending.handout import Handout

_PROG = "openclaw models auth token"
_EXAMPLES = """\
examples:
  openclaw models auth token openai-codex | my-worker
  eval "$(openclaw models auth token anthropic --format env)"
  openclaw models auth token anthropic:work --format header | curl -H @- https://api.anthropic.com/v1/models
  openclaw models auth token corp --format json | jq -r .expiresAt
an access token or an API key, renewed first when that is due; never a refresh token
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("subject", metavar="PROFILE|PROVIDER", help="whose; a profile is pinned")
    parser.add_argument(
        "--format",
        choices=["raw", "env", "json", "header"],
        default="raw",
        help="the token alone (default), shell assignments, JSON, or request headers",
    )
    add_options(parser)
    parser.add_argument("--force", action="store_true", help="print it on a terminal too")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Print it; returns the exit code."""
    if sys.stdout.isatty() and not args.force:
        raise UsageError("token_on_terminal", prog=_PROG, subject=args.subject)
    handout = handed_out(ctx, args, args.subject)
    if args.format == "json":
        ctx.json(_document(handout, ctx))
    elif args.format == "env":
        _print_assignments(handout, ctx)
    elif args.format == "header":
        for name, value in handout.headers:
            ctx.out(f"{name}: {value}")
    else:
        ctx.out(handout.plain())
    return 0


def _document(handout: Handout, ctx: Context) -> dict[str, object]:
    expires_ms = handout.facts["expiresAt"]
    left_s = None if expires_ms is None else max(0, (expires_ms - ctx.ports.now_ms()) // 1000)
    return {
        **handout.facts,
        "token": handout.plain(),
        "expiresInS": left_s,
        "variable": handout.variable,
        "baseUrl": handout.base_url,
    }


def _print_assignments(handout: Handout, ctx: Context) -> None:
    from shlex import quote

    from openclaw_auth.lending.handout_variables import variables

    if handout.variable is None:
        raise CredentialRefused("handout_no_variable", provider=handout.facts["provider"])
    for name in handout.drop:
        if name in ctx.ports.environ:
            ctx.out(f"unset {name}")
    found = variables(handout.variable, handout.plain(), handout.base_url)
    for name, value in found.items():
        ctx.out(f"export {name}={quote(value)}")
