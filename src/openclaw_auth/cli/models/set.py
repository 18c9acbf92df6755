"""`openclaw models set`: choose the default model."""

from __future__ import annotations

from openclaw_auth.cli.models.edit import apply, warn_unknown
from openclaw_auth.codes import Reason
from openclaw_auth.models.edits import set_primary

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context
    from openclaw_auth.models.edits import Slot

_EXAMPLES = """\
examples:
  openclaw models set anthropic/claude-opus-4-5
  openclaw models set opus
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("model", help="provider/model, or an alias")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Set the default model; returns the exit code."""
    return set_slot("model", "model_default_set", args.model, ctx)


def set_slot(slot: Slot, said: str, text: str, ctx: Context) -> int:
    """Set the primary model of a slot and say so; returns the exit code."""
    ref, edits = set_primary(ctx.config().raw, slot, text)
    apply(edits, ctx)
    ctx.out(ctx.say(Reason(said, {"model": ref.key})))
    warn_unknown(ref, ctx)
    return 0
