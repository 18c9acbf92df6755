"""What the commands that store a pasted credential do alike: check, ask, store, tell."""

from __future__ import annotations

from openclaw_auth.agents import find_agent
from openclaw_auth.cli.auth.outcome import say_outcome
from openclaw_auth.cli.auth.target import (
    canonical_provider,
    catalogue_of,
    store_of,
    warn_remote,
)
from openclaw_auth.cli.secret_input import add_source_options, read_secret
from openclaw_auth.codes import Reason
from openclaw_auth.credentials import Profile
from openclaw_auth.durations import parse_duration_ms
from openclaw_auth.errors import UsageError, did_you_mean
from openclaw_auth.profiles.enrol import check_profile_id, default_id, enrol, storing

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from openclaw_auth.agents import Agent
    from openclaw_auth.cli.context import Context
    from openclaw_auth.credentials import CredentialType
    from openclaw_auth.providers.paste_verdict import Verdict
    from openclaw_auth.store.data import Edit, StoreData

_ASKED = {"token": "ask_token", "api_key": "ask_api_key"}


class Entry:
    """A credential about to be asked for.

    Attributes:
        provider: canonical id.
        type: what it is stored as.
        agent: whose store.
        profile_id: its id.
        expires_ms: when it ends, epoch ms; None when nobody said.
        title: what the prompt says.
        judge: what says whether a paste may be stored.
        prog: the command, for advice.
    """

    __slots__ = (
        "agent", "expires_ms", "judge", "profile_id", "prog", "provider", "title", "type",
    )  # fmt: skip

    def __init__(
        self,
        provider: str,
        type: CredentialType,  # noqa: A002 # the file format's word
        agent: Agent,
        *,
        profile_id: str,
        expires_ms: int | None,
        title: str,
        judge: Callable[[str], Verdict],
        prog: str,
    ) -> None:
        self.provider = provider
        self.type: CredentialType = type
        self.agent = agent
        self.profile_id = profile_id
        self.expires_ms = expires_ms
        self.title = title
        self.judge = judge
        self.prog = prog


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that every command of this kind has."""
    from argparse import SUPPRESS

    parser.add_argument("misplaced", nargs="*", help=SUPPRESS)
    parser.add_argument("--profile-id", metavar="ID", help="its name (default: by provider)")
    parser.add_argument("--agent", metavar="ID", help="whose store (default: the usual agent's)")
    add_source_options(parser)
    parser.add_argument("--json", action="store_true", help="one JSON document")


def add_expires_option(parser: argparse.ArgumentParser) -> None:
    """Add `--expires-in`."""
    parser.add_argument(
        "--expires-in", metavar="TIME", help="when it ends: 365d, 12h, 1.5d (a number: days)"
    )


def make_entry(
    args: argparse.Namespace, ctx: Context, provider: str, kind: CredentialType, prog: str
) -> Entry:
    """Return what is to be asked for; everything that can be wrong without the secret is checked.

    Raises:
        ConfigInvalid, UsageError, UnknownName: the command line or the config.
    """
    from openclaw_auth.providers.paste_verdict import judge_paste

    if args.misplaced:
        raise UsageError("secret_in_argv", prog=prog)
    ctx.config()
    lasts = getattr(args, "expires_in", None)
    length_ms = None if lasts is None else parse_duration_ms(lasts)
    return Entry(
        provider,
        kind,
        find_agent(ctx.settings().view, ctx.paths, args.agent),
        profile_id=check_profile_id(args.profile_id or default_id(provider, kind)),
        expires_ms=None if length_ms is None else ctx.ports.now_ms() + length_ms,
        title=ctx.say(Reason(_ASKED[kind], {"provider": provider})),
        judge=lambda text: judge_paste(provider, kind, text, force=args.force),
        prog=prog,
    )


def named_provider(text: str, ctx: Context, prog: str) -> str:
    """Return the provider's id, and say so when the user knows it by another name.

    Raises:
        UsageError: `usage`, an empty name.
    """
    provider = canonical_provider(text, ctx, prog)
    if provider != text.strip().lower():
        ctx.err(ctx.say(Reason("provider_called_here", {"alias": text, "provider": provider})))
    return provider


def store_pasted(entry: Entry, args: argparse.Namespace, ctx: Context) -> int:
    """Ask for the secret, store it and tell what came of it; returns the exit code.

    Raises:
        CredentialRefused, UsageError, Cancelled: as `read_secret`.
        StoreError: as `Store.update`; what can be known is known before the user is asked.
    """
    tried = Profile(entry.profile_id, entry.type, entry.provider, None)
    check_store(tried, entry.agent, ctx)
    warn_remote(ctx)
    verdict = read_secret(
        args,
        ctx,
        title=entry.title,
        judge=entry.judge,
        prog=entry.prog,
        provider=entry.provider,
    )
    profile = Profile(
        entry.profile_id,
        entry.type,
        entry.provider,
        verdict.cleaned,
        expires_ms=entry.expires_ms,
    )
    warnings = [*verdict.reasons, *_about_provider(entry, verdict, ctx)]
    enrolled = enrol(profile, entry.agent, ctx.settings(), ctx.ports)
    ctx.forget()
    say_outcome(enrolled, entry.agent, warnings, ctx, json=args.json)
    return 0


def check_store(tried: Profile, agent: Agent, ctx: Context) -> None:
    """Fail before anything is asked: a store that cannot be written, an id that is taken.

    Raises:
        StoreError, CredentialRefused: as storing it would.
    """

    def change(data: StoreData) -> list[Edit]:
        storing(data, tried)
        return []

    store_of(ctx, agent).update(change)


def _about_provider(entry: Entry, verdict: Verdict, ctx: Context) -> list[Reason]:
    """Return what is to be said about a provider that is unknown, or touchy about its tokens."""
    catalogue = catalogue_of(ctx)
    provider = catalogue.get(entry.provider)
    if provider is None:
        near = catalogue.nearest(entry.provider)
        if not near:
            return []
        params = {"provider": entry.provider, "profile": entry.profile_id}
        return [Reason("provider_near", {**params, "nearest": did_you_mean(near)})]
    if provider.blocked is not None:
        return [provider.blocked]
    said = any(r.code == "credential_subscription" for r in verdict.reasons)
    if provider.warning is None or said or entry.type == "api_key":
        return []
    return [provider.warning]
