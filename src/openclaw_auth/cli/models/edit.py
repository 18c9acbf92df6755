"""What the commands that edit model settings share: make the edits, say what came of them."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.errors import UsageError, did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from openclaw_auth.cli.context import Context
    from openclaw_auth.config.edit import Edit
    from openclaw_auth.providers.model_ref import ModelRef


def apply(edits: Sequence[Edit], ctx: Context) -> None:
    """Write the edits to the config and name the file; says so when nothing had to change."""
    if edits:
        from openclaw_auth.config.write import edit_config

        settings = ctx.settings()
        result = edit_config(ctx.paths, edits, ctx.ports, settings.environment.value)
        if result.changed:
            ctx.out(
                ctx.say(Reason("model_config_updated", {"file": ctx.paths.shorten(result.file)}))
            )
            ctx.forget()
            return
    ctx.out(ctx.say(Reason("model_config_unchanged")))


def warn_unknown(ref: ModelRef, ctx: Context) -> None:
    """Warn about a provider that nobody knows, or that has no credential: accepted all the same."""
    settings = ctx.settings()
    catalogue = settings.catalogue.with_custom(ctx.view().providers())
    provider = catalogue.get(ref.provider)
    if provider is not None:
        if provider.blocked is not None:
            ctx.notice(provider.blocked)
        elif not _usable(ref.provider, ctx):
            ctx.notice(Reason("model_provider_unready", {"provider": ref.provider}))
        return
    near = catalogue.nearest(ref.provider)
    params = {"provider": ref.provider, "nearest": did_you_mean(near)}
    ctx.notice(Reason("model_provider_unknown", params))


def _usable(provider: str, ctx: Context) -> bool:
    """Whether the usual agent could send this provider a request now; True when nobody can tell."""
    from openclaw_auth.agents import find_agent
    from openclaw_auth.errors import OpenclawAuthError
    from openclaw_auth.selection.select import select
    from openclaw_auth.selection.snapshot import Request
    from openclaw_auth.world import load_world

    settings = ctx.settings()
    try:
        agent = find_agent(settings.view, ctx.paths, None)
        world = load_world(settings, [agent], ctx.ports)
    except OpenclawAuthError:  # told by the commands whose business it is
        return True
    return select(world.snapshots[agent.id], Request(provider), ctx.ports.now_ms()).next is not None


def add_output_options(parser: argparse.ArgumentParser) -> None:
    """Add `--json` and `--plain` of a `list` command."""
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument("--plain", action="store_true", help="one a line, nothing else")


def require_one_output(args: argparse.Namespace) -> None:
    """Refuse `--json` together with `--plain`.

    Raises:
        UsageError: `json_and_plain`.
    """
    if args.json and args.plain:
        raise UsageError("json_and_plain")
