"""`openclaw models auth import`: copy what may be copied of another tool's login, or of a `.env`."""

from __future__ import annotations

from openclaw_auth.agents import find_agent
from openclaw_auth.cli.auth.enter import check_store
from openclaw_auth.cli.auth.outcome import document, say_warnings, tell
from openclaw_auth.cli.auth.target import canonical_provider, catalogue_of, warn_remote
from openclaw_auth.codes import Reason
from openclaw_auth.errors import Cancelled, CredentialRefused, UsageError
from openclaw_auth.profiles.enrol import check_profile_id
from openclaw_auth.profiles.importing import (
    offer_of_login,
    offers_of_dotenv,
    set_aside,
    store_offer,
)
from openclaw_auth.sources.tool_shapes import TOOLS
from openclaw_auth.wording import reason_text, stopped
from openclaw_auth.world import load_world

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from openclaw_auth.agents import Agent
    from openclaw_auth.cli.context import Context
    from openclaw_auth.cli.terminal import Terminal
    from openclaw_auth.credentials import Profile
    from openclaw_auth.profiles.enrol import Enrolled
    from openclaw_auth.profiles.importing import Offer

_PROG = "openclaw models auth import"
_DOTENV = "dotenv"
_EXAMPLES = """\
examples:
  openclaw models auth import --from codex
  openclaw models auth import --from dotenv ./.env
  openclaw models auth import --from dotenv ~/old/.env --provider openai --yes
what can be copied: openclaw models auth discover
a refresh token never is: using it would log you out of the tool that it belongs to
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    tools = [*(tool.id for tool in TOOLS), _DOTENV]
    parser.add_argument(
        "--from", dest="tool", required=True, choices=tools, help="whose", metavar="TOOL"
    )
    parser.add_argument("file", nargs="?", metavar="FILE", help="with --from dotenv: which")
    parser.add_argument("--provider", metavar="ID", help="only this provider's")
    parser.add_argument("--profile-id", metavar="ID", help="its name (default: by provider)")
    parser.add_argument("--agent", metavar="ID", help="whose store (default: the usual agent's)")
    parser.add_argument("--yes", action="store_true", help="copy without asking, tokens too")
    parser.add_argument("--force", action="store_true", help="store keys whatever they look like")
    parser.add_argument("--json", action="store_true", help="one JSON document")


class _Import:
    """One run: what was offered, and what became of each."""

    def __init__(self, args: argparse.Namespace, ctx: Context, agent: Agent) -> None:
        self.args = args
        self.ctx = ctx
        self.agent = agent
        self.now_ms = ctx.ports.now_ms()
        self.stored: list[tuple[Offer, Enrolled]] = []
        self.skipped: list[tuple[Offer, Reason]] = []
        self.failed = False

    def skip(self, offer: Offer, reason: Reason, *, failed: bool) -> None:
        """Leave an offer out."""
        self.skipped.append((offer, reason))
        self.failed |= failed


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Copy; returns the exit code."""
    ctx.config()
    if args.profile_id is not None:
        args.profile_id = check_profile_id(args.profile_id)
    agent = find_agent(ctx.settings().view, ctx.paths, args.agent)
    work = _Import(args, ctx, agent)
    offers = _offers(work)
    chosen = _chosen(work, offers)
    for offer in chosen:
        check_store(offer.profile(), agent, ctx)
    warn_remote(ctx)
    for offer in _agreed(work, chosen):
        work.stored.append((offer, store_offer(offer, agent, ctx.settings(), ctx.ports)))
        ctx.forget()
    return _say(work)


def _offers(work: _Import) -> list[Offer]:
    """Return what is there, of the wanted provider.

    Raises:
        CredentialRefused, UsageError: nothing is, or it cannot be read.
    """
    args, ctx = work.args, work.ctx
    if args.tool == _DOTENV:
        offers = _of_dotenv(work)
        nothing = Reason("import_no_variables", {"path": args.file})
    else:
        offers = _of_tool(work)
        name = next(tool.name for tool in TOOLS if tool.id == args.tool)
        nothing = Reason("import_nothing", {"tool": name})
    if args.provider is not None:
        wanted = canonical_provider(args.provider, ctx, _PROG)
        offers = [offer for offer in offers if offer.provider == wanted]
    if not offers:
        raise CredentialRefused(nothing.code, **nothing.params)
    return offers


def _of_tool(work: _Import) -> list[Offer]:
    from openclaw_auth.sources.keychain import system_keychain
    from openclaw_auth.sources.other_logins import discovered

    args, ctx = work.args, work.ctx
    if args.file is not None:
        raise UsageError("import_file_unwanted", tool=args.tool)
    environ = ctx.ports.environ
    logins = discovered(
        ctx.paths.home, environ, system_keychain(environ), opened=True, only=args.tool
    )
    return [offer_of_login(login, catalogue_of(ctx), work.now_ms) for login in logins]


def _of_dotenv(work: _Import) -> list[Offer]:
    from openclaw_auth.sources.dotenv import entries
    from openclaw_auth.sources.tool_file import read_tool_file

    args, ctx = work.args, work.ctx
    if args.file is None:
        raise UsageError("import_file_needed")
    file = read_tool_file(ctx.paths.absolute(args.file))
    if file is None:
        raise CredentialRefused("import_file_missing", path=args.file)
    if file.problem is not None:
        raise CredentialRefused(file.problem.code, **file.problem.params)
    found, odd = entries(file.text)
    if odd:
        lines = ", ".join(map(str, odd))
        ctx.notice(Reason("dotenv_odd_lines", {"path": args.file, "lines": lines}))
    taken = _seen(work)
    return offers_of_dotenv(found, catalogue_of(ctx), taken, force=args.force)


def _chosen(work: _Import, offers: list[Offer]) -> list[Offer]:
    """Return the offers that may be stored; the others are set aside with their reasons.

    Raises:
        UsageError: `import_one_id`.
    """
    args = work.args
    stored = _seen(work)
    # Who is asked, or names the profile, brings back by hand what was removed.
    by_hand = args.profile_id is not None or not args.yes
    removed = frozenset() if by_hand else _removed(work)
    chosen: list[Offer] = []
    for offer in offers:
        if offer.copy == "no":
            assert offer.reason is not None
            work.skip(offer, offer.reason, failed=True)
            continue
        aside = set_aside(offer, stored, removed)
        if aside is None:
            same = [o for o in chosen if (o.provider, o.secret) == (offer.provider, offer.secret)]
            params = {"name": offer.name, "profile": same[0].profile_id} if same else {}
            aside = Reason("import_stored_already", params) if same else None
        if aside is not None:
            work.skip(offer, aside, failed=False)
        else:
            chosen.append(offer)
    if args.profile_id is not None:
        if len(chosen) > 1:
            names = ", ".join(offer.name for offer in chosen)
            raise UsageError("import_one_id", count=len(chosen), names=names)
        for offer in chosen:
            offer.profile_id = args.profile_id
    return chosen


def _agreed(work: _Import, offers: list[Offer]) -> list[Offer]:
    """Return those that the user wants; warns before it asks.

    Raises:
        UsageError: `import_needs_yes`, nobody can be asked.
        Cancelled: Ctrl-C, or no to everything.
    """
    args, ctx = work.args, work.ctx
    for offer in offers:
        if offer.copy == "consent":
            for reason in (offer.reason, *offer.warnings):
                if reason is not None:
                    ctx.notice(reason)
    if args.yes or not offers:
        return offers
    from openclaw_auth.cli.terminal import open_terminal

    terminal = open_terminal(ctx.ports.environ)
    if terminal is None:
        names = ", ".join(offer.name for offer in offers)
        file = f" {args.file}" if args.file else ""
        raise UsageError("import_needs_yes", names=names, prog=f"{_PROG} --from {args.tool}{file}")
    with terminal:
        agreed = [offer for offer in offers if _agrees(offer, terminal, ctx)]
    for offer in offers:
        if offer not in agreed:
            work.skip(offer, Reason("import_declined", {"name": offer.name}), failed=False)
    if not agreed:
        raise Cancelled("cancelled_change")
    return agreed


def _agrees(offer: Offer, terminal: Terminal, ctx: Context) -> bool:
    from openclaw_auth.cli.prompt import confirm

    secret = offer.secret.masked() if offer.secret is not None else "missing"
    params = {"name": offer.name, "secret": secret, "profile": offer.profile_id}
    question = ctx.say(Reason("import_ask", params))
    return confirm(terminal, question, on_enter=offer.copy == "yes")


def _seen(work: _Import) -> dict[str, Profile]:
    """Return the profiles that the agent sees."""
    world = load_world(work.ctx.settings(), [work.agent], work.ctx.ports)
    return dict(world.snapshots[work.agent.id].data.profiles)


def _removed(work: _Import) -> frozenset[str]:
    from openclaw_auth.store.state import StateDb

    state = StateDb(work.ctx.paths.state_db, work.ctx.ports)
    try:
        return state.removed_ids(work.agent.dir)
    finally:
        state.close()


def _say(work: _Import) -> int:
    """Tell what became of everything; returns the exit code.

    Raises:
        ConfigError: something is stored, only the config could not be changed.
    """
    args, ctx = work.args, work.ctx
    if args.json:
        ctx.json(
            {
                "from": args.tool,
                "path": ctx.paths.absolute(args.file) if args.file else None,
                "stored": [_stored_json(work, offer, done) for offer, done in work.stored],
                "skipped": [_skipped_json(work, offer, why) for offer, why in work.skipped],
            }
        )
    else:
        for _, enrolled in work.stored:
            tell(enrolled, work.agent, ctx)
    for offer, reason in work.skipped:
        _say_skipped(work, offer, reason)
    if args.tool == _DOTENV and work.stored and not args.json:
        ctx.err(ctx.say(Reason("import_left_alone", {"path": args.file})))
    for offer, enrolled in work.stored:
        said = () if offer.copy == "consent" else offer.warnings
        say_warnings(enrolled, work.agent, list(said), ctx)
    return 1 if work.failed and not (work.stored and args.tool != _DOTENV) else 0


def _say_skipped(work: _Import, offer: Offer, reason: Reason) -> None:
    ctx = work.ctx
    if reason.code.startswith("import_"):
        ctx.notice(reason)
        return
    why = stopped(reason_text(reason, work.now_ms, ctx.lang))
    ctx.err(ctx.say(Reason("import_not_copied", {"name": offer.name, "why": why})))
    mend = ctx.remedy(reason)
    if mend:
        ctx.err(f"  {mend}")


def _stored_json(work: _Import, offer: Offer, enrolled: Enrolled) -> dict[str, Any]:
    warnings = [r for r in (offer.reason, *offer.warnings) if r is not None]
    return {"name": offer.name, **document(enrolled, work.agent, warnings, work.ctx)}


def _skipped_json(work: _Import, offer: Offer, reason: Reason) -> dict[str, Any]:
    return {
        "name": offer.name,
        "provider": offer.provider,
        "profileId": reason.params.get("profile"),
        "code": reason.code,
        "text": reason_text(reason, work.now_ms, work.ctx.lang),
    }
