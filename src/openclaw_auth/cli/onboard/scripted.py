"""`openclaw onboard --non-interactive`: options in, answers out, and one document at the end."""

from __future__ import annotations

from openclaw_auth.cli.onboard.finish import carry_out, health_of, next_commands
from openclaw_auth.cli.onboard.gateway import bind_of, port_of
from openclaw_auth.cli.onboard.given import Options
from openclaw_auth.cli.onboard.plan_text import plan_json
from openclaw_auth.cli.onboard.scene import Scene
from openclaw_auth.codes import Reason
from openclaw_auth.errors import CredentialRefused, UsageError
from openclaw_auth.onboarding.answers import Answers, GatewayAnswers
from openclaw_auth.onboarding.choices import SKIP, TOKEN
from openclaw_auth.onboarding.custom import remote_fault, with_models

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from openclaw_auth.cli.context import Context
    from openclaw_auth.cli.onboard.finish import Finished
    from openclaw_auth.cli.onboard.health import Health
    from openclaw_auth.cli.onboard.wizard import Wish
    from openclaw_auth.host.service import ServicePlan
    from openclaw_auth.onboarding.answers import Access
    from openclaw_auth.onboarding.choice import Choice
    from openclaw_auth.onboarding.sighting import Sighting

# A credential that fails with these is no use; others may be our question's fault.
_BAD = frozenset({"auth", "billing", "timeout"})


def run_scripted(args: argparse.Namespace, ctx: Context) -> int:
    """Set up by options alone; returns the exit code."""
    scene = Scene(ctx)
    options = Options(args, scene, ctx)
    gateway = _gateway(options)
    if args.mode == "remote":
        answers, named, sighting = _remote(options), SKIP, None
    else:
        named, access = options.access()
        sighting = None if args.skip_health else _look(access, scene, ctx)
        _judge(sighting, args, options)
        access = with_models(access, sighting)
        model = (
            args.model or options.custom_model(access) or scene.model(access.choice, sighting)[1]
        )
        service = _service(args, scene, options)
        answers = Answers(
            access=access,
            model=model,
            workspace=options.workspace(),
            gateway=gateway,
            service=service,
        )
    plan = scene.plan(answers)
    writes = plan_json(plan, ctx)
    finished = carry_out(plan, scene, ctx, quiet_stdout=args.json)
    report = _Report(
        answers,
        named,
        finished,
        writes=writes,
        health=health_of(scene, finished, ctx),
        sighting=sighting,
        options=options,
        scene=scene,
        ctx=ctx,
    )
    if args.json:
        ctx.json(report.document())
    else:
        report.say()
    return 1 if finished.service_error is not None else 0


def wish_of(args: argparse.Namespace, scene: Scene, ctx: Context) -> Wish:
    """Return what the options settle before the wizard asks."""
    from openclaw_auth.cli.onboard.wizard import Wish

    options = Options(args, scene, ctx)
    if options.given_keys():
        raise UsageError("onboard_key_needs_scripted")
    named = None
    if args.auth_choice:
        named = scene.choices.get(args.auth_choice)
        if named is TOKEN:
            named = options.token_choice()
    manual = {"quickstart": False, "manual": True, "advanced": True}.get(args.flow or "")
    return Wish(
        manual=manual,
        mode=args.mode,
        choice=named,
        workspace=options.workspace(),
        gateway=_gateway(options),
        service=args.install_daemon,
    )


def _gateway(options: Options) -> GatewayAnswers:
    args = options.args
    if args.gateway_auth == "password" or args.gateway_password is not None:
        options.notice(Reason("onboard_password_elsewhere"))
    return GatewayAnswers(
        port=None if args.gateway_port is None else port_of(args.gateway_port),
        bind=None if args.gateway_bind is None else bind_of(args.gateway_bind),
        auth=args.gateway_auth,
        token=options.secret("gateway-token"),
        password=options.secret("gateway-password"),
        tailscale=args.tailscale,
        tailscale_reset=args.tailscale_reset_on_exit,
    )


def _remote(options: Options) -> Answers:
    url = options.args.remote_url
    if not url:
        raise UsageError("onboard_remote_url_missing")
    fault = remote_fault(url)
    if fault is not None:
        raise UsageError(fault.code, **fault.params)
    return Answers(mode="remote", remote_url=url, remote_token=options.secret("remote-token"))


def _look(access: Access, scene: Scene, ctx: Context) -> Sighting | None:
    """Ask the provider about what was given, before anything is written."""
    from openclaw_auth.credentials import Profile
    from openclaw_auth.onboarding.sighting import look

    choice, profile = access.choice, access.profile
    if not choice.provider or access.login:
        return None
    if access.variable is not None:
        profile = Profile("given", "api_key", choice.provider, access.variable[1])
    elif access.kept is not None:
        found = scene.found_key(choice)
        secret = found.secret if found is not None else None
        profile = Profile("given", "api_key", choice.provider, secret)
    return look(
        choice.provider,
        scene.agent,
        scene.settings,
        ctx.ports,
        profile=profile,
        entry=access.entry,
    )


def _judge(sighting: Sighting | None, args: argparse.Namespace, options: Options) -> None:
    """Warn of a credential that was refused, or refuse it where that was asked for."""
    verdict = sighting.verdict if sighting is not None else None
    if verdict is None or verdict.good:
        return
    if args.require_valid and verdict.status in _BAD:
        raise CredentialRefused("onboard_not_valid", why=verdict.reason)
    if verdict.status in _BAD:
        options.notice(Reason("onboard_stored_anyway", {"why": verdict.reason}))


def _service(args: argparse.Namespace, scene: Scene, options: Options) -> ServicePlan | None:
    if not args.install_daemon:
        return None
    plan, why_not = scene.service()
    if why_not is not None:
        options.notice(why_not)
    return plan


class _Report:
    """What is told at the end."""

    def __init__(
        self,
        answers: Answers,
        named: Choice,
        finished: Finished,
        *,
        writes: list[dict[str, Any]],
        health: Health,
        sighting: Sighting | None,
        options: Options,
        scene: Scene,
        ctx: Context,
    ) -> None:
        self._answers = answers
        self._named = named
        self._finished = finished
        self._writes = writes
        self._health = health
        self._sighting = sighting
        self._options = options
        self._ctx = ctx
        self._commands = next_commands(health, finished, scene, ctx)

    def say(self) -> None:
        """Say it in words."""
        ctx = self._ctx
        for file in self._finished.applied.files:
            ctx.out(ctx.say(Reason("auth_updated", {"file": ctx.paths.shorten(file)})))
        if not self._writes:
            ctx.out(ctx.say(Reason("onboard_nothing_new")))
        verdict = self._sighting.verdict if self._sighting is not None else None
        if verdict is not None and verdict.status not in _BAD:
            ctx.out(ctx.say(verdict.reason))
        if not self._options.args.skip_health and self._answers.mode == "local":
            for reason in self._health.reasons():
                ctx.out(ctx.say(reason))
        ctx.out(ctx.say(Reason("onboard_next")))
        for command in self._commands:
            ctx.out(f"  {command}")

    def document(self) -> dict[str, Any]:
        """Return OpenClaw 2026.2's fields, and ours behind them."""
        args, ctx, answers = self._options.args, self._ctx, self._answers
        access, view = answers.access, ctx.settings().view
        return {
            "ok": self._finished.service_error is None,
            "mode": answers.mode,
            "workspace": answers.workspace,
            "authChoice": self._named.id,
            "gateway": {
                "port": view.gateway_port(),
                "bind": view.gateway_bind(),
                "authMode": view.gateway_auth().get("mode"),
            },
            "installDaemon": bool(args.install_daemon),
            "daemonRuntime": args.daemon_runtime,
            "skipSkills": args.skip_skills,
            "skipHealth": args.skip_health,
            "provider": (access.choice.provider or None) if access is not None else None,
            "profileId": access.profile.id if access is not None and access.profile else None,
            "variable": access.variable[0] if access is not None and access.variable else None,
            "kept": access.kept if access is not None else None,
            "defaultModel": answers.model,
            "writes": self._writes,
            "files": self._finished.applied.files,
            "probe": self._probe(),
            "health": {
                "model": self._health.model,
                "usable": self._health.usable,
                "gatewayRunning": self._health.running,
            },
            "service": {"installed": self._finished.service, "error": self._service_error()},
            "warnings": [{"code": r.code, "text": ctx.say(r)} for r in self._options.notices],
            "next": self._commands,
        }

    def _service_error(self) -> dict[str, Any] | None:
        why = self._finished.service_error
        if why is None:
            return None
        said = {"code": why.code, "message": self._ctx.say(why)}
        return {**said, "remedy": self._ctx.remedy(why) or None}

    def _probe(self) -> dict[str, Any] | None:
        verdict = self._sighting.verdict if self._sighting is not None else None
        if verdict is None or self._sighting is None:
            return None
        return {
            "status": verdict.status,
            "code": verdict.reason.code,
            "message": self._ctx.say(verdict.reason),
            "models": len(self._sighting.models),
        }
