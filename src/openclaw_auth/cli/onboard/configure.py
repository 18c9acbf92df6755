"""`openclaw configure [--section model|gateway]`: the wizard's questions about one matter."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from openclaw_auth.cli.context import Context
    from openclaw_auth.cli.onboard.asking import Wizard
    from openclaw_auth.onboarding.answers import Answers

_SECTIONS = ("model", "gateway")
_EXAMPLES = """\
examples:
  openclaw configure                     # asks what to change
  openclaw configure --section model     # a provider, its key, the default model
  openclaw configure --section gateway   # port, who may reach it, token, service
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument(
        "--section",
        action="append",
        metavar="NAME",
        help="model or gateway (repeatable; default: asks)",
    )


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Ask, show, write; returns the exit code."""
    from openclaw_auth.cli.onboard.asking import TerminalAsking, Wizard
    from openclaw_auth.cli.onboard.scene import Scene
    from openclaw_auth.cli.onboard.settle import settle

    for section in args.section or ():
        if section not in _SECTIONS:
            raise UsageError("configure_section", section=section, sections=", ".join(_SECTIONS))
    with TerminalAsking(ctx) as asking:
        wizard = Wizard(Scene(ctx), asking, ctx)
        answers = ask_sections(args.section or [_ask_section(wizard)], wizard)
        return settle(wizard.scene.plan(answers), wizard).code


def ask_sections(sections: Sequence[str], wizard: Wizard) -> Answers:
    """Ask about these sections; returns the answers."""
    from openclaw_auth.cli.onboard.access import ask_access, ask_choice
    from openclaw_auth.cli.onboard.gateway import ask_gateway
    from openclaw_auth.cli.onboard.wizard import ask_model_of
    from openclaw_auth.onboarding.answers import Answers, GatewayAnswers

    answers = Answers()
    if "model" in sections:
        given = ask_access(ask_choice(wizard), wizard, manual=True)
        answers.access = given.access
        answers.model = ask_model_of(given, wizard)
    if "gateway" in sections:
        answers.gateway = ask_gateway(GatewayAnswers(), wizard)
    return answers


def _ask_section(wizard: Wizard) -> str:
    shown = [wizard.words(Reason(f"configure_{name}")) for name in _SECTIONS]
    return _SECTIONS[wizard.number(Reason("configure_ask"), shown)]
