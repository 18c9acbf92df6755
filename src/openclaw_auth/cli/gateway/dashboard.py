"""`openclaw dashboard`: open the running gateway's control page by a link that works once."""

from __future__ import annotations

from openclaw_auth.codes import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from openclaw_auth.cli.context import Context

_EXAMPLES = """\
examples:
  openclaw dashboard                # opens the browser, where there is one
  openclaw dashboard --no-open      # prints the link alone on standard output
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("--no-open", action="store_true", help="print the link, open nothing")
    parser.add_argument(
        "--json", action="store_true", help="print the link as JSON, and open nothing"
    )


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Make a link and open or print it; returns the exit code.

    Raises:
        GatewayError: no gateway runs, or it does not answer us.
    """
    from openclaw_auth.cli.browser import open_browser
    from openclaw_auth.cli.gateway.client import running_url, tell_gateway
    from openclaw_auth.gateway.page_api.link_routes import PATH
    from openclaw_auth.gateway.page_api.links import LIFE_MS

    ctx.config()
    settings = ctx.settings()
    url = running_url(settings, "dashboard_none_runs")
    made = tell_gateway(url, settings, PATH, {})
    link = f"{url}/#code={made['code']}"
    tunnel = tunnel_command(url, ctx.ports.environ)
    if args.json:
        ctx.json({"url": link, "expiresAt": made["expiresAt"], "tunnel": tunnel})
        return 0
    opened = not args.no_open and open_browser(link, ctx.ports.environ)
    ctx.out(link)
    ctx.err(ctx.say(Reason("dashboard_once", {"minutes": LIFE_MS // 60_000})))
    if opened:
        ctx.err(ctx.say(Reason("dashboard_opened")))
    elif tunnel is not None:
        ctx.err(ctx.say(Reason("dashboard_tunnel", {"command": tunnel})))
    elif not args.no_open:
        ctx.err(ctx.say(Reason("dashboard_no_browser")))
    return 0


def tunnel_command(url: str, environ: Mapping[str, str]) -> str | None:
    """Return what brings the page to the computer that somebody sits at, None when it is this one.

    Args:
        url: of the gateway.
        environ: SSH_CONNECTION is `client port server port`, as sshd sets it.
    """
    words = environ.get("SSH_CONNECTION", "").split()
    if len(words) != 4:  # noqa: PLR2004 # its four words
        return None
    authority = url.partition("://")[2]
    port = authority.rpartition(":")[2]
    user = environ.get("USER") or environ.get("LOGNAME") or "USER"
    return f"ssh -N -L {port}:{authority} {user}@{words[2]}"
