"""Looking at a host and mending it, for `openclaw doctor`; asking on a terminal."""

from __future__ import annotations

from openclaw_auth.cli.doctor.host import gather_host
from openclaw_auth.codes import Reason
from openclaw_auth.errors import Cancelled, ConfigError, GatewayError
from openclaw_auth.health.apply import DidNotHelp
from openclaw_auth.health.examine import examine
from openclaw_auth.health.fixes import MakeToken, MendService
from openclaw_auth.health.gather import gather
from openclaw_auth.health.mend import mend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from openclaw_auth.cli.context import Context
    from openclaw_auth.health.apply import Outside
    from openclaw_auth.health.evidence import Evidence
    from openclaw_auth.health.finding import Finding
    from openclaw_auth.health.fixes import Fix, Group
    from openclaw_auth.health.host_facts import Asked
    from openclaw_auth.settings import Settings

_SHOWN = 3


class Doctor:
    """Looks and mends.

    Args:
        ctx: of the command.
        deep: whether to ask the providers; they are asked once, whatever is mended.
    """

    def __init__(self, ctx: Context, *, deep: bool) -> None:
        self._ctx = ctx
        self._deep = deep
        self._asked: list[Asked] | None = None

    def look(self) -> tuple[Evidence, list[Finding]]:
        """Read the host anew and examine it."""
        ctx = self._ctx
        ctx.forget()
        settings = ctx.settings()
        if self._deep and self._asked is None:
            from openclaw_auth.cli.doctor.deep import ask_providers

            self._asked = ask_providers(ctx)
        token = has_gateway_token(ctx)
        evidence = gather(settings, ctx.ports, gateway_token=token, host=gather_host(ctx))
        evidence.deep = self._asked
        return evidence, examine(evidence)

    def mend(self, *, force: bool, only_safe: bool) -> Iterator[Reason]:
        """Mend without asking; yields what was done.

        Args:
            force: also what only `--force` does.
            only_safe: only what loses nothing and asks nobody outside.
        """

        def agree(group: Group, _: list[Finding]) -> bool:
            return (force or not group.forced) and (group.safe or not only_safe)

        yield from mend(self._look, self._ctx.ports, agree, self._outside())

    def mend_asking(self, findings: list[Finding], *, force: bool) -> list[Reason]:
        """Ask before each group of fixes; Ctrl-C ends the asking, not what is done."""
        ctx = self._ctx
        if not any(f.fix is not None and (force or not f.fix.forced) for f in findings):
            return []
        done: list[Reason] = []
        try:
            for reason in mend(
                self._look, ctx.ports, lambda g, f: self._asks(g, f, force), self._outside()
            ):
                done.append(reason)  # noqa: PERF402 # what is done stays told when somebody cancels
        except Cancelled:
            ctx.out("")
        return done

    def _asks(self, group: Group, findings: list[Finding], force: bool) -> bool:
        if group.forced and not force:
            return False
        from openclaw_auth.cli.prompt import confirm
        from openclaw_auth.cli.terminal import open_terminal

        ctx = self._ctx
        terminal = open_terminal(ctx.ports.environ)
        if terminal is None:
            return False
        names = [finding.subject for finding in findings[:_SHOWN]]
        more = f", … ({len(findings)})" if len(findings) > _SHOWN else ""
        what = Reason(f"doctor_group_{group.name}")
        params = {"what": what, "subjects": ", ".join(names) + more}
        with terminal:
            question = ctx.say(Reason("doctor_ask", params))
            return confirm(terminal, question, on_enter=group.safe)

    def _look(self) -> tuple[Settings, list[Finding]]:
        evidence, findings = self.look()
        return evidence.settings, findings

    def _outside(self) -> Outside:
        return {MakeToken: self._make_token, MendService: self._mend_service}

    def _make_token(self, _: Fix) -> Reason:
        from openclaw_auth.gateway.token import make_token

        made = make_token(self._ctx.settings(), self._ctx.ports)
        return Reason("doctor_fixed_token", {"file": made.where})

    def _mend_service(self, fix: Fix) -> Reason:
        from openclaw_auth.cli.gateway.service_plan import installer
        from openclaw_auth.host.find import answers
        from openclaw_auth.host.service import install, keep_beside, start, why_no_manager

        assert isinstance(fix, MendService)
        ctx = self._ctx
        for system in (False, True):
            found = installer(ctx, system=system)
            if found.manager.path != fix.path or not answers(found.manager, ctx.ports):
                continue
            if fix.anew:
                plan = found.plan(ctx)
                params = {"path": fix.path, "backup": keep_beside(fix.path, ctx.ports)}
                try:
                    install(plan, ctx.ports, force=fix.forced)
                except GatewayError as error:
                    if error.reason.code == "service_would_lose":
                        raise
                    raise DidNotHelp(error.reason) from error  # the file is written already
                return Reason("doctor_fixed_service_file", params)
            start(found.manager, ctx.ports)
            return Reason("doctor_fixed_service", {"path": fix.path})
        raise DidNotHelp(why_no_manager(ctx.ports))


def has_gateway_token(ctx: Context) -> bool | None:
    """Return whether there is a token; None when the config refers to one that is missing."""
    from openclaw_auth.gateway.token import find_token

    if ctx.settings().view.gateway_auth().get("mode") == "password":
        return True
    try:
        return find_token(ctx.settings(), None) is not None
    except GatewayError:
        return None


def make_gateway_token(ctx: Context) -> Iterator[Reason]:
    """Make the gateway's token unless there is one; yields what was done."""
    from openclaw_auth.gateway.token import make_token

    ctx.forget()
    if has_gateway_token(ctx) is False:
        try:
            made = make_token(ctx.settings(), ctx.ports)
        except ConfigError as error:
            subject = "gateway.auth.token"
            yield Reason("doctor_fix_failed", {"subject": subject, "why": error.reason})
        else:
            yield Reason("doctor_fixed_token", {"file": made.where})
