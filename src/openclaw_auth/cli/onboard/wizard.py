"""The wizard: questions in, answers out. Nothing is written here."""

from __future__ import annotations

from openclaw_auth.cli.onboard.access import (
    Given,
    ask_access,
    ask_choice,
    ask_choice_or_manual,
)
from openclaw_auth.cli.onboard.gateway import ask_gateway
from openclaw_auth.codes import Reason
from openclaw_auth.onboarding.answers import Answers, GatewayAnswers
from openclaw_auth.onboarding.custom import remote_fault
from openclaw_auth.onboarding.default_model import chat_models
from openclaw_auth.providers.model_ref import try_parse_ref
from openclaw_auth.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.cli.onboard.asking import Wizard
    from openclaw_auth.host.service import ServicePlan
    from openclaw_auth.onboarding.choice import Choice

_SHOWN = 30


class Wish:
    """What the command line settled beforehand.

    Attributes:
        manual: whether all questions are asked; None lets the user say.
        mode: `local` or `remote`; None asks where all is asked.
        choice: how models are reached, None asks.
        workspace: absolute, None asks where all is asked.
        gateway: what was said of it.
        service: whether to install it, None asks.
    """

    __slots__ = ("choice", "gateway", "manual", "mode", "service", "workspace")

    def __init__(
        self,
        *,
        manual: bool | None = None,
        mode: str | None = None,
        choice: Choice | None = None,
        workspace: str | None = None,
        gateway: GatewayAnswers | None = None,
        service: bool | None = None,
    ) -> None:
        self.manual = manual
        self.mode = mode
        self.choice = choice
        self.workspace = workspace
        self.gateway = gateway or GatewayAnswers()
        self.service = service


def ask_everything(wish: Wish, wizard: Wizard) -> Answers:
    """Ask what quickstart or the manual way asks; returns the answers.

    Raises:
        Cancelled: the user gave up; nothing has been written.
    """
    wizard.say(Reason("onboard_welcome"))
    wizard.say(Reason("onboard_risk"))
    wizard.asking.show("")
    manual = wish.manual is True
    choice = wish.choice
    if wish.mode != "remote" and choice is None and not manual:
        choice = ask_choice(wizard) if wish.manual is False else ask_choice_or_manual(wizard)
        manual = choice is None
    if _is_remote(wish, wizard, manual=manual):
        return _remote(wizard)
    choice = choice or ask_choice(wizard)
    given = ask_access(choice, wizard, manual=manual)
    model = ask_model(given, wizard) if manual else suiting_model(given, wizard)
    workspace, gateway = wish.workspace, wish.gateway
    if manual:
        workspace = workspace or _ask_workspace(wizard)
        gateway = ask_gateway(gateway, wizard)
    service = _ask_service(wish, wizard, manual=manual)
    return Answers(
        access=given.access, model=model, workspace=workspace, gateway=gateway, service=service
    )


def _is_remote(wish: Wish, wizard: Wizard, *, manual: bool) -> bool:
    if wish.mode is not None or not manual:
        return wish.mode == "remote"
    shown = [wizard.words(Reason(f"onboard_mode_{mode}")) for mode in ("local", "remote")]
    return wizard.number(Reason("onboard_ask_mode"), shown) == 1


def _remote(wizard: Wizard) -> Answers:
    url = wizard.line(Reason("onboard_ask_remote"), remote_fault)
    token = wizard.secret(Reason("onboard_ask_remote_token"), lambda _: ()).strip()
    return Answers(mode="remote", remote_url=url, remote_token=Secret(token) if token else None)


def suiting_model(given: Given, wizard: Wizard) -> str | None:
    """Return the default model to write without asking; None leaves it, and says so."""
    suggested, silent = wizard.scene.model(given.access.choice, given.sighting)
    present = wizard.scene.present_model()
    if silent is None and suggested is not None and suggested != present:
        wizard.say(Reason("onboard_model_stays", {"model": present, "other": suggested}))
    return silent


def ask_model(given: Given, wizard: Wizard) -> str | None:
    """Ask for the default model; Enter keeps one that works. Returns the one to write, or None."""
    silent = wizard.scene.model(given.access.choice, given.sighting)[1]
    return _ask_model(given, wizard, silent or wizard.scene.present_model())


def ask_model_of(given: Given, wizard: Wizard) -> str | None:
    """Ask for a model of what was just given; otherwise as `ask_model`."""
    suggested = wizard.scene.model(given.access.choice, given.sighting)[0]
    return _ask_model(given, wizard, suggested or wizard.scene.present_model())


def _ask_model(given: Given, wizard: Wizard, on_enter: str) -> str | None:
    models = chat_models(given.sighting.models) if given.sighting is not None else []
    names = [f"{given.access.choice.provider}/{name}" for name in models[:_SHOWN]]

    def wrong(text: str) -> Reason | None:
        if text == "?" and names:
            return Reason("onboard_list", {"choices": "  ".join(names)})
        return None if try_parse_ref(text) is not None else Reason("model_ref_empty")

    title = Reason("onboard_ask_model" if names else "onboard_ask_model_plain")
    text = wizard.text(title, on_enter, wrong)
    return text if text != wizard.scene.present_model() else None


def _ask_workspace(wizard: Wizard) -> str | None:
    paths = wizard.ctx.paths
    usual = wizard.scene.workspace()
    chosen = paths.absolute(wizard.text(Reason("onboard_ask_workspace"), paths.shorten(usual)))
    return chosen if chosen != usual else None


def _ask_service(wish: Wish, wizard: Wizard, *, manual: bool) -> ServicePlan | None:
    """Return what installing the service takes. Quickstart takes it along where it can be had."""
    if wish.service is False:
        return None
    plan, why_not = wizard.scene.service()
    if why_not is not None:
        wizard.say(why_not)
    if plan is None or wish.service or not manual:
        return plan
    return plan if wizard.confirm(Reason("onboard_ask_service")) else None
