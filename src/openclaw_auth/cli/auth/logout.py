"""`openclaw models auth logout`: delete a provider's credentials for good and revoke its logins."""

from __future__ import annotations

from openclaw_auth.agents import find_agent, main_agent
from openclaw_auth.cli.auth.change import (
    decision_after,
    document,
    raise_config_error,
    tell_next,
    tell_revocations,
)
from openclaw_auth.cli.auth.enter import named_provider
from openclaw_auth.cli.auth.target import warn_remote
from openclaw_auth.codes import Reason
from openclaw_auth.errors import Cancelled, UnknownName, UsageError
from openclaw_auth.profiles.place import Place, require_readable, store_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context

_PROG = "openclaw models auth logout"
_EXAMPLES = """\
examples:
  openclaw models auth logout --provider openai-codex
  openclaw models auth logout --provider acme --agent work --yes
one credential only: openclaw models auth remove <profile> --purge
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("--provider", required=True, metavar="ID", help="out of which")
    parser.add_argument("--agent", metavar="ID", help="from this agent's own store")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Log out; returns the exit code."""
    from openclaw_auth.profiles.removal import purge_profile
    from openclaw_auth.profiles.revoking import revoke, to_revoke

    ctx.config()
    provider = named_provider(args.provider, ctx, _PROG)
    places = _places(provider, args, ctx)
    _ask(places, provider, args, ctx)
    documents, reasons, changes = [], [], []
    for place in places:
        profile = place.profile
        logins = to_revoke(profile, profile.id, place.agent.dir, ctx.ports)
        change = purge_profile(place, ctx.settings(), ctx.ports)
        changes.append(change)
        decision = decision_after(provider, place.agent, ctx)
        if not args.json:
            store = ctx.paths.shorten(change.store_path)
            ctx.out(ctx.say(Reason("auth_purged", {"profile": profile.id, "store": store})))
        revocations = revoke(logins, ctx.settings(), ctx.ports)
        reasons += revocations
        found = document("removed", profile.id, provider, change, decision)
        documents.append({**found, "revocation": [reason.code for reason in revocations]})
    if args.json:
        ctx.json({"provider": provider, "removed": documents})
    else:
        tell_revocations(reasons, ctx)
        tell_next(provider, decision_after(provider, places[0].agent, ctx), ctx)
    warn_remote(ctx)
    for change in changes:
        raise_config_error(change)
    return 0


def _places(provider: str, args: argparse.Namespace, ctx: Context) -> list[Place]:
    """Return the provider's profiles: the agent's own, else main's, which it inherits.

    Raises:
        UnknownName: `logout_nothing`.
        StoreUnreadable: a store makes no sense.
    """
    settings = ctx.settings()
    agent = find_agent(settings.view, ctx.paths, args.agent)
    main = main_agent(settings.view, settings.paths)
    inherits = args.agent is None and not agent.isolated
    for whose in (agent, main) if inherits else (agent,):
        store = store_at(whose, settings, ctx.ports)
        profiles = require_readable(store).values()
        places = [Place(whose, p, store) for p in profiles if p.provider == provider]
        if places:
            return places
    store = store_at(agent, settings, ctx.ports)
    raise UnknownName("logout_nothing", provider=provider, store=ctx.paths.shorten(store.location))


def _ask(places: list[Place], provider: str, args: argparse.Namespace, ctx: Context) -> None:
    if args.yes:
        return
    from openclaw_auth.cli.prompt import confirm
    from openclaw_auth.cli.terminal import open_terminal

    terminal = open_terminal(ctx.ports.environ)
    if terminal is None:
        raise UsageError("no_terminal_confirm", prog=f"{_PROG} --provider {provider}")
    params = {
        "provider": provider,
        "profiles": ", ".join(place.profile.id for place in places),
        "store": ctx.paths.shorten(places[0].store.location),
    }
    with terminal:
        agreed = confirm(terminal, ctx.say(Reason("ask_logout", params)), on_enter=False)
    if not agreed:
        raise Cancelled("cancelled_change")
