"""What follows a yes: the writes, the service, a look at what came of it, and the next command."""

from __future__ import annotations

import signal
from contextlib import contextmanager

from openclaw_auth.cli.auth.outcome import warn_hidden
from openclaw_auth.cli.onboard.health import examine
from openclaw_auth.codes import Reason
from openclaw_auth.errors import OpenclawAuthError
from openclaw_auth.onboarding.apply import apply, check
from openclaw_auth.onboarding.plan import EditConfig, LogIn, SetVariable, UseService
from openclaw_auth.profiles.login import login_client
from openclaw_auth.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from openclaw_auth.cli.context import Context
    from openclaw_auth.cli.onboard.health import Health
    from openclaw_auth.cli.onboard.scene import Scene
    from openclaw_auth.onboarding.apply import Applied
    from openclaw_auth.onboarding.plan import Plan
    from openclaw_auth.profiles.enrol import Enrolled


_LISTENING = (("gateway", "port"), ("gateway", "bind"))
_START_S = 10.0
_PAUSE_S = 0.2


class Finished:
    """What came of it.

    Attributes:
        applied: the files that were written.
        service_error: why the service could not be installed; None when it was, or was not asked for.
        service: whether it was installed.
        moved: whether a gateway that runs has to be started anew: it listens elsewhere now.
    """

    __slots__ = ("applied", "moved", "service", "service_error")

    def __init__(self, applied: Applied, *, moved: bool) -> None:
        self.applied = applied
        self.moved = moved
        self.service = False
        self.service_error: Reason | None = None


def carry_out(plan: Plan, scene: Scene, ctx: Context, *, quiet_stdout: bool = False) -> Finished:
    """Do what a plan says. Ctrl-C is heard until the first write, and not during the writes.

    Args:
        plan: as shown.
        scene: this host.
        ctx: of the command.
        quiet_stdout: whether all that is said on the way goes to stderr, for one document at the
            end.

    Raises:
        Cancelled, LoginError: at the login; nothing was written.
        ConfigError, StoreError, CredentialRefused, UsageError: as `apply`.
    """
    told = _on_stderr(ctx) if quiet_stdout else ctx
    check(plan, scene.agent, scene.settings, ctx.ports)
    logged_in = [_log_in(step, scene, told) for step in plan.of(LogIn)]
    ctx.forget()
    with _undisturbed():
        applied = apply(plan, scene.agent, ctx.settings(), ctx.ports)
    finished = Finished(applied, moved=_moves(plan))
    ctx.forget()
    for enrolled in (*logged_in, finished.applied.enrolled):
        if enrolled is not None:
            warn_hidden(enrolled, scene.agent, ctx)
    for variable in plan.of(SetVariable):
        _warn_shadowed(variable, ctx)
    if plan.of(UseService):
        _install(finished, told)
    return finished


def _warn_shadowed(step: SetVariable, ctx: Context) -> None:
    """Say so where this shell has another value of a variable, which wins over the file's here."""
    value = ctx.settings().environment.value(step.name)
    if Secret(value or "") != step.secret:
        ctx.notice(Reason("onboard_variable_shadowed", {"name": step.name}))


def _on_stderr(ctx: Context) -> Context:
    """Return a context whose words all go to stderr."""
    from openclaw_auth.cli.context import Context

    return Context(
        ctx.ports, ctx.paths, lang=ctx.lang, color=False, stdout=ctx.stderr, stderr=ctx.stderr
    )


def _log_in(step: LogIn, scene: Scene, ctx: Context) -> Enrolled:
    """Log in by the command that does it, and store what comes of it."""
    from argparse import Namespace

    from openclaw_auth.cli.auth.login import log_in

    asked = Namespace(profile_id=None, device=False, no_browser=False, timeout=None, json=False)
    client = login_client(scene.settings, step.choice.provider)
    return log_in(client, scene.agent, asked, ctx)


def _install(finished: Finished, ctx: Context) -> None:
    """Install the service by the command that does it; a refusal is told, the rest stays."""
    from argparse import Namespace

    from openclaw_auth.cli.gateway import install as gateway_install

    asked = Namespace(
        json=False, dry_run=False, system=False, user=None, port=None, token=None, force=False
    )
    try:
        gateway_install.run(asked, ctx)
        finished.service = True
    except OpenclawAuthError as error:
        finished.service_error = error.reason
        ctx.notice(error.reason)


def _moves(plan: Plan) -> bool:
    """Whether a plan changes where the gateway listens, which a running one does not follow."""
    edits = [edit for step in plan.of(EditConfig) for edit in step.edits]
    return any(edit.path[:2] in _LISTENING for edit in edits)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let a Ctrl-C between two writes leave no half of them behind: they take milliseconds."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def health_of(scene: Scene, finished: Finished, ctx: Context) -> Health:
    """Return the state of this host after the writes; a service that starts is waited for."""
    deadline_s = ctx.ports.monotonic_s() + (_START_S if finished.service else 0)
    while True:
        health = examine(scene.agent, ctx)
        if health.running or ctx.ports.monotonic_s() >= deadline_s:
            return health
        ctx.ports.sleep_s(_PAUSE_S)


def next_commands(health: Health, finished: Finished, scene: Scene, ctx: Context) -> list[str]:
    """Return what to type next, the most useful first."""
    from openclaw_auth.cli.own_command import own_command

    if not health.usable:
        return [own_command("models auth add", ctx), own_command("models status", ctx)]
    if health.running and finished.moved and not finished.service:
        return [own_command("gateway restart", ctx)]
    served = health.running or finished.service
    rest = [] if served else [own_command("gateway run", ctx)]
    named = scene.agent_name()
    chat = "chat" if named is None else f"chat --agent {named}"
    return [own_command(chat, ctx), *rest]
