"""`openclaw models auth login`: log in with a provider, in a browser or by a code."""

from __future__ import annotations

import asyncio
import contextlib

from openclaw_auth.agents import find_agent
from openclaw_auth.cli.auth.enter import check_store, named_provider
from openclaw_auth.cli.auth.login_dialogue import (
    Dialogue,
    PipeDialogue,
    TerminalDialogue,
    print_line,
)
from openclaw_auth.cli.auth.outcome import document, say_warnings, tell
from openclaw_auth.cli.auth.target import catalogue_of, warn_remote
from openclaw_auth.codes import Reason
from openclaw_auth.credentials import Profile
from openclaw_auth.durations import parse_duration_ms
from openclaw_auth.errors import Cancelled, OpenclawAuthError
from openclaw_auth.oauth.loopback import Outcome
from openclaw_auth.oauth.session import TIMEOUT_S, LoginSession, outcome_of
from openclaw_auth.profiles.enrol import check_profile_id
from openclaw_auth.profiles.login import login_client, store_login

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from openclaw_auth.agents import Agent
    from openclaw_auth.cli.auth.login_dialogue import OpenBrowser
    from openclaw_auth.cli.context import Context
    from openclaw_auth.oauth.client import OAuthClient
    from openclaw_auth.oauth.token_endpoint import TokenSet
    from openclaw_auth.profiles.enrol import Enrolled

_PROG = "openclaw models auth login"
_EXAMPLES = """\
examples:
  openclaw models auth login --provider openrouter
  openclaw models auth login --provider openai-codex --set-default
  openclaw models auth login --provider acme --device     # no browser on this machine
  openclaw models auth login --provider acme --no-browser --json
over SSH, in a container: open the address on your own machine, paste where the browser ends
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("--provider", required=True, metavar="ID", help="with whom")
    parser.add_argument("--profile-id", metavar="ID", help="its name (default: by account)")
    parser.add_argument("--agent", metavar="ID", help="whose store (default: the usual agent's)")
    parser.add_argument("--set-default", action="store_true", help="use its model from now on")
    parser.add_argument("--device", action="store_true", help="by a code entered elsewhere")
    parser.add_argument("--no-browser", action="store_true", help="open none, only say where")
    parser.add_argument("--timeout", metavar="TIME", help="how long to wait (default: 10m)")
    parser.add_argument("--json", action="store_true", help="one JSON line for each step")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Log in and store what came of it; returns the exit code."""
    try:
        return _run(args, ctx)
    except (OpenclawAuthError, KeyboardInterrupt) as error:
        known = error if isinstance(error, OpenclawAuthError) else Cancelled("cancelled")
        if args.json:
            print_line(ctx, "failed", {"code": known.reason.code, "text": ctx.say(known.reason)})
        raise known from error


def _run(args: argparse.Namespace, ctx: Context) -> int:
    ctx.config()
    provider_id = named_provider(args.provider, ctx, _PROG)
    client = login_client(ctx.settings(), provider_id)
    agent = find_agent(ctx.settings().view, ctx.paths, args.agent)
    if args.profile_id is not None:
        args.profile_id = check_profile_id(args.profile_id)
    enrolled = log_in(client, agent, args, ctx)
    model = _set_default(client.provider_id, args, ctx) if args.set_default else None
    if args.json:
        stored = document(enrolled, agent, [], ctx)
        print_line(ctx, "stored", {**stored, "defaultModel": model})
    say_warnings(enrolled, agent, [], ctx)
    return 0


def log_in(client: OAuthClient, agent: Agent, args: argparse.Namespace, ctx: Context) -> Enrolled:
    """Log in, store what came of it in this agent's store, and tell.

    Args:
        client: with whom.
        agent: whose store; it may be one that the config does not name yet.
        args: profile_id, device, no_browser, timeout and json, as of the command.
        ctx: of the command.

    Raises:
        LoginError, TokenError, StoreError, Cancelled: nothing was stored.
    """
    timeout_s = _timeout_s(args.timeout)
    check_store(Profile(args.profile_id or "", "oauth", client.provider_id, None), agent, ctx)
    warn_remote(ctx)
    _warn_provider(client, ctx)
    enrolled = asyncio.run(_login(client, agent, timeout_s, args, ctx))
    ctx.forget()
    return enrolled


async def _login(
    client: OAuthClient, agent: Agent, timeout_s: float, args: argparse.Namespace, ctx: Context
) -> Enrolled:
    device = args.device or client.flow == "device"
    dialogue = _dialogue(client, args, ctx, device=device)
    session = LoginSession(
        client, device=device, ports=ctx.ports, tell=dialogue.tell, timeout_s=timeout_s
    )
    running = asyncio.ensure_future(session.run())
    asking = asyncio.ensure_future(dialogue.ask(session))
    try:
        tokens = await _first(running, asking)
        try:
            enrolled = _store(client, tokens, agent, args, ctx)
        except OpenclawAuthError:
            await session.give_back(tokens)
            raise
    except BaseException as error:
        await session.end(outcome_of(error))
        raise
    # It is stored: a Ctrl-C from here on changes nothing about that.
    with contextlib.suppress(asyncio.CancelledError):
        stored = Reason("login_page_stored", {"profile": enrolled.profile.id})
        await session.end(Outcome(Reason("login_page_yes"), stored, good=True))
    return enrolled


async def _first(running: asyncio.Future[TokenSet], asking: asyncio.Future[None]) -> TokenSet:
    """Return the tokens; the question goes away as soon as they are there."""
    both: tuple[asyncio.Future[Any], ...] = (running, asking)
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if asking.done():
            asking.result()
        return await running
    finally:
        for task in both:
            task.cancel()
        await asyncio.wait(both)


def _store(
    client: OAuthClient, tokens: TokenSet, agent: Agent, args: argparse.Namespace, ctx: Context
) -> Enrolled:
    ctx.forget()  # minutes have passed: the config may be another
    enrolled = store_login(
        client, tokens, agent, ctx.settings(), ctx.ports, profile_id=args.profile_id
    )
    if not args.json:
        tell(enrolled, agent, ctx)
    return enrolled


def _dialogue(
    client: OAuthClient, args: argparse.Namespace, ctx: Context, *, device: bool
) -> Dialogue:
    from openclaw_auth.cli.terminal import open_terminal

    provider = catalogue_of(ctx).get(client.provider_id)
    label = provider.label if provider is not None else client.provider_id
    opener: OpenBrowser | None = None
    if not args.no_browser:
        from openclaw_auth.cli.browser import open_browser

        def opener(url: str) -> bool:
            return open_browser(url, ctx.ports.environ)

    if device:
        return Dialogue(ctx, label, opener, json=args.json)
    terminal = open_terminal(ctx.ports.environ)
    if terminal is None or args.json:
        return PipeDialogue(ctx, label, opener, json=args.json)
    return TerminalDialogue(ctx, label, opener, terminal, json=False)


def _warn_provider(client: OAuthClient, ctx: Context) -> None:
    provider = catalogue_of(ctx).get(client.provider_id)
    if provider is not None and provider.warning is not None:
        ctx.notice(provider.warning)


def _timeout_s(text: str | None) -> float:
    """Return how long to wait; a bare number is seconds here."""
    if text is None:
        return TIMEOUT_S
    return parse_duration_ms(f"{text}s" if text.strip().isdecimal() else text) / 1000


def _set_default(provider_id: str, args: argparse.Namespace, ctx: Context) -> str | None:
    """Make the provider's model the default one; returns it, None when nobody knows one."""
    from openclaw_auth.providers.catalogue import default_model

    model = default_model(provider_id)
    provider = catalogue_of(ctx).get(provider_id)
    if model is None and provider is not None:
        listed = (entry.get("id") for entry in provider.models)
        model = next((f"{provider_id}/{name}" for name in listed if isinstance(name, str)), None)
    if model is None:
        ctx.notice(Reason("login_no_default_model", {"provider": provider_id}))
        return None
    if not args.json:
        from openclaw_auth.cli.models.set import set_slot

        set_slot("model", "model_default_set", model, ctx)
        return model
    from openclaw_auth.config.write import edit_config
    from openclaw_auth.models.edits import set_primary

    ref, edits = set_primary(ctx.config().raw, "model", model)
    if edits:
        edit_config(ctx.paths, edits, ctx.ports, ctx.settings().environment.value)
        ctx.forget()
    return ref.key
