"""How every wizard ends: the plan is shown, a yes is awaited, and what was written is told."""

from __future__ import annotations

from openclaw_auth.cli.onboard.finish import carry_out, health_of, next_commands
from openclaw_auth.cli.onboard.plan_text import show_plan
from openclaw_auth.codes import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.cli.onboard.asking import Wizard
    from openclaw_auth.onboarding.plan import Plan


class Settled:
    """What came of it: the exit code, and what to type next."""

    __slots__ = ("code", "commands")

    def __init__(self, code: int, commands: list[str] | None = None) -> None:
        self.code = code
        self.commands = commands or []


def settle(
    plan: Plan, wizard: Wizard, *, checks: bool = True, quiet_stdout: bool = False
) -> Settled:
    """Show, ask, write, look, and name the next command.

    Args:
        plan: of the answers.
        wizard: who says yes.
        checks: whether to look at what came of it.
        quiet_stdout: as `carry_out`.

    Raises:
        Cancelled: instead of a yes; nothing was written.
    """
    scene, asking, ctx = wizard.scene, wizard.asking, wizard.ctx
    asking.show("")
    if plan.steps:
        show_plan(plan, asking, ctx)
        if not wizard.confirm(Reason("onboard_ask_write")):
            wizard.say(Reason("onboard_nothing_written"))
            return Settled(1)
    else:
        wizard.say(Reason("onboard_nothing_new"))
    finished = carry_out(plan, scene, ctx, quiet_stdout=quiet_stdout)
    asking.show("")
    for file in finished.applied.files:
        wizard.say(Reason("auth_updated", {"file": ctx.paths.shorten(file)}))
    health = health_of(scene, finished, ctx)
    for reason in health.reasons() if checks else ():
        wizard.say(reason)
    commands = next_commands(health, finished, scene, ctx)
    wizard.say(Reason("onboard_next"))
    for command in commands:
        asking.show(f"  {command}")
    return Settled(1 if finished.service_error is not None else 0, commands)
