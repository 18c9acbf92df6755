"""`openclaw models image-fallbacks list|add|remove|clear`: the image models to try next."""

from __future__ import annotations

from openclaw_auth.cli.models.fallbacks import build_slot, run_slot

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    build_slot(parser, "image-fallbacks")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Run one of the four; returns the exit code."""
    return run_slot("imageModel", args, ctx)
