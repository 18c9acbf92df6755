"""What follows a yes: the writes, the service, a look at what came of it, and the next command."""

from __future__ import annotations

import signal
from contextlib import contextmanager

from openclaw_auth.cli.auth_outcome import warn_hidden
from openclaw_auth.cli.onboard_health import examine
from openclaw_auth.codes import Reason
from openclaw_auth.errors import GatewayError
from openclaw_auth.login import login_client
from openclaw_auth.onboarding.apply import apply, check
from openclaw_auth.onboarding.plan import LogIn, UseService

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from openclaw_auth.cli.context import Context
    from openclaw_auth.cli.onboard_health import Health
    from openclaw_auth.cli.onboard_scene import Scene
    from openclaw_auth.enrol import Enrolled
    from openclaw_auth.host.service import ServicePlan
    from openclaw_auth.onboarding.apply import Applied
    from openclaw_auth.onboarding.plan import Plan


class Finished:
    """What came of it.

    Attributes:
        applied: the files that were written.
        service_error: why the service could not be installed; None when it was, or was not asked for.
        service: whether it was installed.
    """

    __slots__ = ("applied", "service", "service_error")

    def __init__(self, applied: Applied) -> None:
        self.applied = applied
        self.service = False
        self.service_error: Reason | None = None


def carry_out(plan: Plan, scene: Scene, ctx: Context, *, no_browser: bool = False) -> Finished:
    """Do what a plan says. Ctrl-C is heard until the first write, and not during the writes.

    Raises:
        Cancelled, LoginError: at the login; nothing was written.
        ConfigError, StoreError, CredentialRefused, UsageError: as `apply`.
    """
    check(plan, scene.agent, scene.settings, ctx.ports)
    logged_in = [_log_in(step, scene, ctx, no_browser=no_browser) for step in plan.of(LogIn)]
    with _undisturbed():
        finished = Finished(apply(plan, scene.agent, ctx.settings(), ctx.ports))
    ctx.forget()
    for enrolled in (*logged_in, finished.applied.enrolled):
        if enrolled is not None:
            warn_hidden(enrolled, scene.agent, ctx)
    for service in plan.of(UseService):
        _install(service.plan, finished, ctx)
    return finished


def _log_in(step: LogIn, scene: Scene, ctx: Context, *, no_browser: bool) -> Enrolled:
    """Log in by the command that does it, and store what comes of it."""
    from argparse import Namespace

    from openclaw_auth.cli.auth_login import log_in

    asked = Namespace(
        profile_id=None, device=False, no_browser=no_browser, timeout=None, json=False
    )
    client = login_client(scene.settings, step.choice.provider)
    return log_in(client, scene.agent, asked, ctx)


def _install(plan: ServicePlan, finished: Finished, ctx: Context) -> None:
    from openclaw_auth.host.service import install

    try:
        install(plan, ctx.ports)
        finished.service = True
    except GatewayError as error:
        finished.service_error = error.reason
        ctx.notice(error.reason)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let a Ctrl-C between two writes leave no half of them behind: they take milliseconds."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def health_of(scene: Scene, ctx: Context) -> Health:
    """Return the state of this host after the writes."""
    return examine(scene.agent, ctx)


def next_commands(health: Health, finished: Finished, scene: Scene, ctx: Context) -> list[str]:
    """Return what to type next, the most useful first."""
    from openclaw_auth.cli.own_command import own_command

    if not health.usable:
        return [own_command("models auth add", ctx), own_command("models status", ctx)]
    served = health.running or finished.service
    rest = [] if served else [own_command("gateway run", ctx)]
    named = scene.agent_name()
    chat = "chat" if named is None else f"chat --agent {named}"
    return [own_command(chat, ctx), *rest]
