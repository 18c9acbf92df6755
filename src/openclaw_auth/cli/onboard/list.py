"""`openclaw onboard --auth-choice list`: every way to reach models, and its option."""

from __future__ import annotations

from openclaw_auth.cli.style import cells, pad
from openclaw_auth.codes import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context
    from openclaw_auth.onboarding.choice import Choice


def list_choices(args: argparse.Namespace, ctx: Context) -> int:
    """Print them; returns the exit code."""
    from openclaw_auth.cli.onboard.scene import Scene

    choices = [c for c in Scene(ctx).choices if c.provider]
    if args.json:
        ctx.json([_row(choice, ctx) for choice in choices])
        return 0
    width = max(cells(choice.id) for choice in choices)
    for choice in choices:
        params = {"label": choice.label, "how": Reason(choice.words)}
        ctx.out(f"{pad(choice.id, width)}  {ctx.say(Reason('onboard_choice_name', params))}")
    return 0


def _row(choice: Choice, ctx: Context) -> dict[str, object]:
    return {
        "id": choice.id,
        "provider": choice.provider,
        "label": choice.label,
        "method": choice.method,
        "options": [f"--{flag}" for flag in choice.flags],
        "variables": list(choice.variables),
        "keepIn": choice.keep_in,
        "words": ctx.say(Reason(choice.words)),
    }
