"""What the commands that store a pasted credential do alike: check, ask, store, tell."""

from __future__ import annotations

from openclaw_auth.agents import find_agent
from openclaw_auth.cli.auth_target import (
    agent_option,
    canonical_provider,
    catalogue_of,
    store_of,
    warn_remote,
)
from openclaw_auth.cli.secret_input import add_source_options, read_secret
from openclaw_auth.codes import Reason
from openclaw_auth.credentials import Profile
from openclaw_auth.durations import parse_duration_ms
from openclaw_auth.enrol import check_profile_id, default_id, enrol, storing
from openclaw_auth.errors import UsageError, did_you_mean
from openclaw_auth.expiry import remaining
from openclaw_auth.health.status import next_json
from openclaw_auth.wording import reason_text, remedy_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from typing import Any

    from openclaw_auth.agents import Agent
    from openclaw_auth.cli.context import Context
    from openclaw_auth.credentials import CredentialType
    from openclaw_auth.enrol import Enrolled
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
    _check_store(entry, ctx)
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
    if args.json:
        ctx.json(_document(enrolled, entry.agent, warnings, ctx))
    else:
        _tell(enrolled, entry.agent, ctx)
    for reason in warnings:
        ctx.notice(reason)
    _warn_hidden(enrolled, entry.agent, ctx)
    if enrolled.config_error is None:
        return 0
    params = {"profile": profile.id, "store": ctx.paths.shorten(enrolled.store_path)}
    ctx.notice(Reason("stored_but_config", params))
    raise enrolled.config_error


def _check_store(entry: Entry, ctx: Context) -> None:
    """Fail before anything is pasted: a store that cannot be written, an id that is taken."""
    tried = Profile(entry.profile_id, entry.type, entry.provider, None)

    def change(data: StoreData) -> list[Edit]:
        storing(data, tried)
        return []

    store_of(ctx, entry.agent).update(change)


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


def _tell(enrolled: Enrolled, agent: Agent, ctx: Context) -> None:
    profile, now_ms = enrolled.profile, ctx.ports.now_ms()
    for file in (enrolled.store_path, enrolled.config_path):
        if file is not None:
            ctx.out(ctx.say(Reason("auth_updated", {"file": ctx.paths.shorten(file)})))
    ends = ""
    if profile.expires_ms is not None:
        left = remaining(profile.expires_ms - now_ms)
        ends = f", {ctx.say(Reason('expires_in', {'left': left}))}"
    params = {"profile": profile.id, "provider": profile.provider, "type": profile.type}
    ctx.out(ctx.say(Reason("auth_profile", {**params, "ends": ends})))
    replaced = enrolled.replaced
    if replaced is not None and replaced.secret and replaced.secret != profile.secret:
        said = {"secret": replaced.secret.masked(), "profile": profile.id}
        ctx.out(ctx.say(Reason("auth_replaced", said)))
        ctx.out(f"  {ctx.remedy(Reason('auth_replaced', said))}")
    decision = enrolled.after.decision(agent.id, now_ms)
    if decision is not None and decision.next is not None:
        chosen = decision.next.profile_id or decision.next.source
        ctx.out(ctx.say(Reason("auth_next", {"provider": profile.provider, "next": chosen})))


def _warn_hidden(enrolled: Enrolled, agent: Agent, ctx: Context) -> None:
    """Say on stderr what is not used: the new credential itself, or others because of it."""
    profile, now_ms = enrolled.profile, ctx.ports.now_ms()
    decision = enrolled.after.decision(agent.id, now_ms)
    for candidate in decision.candidates if decision is not None else ():
        if candidate.profile_id == profile.id and not candidate.eligible:
            why = reason_text(candidate.reason, now_ms, ctx.lang)
            mend = remedy_text(candidate.reason, ctx.lang)
            ctx.notice(Reason("auth_not_next", {"profile": profile.id, "why": why, "mend": mend}))
    usual = find_agent(ctx.settings().view, ctx.paths, None)
    if usual.isolated and usual.dir != agent.dir:
        ctx.notice(Reason("stored_unseen", {"profile": profile.id, "agent": usual.id}))
    _warn_others_hidden(enrolled, agent, ctx)


def _warn_others_hidden(enrolled: Enrolled, agent: Agent, ctx: Context) -> None:
    """Say which profiles the config hides from now on, and the order that keeps them (ruling 19)."""
    for hidden in enrolled.hidden:
        own = hidden.agent_id == agent.id
        option = agent_option(ctx, agent) if own else f" --agent {hidden.agent_id}"
        named = "" if own else ctx.say(Reason("of_agent", {"agent": hidden.agent_id}))
        params = {
            "profiles": ", ".join(hidden.profile_ids),
            "provider": enrolled.profile.provider,
            "agent": named,
            "option": option,
            "order": " ".join(hidden.keeping),
        }
        ctx.notice(Reason("profiles_now_hidden", params))


def _document(
    enrolled: Enrolled, agent: Agent, warnings: list[Reason], ctx: Context
) -> dict[str, Any]:
    profile = enrolled.profile
    decision = enrolled.after.decision(agent.id, ctx.ports.now_ms())
    return {
        "profileId": profile.id,
        "provider": profile.provider,
        "type": profile.type,
        "masked": profile.secret.masked() if profile.secret is not None else None,
        "expiresAt": profile.expires_ms,
        "agentId": agent.id,
        "storePath": enrolled.store_path,
        "configPath": enrolled.config_path,
        "replaced": enrolled.replaced is not None,
        "warnings": [{"code": r.code, "text": ctx.say(r)} for r in warnings],
        "hidden": [
            {"agentId": h.agent_id, "profileIds": list(h.profile_ids), "order": list(h.keeping)}
            for h in enrolled.hidden
        ],
        "next": None if decision is None else next_json(decision),
    }
