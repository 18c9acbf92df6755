"""The check at the end: would a request find a credential, and does the gateway answer?"""

from __future__ import annotations

from openclaw_auth.agents import ModelChoice
from openclaw_auth.cli.gateway.reach import gateway_url, reach, running_gateway
from openclaw_auth.codes import Reason
from openclaw_auth.health.usable import usable_exit_code
from openclaw_auth.world import load_world

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.agents import Agent
    from openclaw_auth.cli.context import Context
    from openclaw_auth.ports import Ports
    from openclaw_auth.settings import Settings

_TIMEOUT_S = 2.0
_OK = 200


class Health:
    """What the check found.

    Attributes:
        usable: whether the default model, or one of its fallbacks, has a credential.
        model: the default model.
        running: whether a gateway runs for this state directory, and answers.
    """

    __slots__ = ("model", "running", "usable")

    def __init__(self, model: str, *, usable: bool, running: bool) -> None:
        self.model = model
        self.usable = usable
        self.running = running

    def reasons(self) -> list[Reason]:
        """Return it as sentences."""
        word = "usable" if self.usable else "unusable"
        return [
            Reason(f"onboard_model_{word}", {"model": self.model}),
            Reason("onboard_gateway_runs" if self.running else "onboard_gateway_stands"),
        ]


def examine(agent: Agent, ctx: Context) -> Health:
    """Look at what there is now."""
    settings = ctx.settings()
    running = _answers(ctx)
    model = ModelChoice(settings.view, agent.id).refs(settings.view.aliases())[0].key
    return Health(model, usable=is_usable(agent, settings, ctx.ports), running=running)


def _answers(ctx: Context) -> bool:
    """Return whether a gateway of this state directory runs and answers."""
    info = running_gateway(ctx)
    if info is None:
        return False
    url = gateway_url(ctx.settings(), info)
    return reach(url, "/healthz", None, _TIMEOUT_S, ctx.ports).status == _OK


def is_usable(agent: Agent, settings: Settings, ports: Ports) -> bool:
    """Return whether a request for the default model would find a credential."""
    snapshot = load_world(settings, [agent], ports).snapshots[agent.id]
    refs = ModelChoice(settings.view, agent.id).refs(settings.view.aliases())[:1]
    return usable_exit_code(snapshot, refs, ports.now_ms()) != 1
