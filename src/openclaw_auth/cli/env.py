"""`openclaw env`: which value of each provider variable is seen from where, as fingerprints."""

from __future__ import annotations

from openclaw_auth.cli.gateway.service_plan import installer
from openclaw_auth.cli.table import table
from openclaw_auth.codes import Reason
from openclaw_auth.health.variable_view import GATEWAY, PLACES, place_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from openclaw_auth.cli.context import Context
    from openclaw_auth.health.variable_sources import Sources
    from openclaw_auth.health.variable_view import VariableView
    from openclaw_auth.settings import Settings

_PROG = "openclaw env"
_SHOWN_DIGITS = 4
_EXAMPLES = """\
examples:
  openclaw env                       # variables that are set anywhere
  openclaw env --provider anthropic  # one provider's
  openclaw env --all                 # unset ones too, and proxies
  openclaw env --json | jq '.variables[] | select(.difference)'
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument("--provider", metavar="ID", help="only this provider's variables")
    parser.add_argument(
        "--all", action="store_true", help="variables that nothing sets too, and proxies"
    )
    parser.add_argument("--system", action="store_true", help="look at the machine's service")
    parser.add_argument("--no-login-shell", action="store_true", help="do not start it")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Show them; exits 0 whatever they are. Writes nothing."""
    from openclaw_auth.cli.gateway.reach import running_gateway
    from openclaw_auth.health.variable_sources import PROXIES, Sources, names_of
    from openclaw_auth.host.unit_reading import installed_variables
    from openclaw_auth.store.fingerprint_key import fingerprint_key

    settings = ctx.settings()
    _tell_unread(settings, ctx)
    provider = _provider(args, ctx)
    names = names_of(settings.catalogue, provider)
    if args.all and provider is None:
        names |= dict.fromkeys(PROXIES, ())
    found = installer(ctx, system=args.system)
    sources = Sources(
        settings,
        ctx.ports,
        unit=installed_variables(found.manager, found.paths.home),
        info=running_gateway(ctx),
        names=() if args.no_login_shell else names,
        key=fingerprint_key(ctx.paths.state_dir, ctx.ports),
    )
    views = [sources.look(name, providers) for name, providers in names.items()]
    views = [view for view in views if args.all or any(view.seen.values())]
    unit = found.manager.path if sources.host.installed else None
    if args.json:
        ctx.json(_document(views, sources, unit, ctx))
    else:
        _show(views, sources, unit, ctx)
    return 0


def _tell_unread(settings: Settings, ctx: Context) -> None:
    """Say which places could not be read: what they hold is not in the table."""
    from openclaw_auth.errors import ConfigInvalid

    for reason in settings.notices:
        if reason.code == "env_file_unreadable":
            ctx.notice(reason)
    try:
        settings.config.require_valid()
    except ConfigInvalid as error:
        ctx.notice(error.reason)


def _provider(args: argparse.Namespace, ctx: Context) -> str | None:
    """Return the canonical id of `--provider`.

    Raises:
        UnknownName: there is no such provider.
    """
    if args.provider is None:
        return None
    from openclaw_auth.cli.auth.target import canonical_provider
    from openclaw_auth.errors import UnknownName, did_you_mean

    catalogue = ctx.settings().catalogue
    provider = canonical_provider(args.provider, ctx, _PROG)
    if catalogue.get(provider) is None:
        nearest = did_you_mean(catalogue.nearest(provider))
        raise UnknownName("provider_unknown", provider=args.provider, nearest=nearest)
    return provider


def _document(
    views: list[VariableView], sources: Sources, unit: str | None, ctx: Context
) -> dict[str, Any]:
    host = sources.host
    return {
        "gateway": {"running": host.pid is not None, "pid": host.pid},
        "unit": {"installed": host.installed, "path": unit},
        "envFile": ctx.paths.dotenv_path,
        "variables": [_row(view, sources, ctx) for view in views],
    }


def _row(view: VariableView, sources: Sources, ctx: Context) -> dict[str, Any]:
    difference = view.difference
    said = None
    if difference is not None:
        said = {
            "code": difference.code,
            "message": ctx.say(difference),
            "remedy": ctx.remedy(difference) or None,
        }
    return {
        "name": view.name,
        "providers": list(view.providers),
        "places": {place: view.seen.get(place) for place in PLACES},
        "ignored": list(view.ignored),
        "here": view.here,
        "service": view.service,
        "gateway": sources.host.published.get(view.name),
        "difference": said,
    }


def _show(views: list[VariableView], sources: Sources, unit: str | None, ctx: Context) -> None:
    from openclaw_auth.cli.context import width

    host = sources.host
    if not views:
        ctx.out(ctx.say(Reason("env_none")))
    else:
        places = [place for place in PLACES if any(place in view.seen for view in views)]
        headers = [ctx.say(Reason("env_variable")), *(ctx.say(place_name(p)) for p in places)]
        rows = [[view.name, *(_cell(view, place) for place in places)] for view in views]
        columns = width(dict(ctx.ports.environ)) if ctx.stdout.isatty() else None
        ctx.out(table(rows, headers, columns))
        ctx.out("")
        ctx.out(ctx.fitted(ctx.say(Reason("env_legend")), ctx.stdout))
    params = {
        "env_file": host.env_file,
        "gateway": f"pid {host.pid}" if host.pid is not None else Reason("env_no_gateway"),
        "unit": ctx.paths.shorten(unit) if unit else Reason("env_no_unit"),
    }
    ctx.out(ctx.fitted(ctx.say(Reason("env_files", params)), ctx.stdout))
    differences = [view.difference for view in views if view.difference is not None]
    for difference in differences:
        ctx.out("")
        ctx.out(ctx.fitted(ctx.say(difference), ctx.stdout))
        if ctx.remedy(difference):
            ctx.out(f"  {ctx.remedy(difference)}")
    if views and not differences and (unit or host.pid is not None):
        ctx.out(ctx.say(Reason("env_all_agree")))


def _cell(view: VariableView, place: str) -> str:
    mark = view.seen.get(place)
    if mark is None:
        return ""
    if not mark:
        return "-"
    text = mark[:_SHOWN_DIGITS]
    if place in view.ignored:
        return f"({text})"
    return f"{text}*" if place == view.here and place != GATEWAY else text
