"""`openclaw models auth rename`: give a credential another id, wherever it is named."""

from __future__ import annotations

from openclaw_auth.agents import find_agent
from openclaw_auth.cli.auth.change import decision_after, document, raise_config_error
from openclaw_auth.cli.auth.target import warn_remote
from openclaw_auth.codes import Reason
from openclaw_auth.profiles.enrol import check_profile_id
from openclaw_auth.profiles.place import find_profile

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context

_EXAMPLES = """\
examples:
  openclaw models auth rename anthropic:manual anthropic:work
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("old", metavar="OLD", help="its id")
    parser.add_argument("new", metavar="NEW", help="the id that it gets")
    parser.add_argument("--agent", metavar="ID", help="in this agent's own store")
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Rename a credential; returns the exit code."""
    from openclaw_auth.profiles.renaming import rename_profile

    ctx.config()
    new_id = check_profile_id(args.new)
    settings = ctx.settings()
    agent = find_agent(settings.view, ctx.paths, args.agent)
    place = find_profile(args.old, agent, settings, ctx.ports, named=args.agent, verb="rename")
    change = rename_profile(place, new_id, settings, ctx.ports)
    provider = place.profile.provider
    if args.json:
        decision = decision_after(provider, place.agent, ctx)
        renamed = document("renamed", new_id, provider, change, decision)
        ctx.json({"renamedFrom": args.old, **renamed})
    else:
        for file in (change.store_path, change.config_path):
            if file is not None:
                ctx.out(ctx.say(Reason("auth_updated", {"file": ctx.paths.shorten(file)})))
        ctx.out(ctx.say(Reason("auth_renamed", {"old": args.old, "new": new_id})))
    warn_remote(ctx)
    raise_config_error(change)
    return 0
