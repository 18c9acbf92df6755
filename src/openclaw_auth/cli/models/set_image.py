"""`openclaw models set-image`: choose the model for images."""

from __future__ import annotations

from openclaw_auth.cli.models.set import set_slot

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context

_EXAMPLES = """\
examples:
  openclaw models set-image google/gemini-3-pro-preview
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("model", help="provider/model, or an alias")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Set the image model; returns the exit code."""
    return set_slot("imageModel", "model_image_set", args.model, ctx)
