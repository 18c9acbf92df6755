"""`openclaw models auth add`: store a credential, asking for what was not said."""

from __future__ import annotations

from openclaw_auth.agents import find_agent
from openclaw_auth.cli.auth.enter import (
    add_expires_option,
    add_options,
    make_entry,
    named_provider,
    store_pasted,
)
from openclaw_auth.cli.auth.target import catalogue_of, store_of
from openclaw_auth.codes import Reason
from openclaw_auth.errors import ProviderNotCallable, UnknownName, UsageError, did_you_mean
from openclaw_auth.profiles.enrol import default_id, free_id
from openclaw_auth.providers.provider import Provider

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from openclaw_auth.cli.context import Context
    from openclaw_auth.cli.prompt import Check
    from openclaw_auth.credentials import CredentialType

_PROG = "openclaw models auth add"
_EXAMPLES = """\
examples:
  openclaw models auth add
  openclaw models auth add --provider openai
  openclaw models auth add --provider anthropic --type token --expires-in 365d
  openclaw models auth add --provider openai --type api_key --stdin < key.txt
"""
_PASTED: tuple[CredentialType, ...] = ("api_key", "token")


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("--provider", metavar="ID", help="whose credential (default: asks)")
    parser.add_argument("--type", choices=_PASTED, help="what it is (default: asks)")
    add_options(parser)
    add_expires_option(parser)
    parser.add_argument("--force", action="store_true", help="store it whatever it looks like")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Store a credential; returns the exit code."""
    ctx.config()
    provider = _provider(args, ctx)
    if provider.blocked is not None and provider.ethics == "leave_out":
        reason = provider.blocked
        raise ProviderNotCallable(reason.code, **reason.params)
    if provider.kind == "local" and args.type is None:
        ctx.notice(Reason("provider_local", {"label": provider.label, "provider": provider.id}))
        return 0
    kind = _type(provider, args, ctx)
    if args.profile_id is None:
        # Adding adds: it never takes the place of a credential that is there.
        taken = (
            store_of(ctx, find_agent(ctx.settings().view, ctx.paths, args.agent)).read().profiles
        )
        args.profile_id = free_id(taken, default_id(provider.id, kind))
    return store_pasted(make_entry(args, ctx, provider.id, kind, _PROG), args, ctx)


def _provider(args: argparse.Namespace, ctx: Context) -> Provider:
    catalogue = catalogue_of(ctx)

    def unknown(text: str) -> Reason | None:
        if not text:
            return Reason("credential_required")
        if catalogue.get(text) is not None:
            return None
        near = did_you_mean(catalogue.nearest(text))
        return Reason("provider_unknown", {"provider": text, "nearest": near})

    text = args.provider
    if text is None:
        text = _ask(ctx, "--provider", Reason("ask_provider"), unknown)
    reason = unknown(text.strip())
    if reason is not None:
        raise UnknownName(reason.code, **reason.params)
    return catalogue.get(named_provider(text, ctx, _PROG)) or Provider(text, {})


def _type(provider: Provider, args: argparse.Namespace, ctx: Context) -> CredentialType:
    """Return the type to store: the named one, the only one, else what the user chooses."""
    types = [kind for kind in _PASTED if kind in provider.auth]
    shown = ", ".join(types)
    if not types:
        raise UsageError("login_only", label=provider.label, provider=provider.id)
    if args.type is not None and args.type not in types:
        raise UsageError(
            "type_not_offered", provider=provider.id, type=args.type, types=shown, first=types[0]
        )
    if args.type is not None or len(types) == 1:
        return args.type or types[0]

    def wrong(text: str) -> Reason | None:
        chosen = _chosen_type(text, types)
        return None if chosen else Reason("type_choices", {"types": shown})

    numbered = "  ".join(f"{number}) {kind}" for number, kind in enumerate(types, 1))
    text = _ask(ctx, "--type", Reason("ask_type", {"types": numbered}), wrong)
    return _chosen_type(text, types) or types[0]


def _chosen_type(text: str, types: list[CredentialType]) -> CredentialType | None:
    """Return the type that an answer means: its number, its name or its beginning."""
    text = text.strip().lower().replace(" ", "_").replace("-", "_")
    if text.isdigit() and 1 <= int(text) <= len(types):
        return types[int(text) - 1]
    begins = [kind for kind in types if text and kind.startswith(text)]
    return begins[0] if len(begins) == 1 else None


def _ask(ctx: Context, option: str, title: Reason, wrong: Callable[[str], Reason | None]) -> str:
    from openclaw_auth.cli.prompt import ask_line
    from openclaw_auth.cli.terminal import open_terminal

    terminal = open_terminal(ctx.ports.environ)
    if terminal is None:
        raise UsageError("no_terminal_missing", option=option, prog=_PROG)

    def check(text: str) -> list[str]:
        reason = wrong(text)
        return [ctx.say(reason)] if reason is not None else []

    checked: Check = check
    with terminal:
        return ask_line(terminal, ctx.say(title), checked)
