"""`openclaw models auth remove`: take a credential out; `--undo` brings it back for 24 hours."""

from __future__ import annotations

from openclaw_auth.agents import find_agent
from openclaw_auth.cli.auth.change import (
    decision_after,
    document,
    raise_config_error,
    tell_next,
    tell_revocations,
)
from openclaw_auth.cli.auth.target import agent_option, warn_remote
from openclaw_auth.codes import Reason
from openclaw_auth.errors import Cancelled, UsageError
from openclaw_auth.profiles.place import find_profile, store_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context
    from openclaw_auth.profiles.place import Place

_PROG = "openclaw models auth remove"
_EXAMPLES = """\
examples:
  openclaw models auth remove openai:old
  openclaw models auth remove openai:old --undo     # within 24 hours
  openclaw models auth remove --undo                # the latest one
  openclaw models auth remove openai:old --purge    # for good, and revoked where possible
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("profile", nargs="?", metavar="PROFILE", help="which one")
    parser.add_argument("--undo", action="store_true", help="bring it back")
    parser.add_argument("--purge", action="store_true", help="keep nothing for an undo")
    parser.add_argument("--agent", metavar="ID", help="from this agent's own store")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Remove or restore a credential; returns the exit code."""
    ctx.config()
    if args.undo and args.purge:
        raise UsageError("purge_or_undo")
    if args.undo:
        return _undo(args, ctx)
    if args.profile is None:
        raise UsageError("profile_required")
    settings = ctx.settings()
    agent = find_agent(settings.view, ctx.paths, args.agent)
    if args.purge and _purge_kept(args, ctx):
        return 0
    place = find_profile(args.profile, agent, settings, ctx.ports, named=args.agent, verb="remove")
    _ask(place, args, ctx)
    return _remove(place, args, ctx)


def _remove(place: Place, args: argparse.Namespace, ctx: Context) -> int:
    from openclaw_auth.profiles.removal import remove_profile

    if args.purge:
        return _purge(place, args, ctx)
    change = remove_profile(place, ctx.settings(), ctx.ports)
    profile = place.profile
    decision = decision_after(profile.provider, place.agent, ctx)
    if args.json:
        ctx.json(document("removed", profile.id, profile.provider, change, decision))
    else:
        _tell(place, change.store_path, ctx, code="auth_removed")
        tell_next(profile.provider, decision, ctx)
    warn_remote(ctx)
    raise_config_error(change)
    return 0


def _purge(place: Place, args: argparse.Namespace, ctx: Context) -> int:
    from openclaw_auth.profiles.removal import purge_profile
    from openclaw_auth.profiles.revoking import revoke, to_revoke

    profile = place.profile
    logins = to_revoke(profile, profile.id, place.agent.dir, ctx.ports)
    change = purge_profile(place, ctx.settings(), ctx.ports)
    decision = decision_after(profile.provider, place.agent, ctx)
    if not args.json:
        _tell(place, change.store_path, ctx, code="auth_purged")
    reasons = revoke(logins, ctx.settings(), ctx.ports)
    if args.json:
        found = document("removed", profile.id, profile.provider, change, decision)
        ctx.json({**found, "revocation": [reason.code for reason in reasons]})
    else:
        tell_revocations(reasons, ctx)
        tell_next(profile.provider, decision, ctx)
    warn_remote(ctx)
    raise_config_error(change)
    return 0


def _tell(place: Place, store_path: str, ctx: Context, *, code: str) -> None:
    params = {
        "profile": place.profile.id,
        "provider": place.profile.provider,
        "store": ctx.paths.shorten(store_path),
        "option": agent_option(ctx, place.agent),
    }
    reason = Reason(code, params)
    ctx.out(ctx.say(reason))
    if ctx.remedy(reason):
        ctx.out(f"  {ctx.remedy(reason)}")


def _ask(place: Place, args: argparse.Namespace, ctx: Context) -> None:
    """Ask before it is done; where nobody can be asked, only what can be undone goes on.

    Raises:
        Cancelled: the answer was no.
        UsageError: `--purge` without `--yes` and nobody to ask.
    """
    if args.yes:
        return
    from openclaw_auth.cli.prompt import confirm
    from openclaw_auth.cli.terminal import open_terminal

    terminal = open_terminal(ctx.ports.environ)
    if terminal is None:
        if args.purge:
            raise UsageError("no_terminal_confirm", prog=f"{_PROG} {place.profile.id} --purge")
        return
    secret = place.profile.secret
    params = {
        "profile": place.profile.id,
        "secret": secret.masked() if secret is not None else "missing",
        "store": ctx.paths.shorten(place.store.location),
    }
    question = Reason("ask_purge" if args.purge else "ask_remove", params)
    with terminal:
        agreed = confirm(terminal, ctx.say(question), on_enter=not args.purge)
    if not agreed:
        raise Cancelled("cancelled_change")


def _undo(args: argparse.Namespace, ctx: Context) -> int:
    from openclaw_auth.profiles.removal import removed_from, restore_profile

    settings = ctx.settings()
    agent = find_agent(settings.view, ctx.paths, args.agent)
    if args.agent is None:
        agent = removed_from(args.profile, agent, settings, ctx.ports)
    profile_id, change = restore_profile(args.profile, agent, settings, ctx.ports)
    provider = store_at(agent, settings, ctx.ports).read().profiles[profile_id].provider
    decision = decision_after(provider, agent, ctx)
    if args.json:
        ctx.json(document("restored", profile_id, provider, change, decision))
    else:
        store = ctx.paths.shorten(change.store_path)
        ctx.out(ctx.say(Reason("auth_restored", {"profile": profile_id, "store": store})))
        tell_next(provider, decision, ctx)
    raise_config_error(change)
    return 0


def _purge_kept(args: argparse.Namespace, ctx: Context) -> bool:
    """Delete what an earlier removal kept, when the profile itself is gone already."""
    from openclaw_auth.profiles.removal import forget_removed, removed_from
    from openclaw_auth.profiles.revoking import revoke, to_revoke

    settings = ctx.settings()
    agent = find_agent(settings.view, ctx.paths, args.agent)
    whose = agent
    if args.agent is None:
        whose = removed_from(args.profile, agent, settings, ctx.ports)
    logins = to_revoke(None, args.profile, whose.dir, ctx.ports)
    path = forget_removed(args.profile, agent, settings, ctx.ports, named=args.agent)
    if path is None:
        return False
    reasons = revoke(logins, settings, ctx.ports)
    if args.json:
        codes = [reason.code for reason in reasons]
        ctx.json({"purged": args.profile, "storePath": path, "revocation": codes})
    else:
        params = {"profile": args.profile, "store": ctx.paths.shorten(path)}
        ctx.out(ctx.say(Reason("auth_kept_deleted", params)))
        tell_revocations(reasons, ctx)
    return True
