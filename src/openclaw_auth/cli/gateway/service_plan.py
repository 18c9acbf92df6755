"""What the gateway's service is on this host, for the commands that install it and look at it."""

from __future__ import annotations

import os

from openclaw_auth.errors import GatewayError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.cli.context import Context
    from openclaw_auth.config.paths import Paths
    from openclaw_auth.host.service import Manager, ServiceFacts, ServicePlan
    from openclaw_auth.settings import Settings


class Installer:
    """Who installs what: the manager, the places, and who a system service runs as.

    Attributes:
        paths: of the user whose service it is: with `--system` under sudo, not root's.
        settings: read from those places.
        manager: the service manager, whether or not it answers.
        user: who a system service runs as; None for the manager's own user.
    """

    __slots__ = ("manager", "paths", "settings", "user")

    def __init__(
        self, paths: Paths, settings: Settings, manager: Manager, user: str | None
    ) -> None:
        self.paths = paths
        self.settings = settings
        self.manager = manager
        self.user = user

    def plan(self, ctx: Context, port: str | None = None) -> ServicePlan:
        """Return what installing would do. Raises as `facts`."""
        from openclaw_auth.host.service import plan_install

        return plan_install(self.manager, self.facts(ctx, port))

    def facts(self, ctx: Context, port: str | None = None) -> ServiceFacts:
        """Return what the service is to run.

        Raises:
            GatewayError: `service_path_odd`, `port_invalid`.
        """
        from openclaw_auth.agents import every_agent
        from openclaw_auth.host.service import gather_facts

        if port is not None:
            from openclaw_auth.gateway.port import chosen_port

            chosen_port(port, None, None)
        folders = []
        for agent in every_agent(self.settings.view, self.paths):
            store = os.path.realpath(self.paths.store_path(agent.dir))
            folders += [agent.dir, os.path.dirname(store)]
        return gather_facts(
            self.manager,
            self.paths,
            ctx.ports,
            port=port,
            user=self.user,
            folders=tuple(folders),
        )


def installer(ctx: Context, *, system: bool, user: str | None = None) -> Installer:
    """Return who installs what on this host.

    Args:
        ctx: of the command.
        system: a service of the whole machine rather than of this user.
        user: who that one runs as; None for who called sudo, else whoever owns the state directory.

    Raises:
        GatewayError: `service_user_unknown`.
    """
    from openclaw_auth.host.service import presumed_manager

    paths, settings = ctx.paths, ctx.settings()
    name = user or (ctx.ports.environ.get("SUDO_USER") if os.geteuid() == 0 else None)
    if system and name:
        paths = _paths_of(name, ctx)
        if paths.state_dir != ctx.paths.state_dir:
            from openclaw_auth.settings import load_settings

            settings = load_settings(paths, ctx.ports)
    if system and not name:
        from openclaw_auth.files.filesystem import owner_of

        name = owner_of(paths.state_dir)
    manager = presumed_manager(ctx.ports, paths, system=system)
    return Installer(paths, settings, manager, name if system else None)


def _paths_of(user: str, ctx: Context) -> Paths:
    """Return the places of another user, as that user would see them."""
    import pwd

    from openclaw_auth.config.paths import resolve_paths

    try:
        home = pwd.getpwnam(user).pw_dir
    except KeyError:
        raise GatewayError("service_user_unknown", user=user) from None
    environ = {**ctx.ports.environ, "HOME": home}
    return resolve_paths(environ, home, ctx.paths.cwd, os.path.lexists, ctx.paths.profile)


def require_ours(manager: Manager, code: str) -> None:
    """Refuse to touch a service's file that neither we nor OpenClaw wrote.

    Args:
        manager: whose file; one that is not there is nobody's.
        code: of the refusal.

    Raises:
        GatewayError: of this code; `service_unreadable`.
    """
    from openclaw_auth.host.plan import MARK
    from openclaw_auth.host.service_run import read_file
    from openclaw_auth.host.unit_variables import variables_in

    text = read_file(manager)
    if text is None or MARK in text:
        return
    if variables_in(manager, text).get("OPENCLAW_SERVICE_MARKER") != "openclaw":
        raise GatewayError(code, path=manager.path)


def require_manager(ctx: Context, manager: Manager, *, system: bool) -> None:
    """Refuse where no manager answers, or where it takes orders from root only.

    Raises:
        GatewayError: `service_none…`, `service_needs_root`.
    """
    from openclaw_auth.host.find import answers
    from openclaw_auth.host.service import why_no_manager

    if not answers(manager, ctx.ports):
        reason = why_no_manager(ctx.ports, system=system)
        raise GatewayError(reason.code, **reason.params)
    if manager.kind.endswith("-system") and os.geteuid() != 0:
        raise GatewayError("service_needs_root", path=manager.path)
