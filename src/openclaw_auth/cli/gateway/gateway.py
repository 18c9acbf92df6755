"""`openclaw gateway [run]`: serve model requests with this host's credentials."""

from __future__ import annotations

from openclaw_auth.codes import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context
    from openclaw_auth.gateway.options import Started

_EXAMPLES = """\
examples:
  openclaw gateway run                  # 127.0.0.1 and ::1, port 18789
  openclaw gateway run --demo           # try it without an account
  openclaw gateway run --bind lan       # reachable from other machines; the token is required
as a service: openclaw gateway install | start | stop | restart | status | uninstall
is it well:   openclaw gateway health | probe
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument(
        "action",
        nargs="?",
        choices=["run", "token"],
        default="run",
        help="run it (default), or print the token that clients must show",
    )
    parser.add_argument("--port", metavar="N", help="port (default: configured, else 18789)")
    parser.add_argument(
        "--bind", metavar="WHERE", help="loopback, lan, tailnet, auto or an address of this machine"
    )
    parser.add_argument("--token", help="token for clients; visible in the process list")
    parser.add_argument("--demo", action="store_true", help="add a provider that needs no account")
    parser.add_argument(
        "--demo-if-empty", action="store_true", help="the same, when no credential is found"
    )
    parser.add_argument("--verbose", action="store_true", help="log outcomes too")
    parser.add_argument(
        "--log-format", choices=["text", "json"], default="text", help="how lines of the log look"
    )


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Serve until a signal; returns the exit code."""
    ctx.config()
    if args.action == "token":
        return _print_token(ctx)
    return _serve(args, ctx)


def _print_token(ctx: Context) -> int:
    """Print the token alone, for `$(openclaw gateway token)`."""
    from openclaw_auth.errors import GatewayError
    from openclaw_auth.gateway.token import find_token

    token = find_token(ctx.settings(), None)
    if token is None:
        raise GatewayError("gateway_token_none")
    ctx.out(token.secret.reveal())
    return 0


def _serve(args: argparse.Namespace, ctx: Context) -> int:
    from openclaw_auth.gateway.options import GatewayOptions
    from openclaw_auth.gateway.server import GatewayProcess

    if args.token:
        ctx.notice(Reason("token_in_argv"))
    for reason in ctx.settings().notices:
        ctx.notice(reason)
    options = GatewayOptions(
        port=args.port,
        bind=args.bind,
        token=args.token,
        demo=args.demo,
        demo_if_empty=args.demo_if_empty,
        verbose=args.verbose,
        log_format=args.log_format,
    )

    def announce(started: Started) -> None:
        _announce(started, ctx)

    GatewayProcess(options, ctx.paths, ctx.ports, ctx.stderr, announce).run()
    return 0


def _announce(started: Started, ctx: Context) -> None:
    """Say where it listens, where the token is, and what to try."""
    from openclaw_auth.cli.own_command import own_command

    url = started.urls[0]
    given = started.token.where == "--token"
    token = "TOKEN" if given else f"$({own_command('gateway token', ctx)})"
    ctx.out(f"openclaw gateway: {'  '.join(started.urls)}")
    ctx.out(ctx.say(Reason("gateway_token_at", {"where": started.token.where})))
    if started.demo:
        ctx.out(ctx.fitted(ctx.say(Reason("gateway_demo")), ctx.stdout))
    elif started.empty:
        ctx.notice(Reason("gateway_no_credential"))
    if not given:
        ctx.out(ctx.say(Reason("dashboard_hint", {"command": own_command("dashboard", ctx)})))
    model = "demo/echo" if started.demo else "openclaw:main"
    ctx.out(ctx.say(Reason("gateway_try")))
    ctx.out(
        f'curl {url}/v1/chat/completions -H "Authorization: Bearer {token}" '
        "-H 'Content-Type: application/json' "
        f'-d \'{{"model":"{model}","messages":[{{"role":"user","content":"Hello"}}]}}\''
    )
    ctx.stdout.flush()
