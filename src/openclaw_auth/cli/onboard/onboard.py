"""`openclaw onboard`: set this host up, asking or by options."""

from __future__ import annotations

from openclaw_auth.cli.onboard.options import add_options
from openclaw_auth.errors import OpenclawAuthError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context

_EXAMPLES = """\
examples:
  openclaw onboard                      # three questions
  openclaw onboard --flow manual        # all of them
  openclaw onboard --non-interactive --accept-risk --auth-choice zai-api-key --zai-api-key-stdin < key
  openclaw onboard --non-interactive --accept-risk --auth-choice apiKey --anthropic-api-key-file key

Every provider has --<provider>-api-key, -api-key-file and -api-key-stdin.
A key in the arguments is visible to other users of this machine.
Nothing that is there is ever wiped; run it again.
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    add_options(parser)


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Set up; returns the exit code."""
    try:
        return _run(args, ctx)
    except OpenclawAuthError as error:
        if args.json:
            from openclaw_auth.cli.report import error_json

            ctx.json({"ok": False, **error_json(error, ctx)})
        raise


def _run(args: argparse.Namespace, ctx: Context) -> int:
    if args.reset:
        raise UsageError("onboard_never_resets")
    if args.auth_choice == "list":
        from openclaw_auth.cli.onboard.list import list_choices

        return list_choices(args, ctx)
    if args.non_interactive:
        if not args.accept_risk:
            raise UsageError("onboard_accept_risk")
        from openclaw_auth.cli.onboard.scripted import run_scripted

        return run_scripted(args, ctx)
    return _ask(args, ctx)


def _ask(args: argparse.Namespace, ctx: Context) -> int:
    """Run the wizard."""
    from openclaw_auth.cli.onboard.asking import TerminalAsking, Wizard
    from openclaw_auth.cli.onboard.plan_text import plan_json
    from openclaw_auth.cli.onboard.scene import Scene
    from openclaw_auth.cli.onboard.scripted import wish_of
    from openclaw_auth.cli.onboard.settle import settle
    from openclaw_auth.cli.onboard.wizard import ask_everything

    with TerminalAsking(ctx, quiet_stdout=args.json) as asking:
        scene = Scene(ctx)
        wizard = Wizard(scene, asking, ctx)
        answers = ask_everything(wish_of(args, scene, ctx), wizard)
        plan = scene.plan(answers)
        writes = plan_json(plan, ctx)
        checks = not args.skip_health and answers.mode == "local"
        settled = settle(plan, wizard, checks=checks, quiet_stdout=args.json)
    if args.json:
        ok = settled.code == 0
        ctx.json({"ok": ok, "mode": answers.mode, "writes": writes, "next": settled.commands})
    return settled.code
