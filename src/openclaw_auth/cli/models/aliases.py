"""`openclaw models aliases list|add|remove`: short names for models."""

from __future__ import annotations

from openclaw_auth.cli.models.edit import (
    add_output_options,
    apply,
    require_one_output,
    warn_unknown,
)
from openclaw_auth.cli.style import cells, pad
from openclaw_auth.codes import Reason
from openclaw_auth.models import edits as model_edits

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context

_EXAMPLES = """\
examples:
  openclaw models aliases add fast openrouter/auto
  openclaw models aliases remove fast
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    commands = parser.add_subparsers(dest="command", metavar="list|add|remove", required=True)
    add_output_options(commands.add_parser("list", help="show them"))
    add = commands.add_parser("add", help="give a model a short name")
    add.add_argument("alias", help="letters, digits, and . _ : -")
    add.add_argument("model", help="provider/model, or an alias")
    remove = commands.add_parser("remove", help="take a short name away")
    remove.add_argument("alias")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Run one of the three; returns the exit code."""
    data = ctx.config().raw
    if args.command == "list":
        return _list(args, ctx)
    if args.command == "add":
        alias, ref, edits = model_edits.add_alias(data, args.alias, args.model)
        apply(edits, ctx)
        ctx.out(ctx.say(Reason("alias_set", {"alias": alias, "model": ref.key})))
        warn_unknown(ref, ctx)
        return 0
    alias, edits = model_edits.remove_alias(data, args.alias)
    apply(edits, ctx)
    ctx.out(ctx.say(Reason("alias_removed", {"alias": alias})))
    if not ctx.view().aliases():
        ctx.out(ctx.say(Reason("aliases_none")))
    return 0


def _list(args: argparse.Namespace, ctx: Context) -> int:
    require_one_output(args)
    aliases = ctx.view().aliases()
    if args.json:
        ctx.json({"aliases": aliases})
    elif args.plain:
        for alias, model in aliases.items():
            ctx.out(f"{alias} {model}")
    elif aliases:
        width = max(map(cells, aliases))
        for alias, model in aliases.items():
            ctx.out(f"{pad(alias, width)} -> {model}")
    else:
        ctx.out(ctx.say(Reason("aliases_none")))
    return 0
