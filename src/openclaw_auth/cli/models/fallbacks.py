"""`openclaw models fallbacks list|add|remove|clear`: the models to try next."""

from __future__ import annotations

from openclaw_auth.cli.models.edit import (
    add_output_options,
    apply,
    require_one_output,
    warn_unknown,
)
from openclaw_auth.codes import Reason
from openclaw_auth.models import edits as model_edits

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context
    from openclaw_auth.models.edits import Slot

_EXAMPLES = """\
examples:
  openclaw models {words} add openrouter/auto
  openclaw models {words} list --plain
"""
_LISTED: dict[Slot, str] = {"model": "model_fallbacks", "imageModel": "model_image_fallbacks"}
_CLEARED: dict[Slot, str] = {
    "model": "fallbacks_cleared",
    "imageModel": "image_fallbacks_cleared",
}


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    build_slot(parser, "fallbacks")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Run one of the four; returns the exit code."""
    return run_slot("model", args, ctx)


def build_slot(parser: argparse.ArgumentParser, words: str) -> None:
    """Add the four commands for one of the two lists."""
    parser.epilog = _EXAMPLES.replace("{words}", words)
    commands = parser.add_subparsers(dest="command", metavar="list|add|remove|clear", required=True)
    add_output_options(commands.add_parser("list", help="show them, in order"))
    for name, said in (("add", "add one at the end"), ("remove", "take one out")):
        command = commands.add_parser(name, help=said)
        command.add_argument("model", help="provider/model, or an alias")
    commands.add_parser("clear", help="leave none")


def run_slot(slot: Slot, args: argparse.Namespace, ctx: Context) -> int:
    """Run one of the four commands on a slot."""
    data = ctx.config().raw
    if args.command == "list":
        return _list(slot, args, ctx)
    if args.command == "clear":
        apply(model_edits.clear_fallbacks(data, slot), ctx)
        ctx.out(ctx.say(Reason(_CLEARED[slot])))
        return 0
    if args.command == "remove":
        apply(model_edits.remove_fallback(data, slot, args.model)[1], ctx)
    else:
        ref, edits = model_edits.add_fallback(data, slot, args.model)
        apply(edits, ctx)
        warn_unknown(ref, ctx)
    _say(slot, model_edits.fallbacks(ctx.config().data, slot), ctx)
    return 0


def _list(slot: Slot, args: argparse.Namespace, ctx: Context) -> int:
    require_one_output(args)
    listed = model_edits.fallbacks(ctx.config().data, slot)
    if args.json:
        ctx.json({"fallbacks": listed})
    elif args.plain:
        for one in listed:
            ctx.out(one)
    else:
        _say(slot, listed, ctx)
    return 0


def _say(slot: Slot, listed: list[str], ctx: Context) -> None:
    names = ", ".join(listed) or ctx.say(Reason("none"))
    ctx.out(ctx.say(Reason(_LISTED[slot], {"models": names})))
