"""`openclaw models status`: which credentials there are, which is next, and why."""

from __future__ import annotations

import os

from openclaw_auth.agents import ModelChoice, find_agent
from openclaw_auth.codes import Reason, severity
from openclaw_auth.errors import UsageError
from openclaw_auth.expiry import WARN_AFTER_MS
from openclaw_auth.health.status import (
    auth_json,
    check_exit_code,
    models_asked,
    provider_rows,
)
from openclaw_auth.providers.ids import normalise_provider
from openclaw_auth.providers.model_ref import try_parse_ref
from openclaw_auth.world import load_world

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping
    from typing import Any

    from openclaw_auth.agents import Agent
    from openclaw_auth.cli.context import Context
    from openclaw_auth.config.view import ConfigView
    from openclaw_auth.health.status import ProviderRow
    from openclaw_auth.providers.model_ref import ModelRef
    from openclaw_auth.refresh.facts import Renewal
    from openclaw_auth.selection.snapshot import Snapshot
    from openclaw_auth.settings import Settings
    from openclaw_auth.world import World

_EXAMPLES = """\
examples:
  openclaw models status
  openclaw models status --json | jq '.auth.providers[].next'
  openclaw models status --check        # exit 1: expired or missing, 2: expiring, 0: fine
  openclaw models status --check --usable   # 1: a model in use has no usable credential
  openclaw models status --check --within 7d    # what ends within a week counts as expiring
  openclaw models status --probe        # ask the providers, for nothing; --probe-paid buys a token
"""
_MAX_PROBLEMS = 20  # a store of strangers' entries has one for each


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    # The second names are OpenClaw's, for bare `models`.
    parser.add_argument("--json", "--status-json", action="store_true", help="one JSON document")
    parser.add_argument(
        "--plain", "--status-plain", action="store_true", help="only the default model"
    )
    parser.add_argument("--check", action="store_true", help="say it by the exit code too")
    parser.add_argument(
        "--usable", action="store_true", help="with --check: judge what requests would find"
    )
    parser.add_argument(
        "--within", metavar="TIME", help="what ends within this is expiring: 24h (default), 90m, 7d"
    )
    parser.add_argument("--agent", metavar="ID", help="which agent (default: the configured one)")
    _add_probe_options(parser)


def _add_probe_options(parser: argparse.ArgumentParser) -> None:
    """Add what `--probe` takes; each of them implies it."""
    add = parser.add_argument_group("probe").add_argument
    add("--probe", action="store_true", help="ask the providers, by checks that cost nothing")
    add("--probe-provider", metavar="ID", action="append", help="only this one (repeatable)")
    add("--probe-profile", metavar="ID", action="append", help="only this one (repeatable)")
    add("--probe-timeout", metavar="MS", help="for each credential: 8000, or 8s")
    add("--probe-concurrency", metavar="N", help="how many at a time (2)")
    add("--probe-max-tokens", metavar="N", help="of a paid completion (1)")
    add("--probe-paid", action="store_true", help="buy a completion where no free check settles it")


def _billing(settings: Settings, ctx: Context) -> dict[str, Any] | None:
    """Return what is known of requests that crossed to a metered key, if any ever did."""
    if not os.path.exists(settings.paths.state_db):
        return None
    from openclaw_auth.health.crossings import billing_json

    return billing_json(settings.paths, ctx.ports)


def _deaf_fallbacks(
    settings: Settings, agent: Agent, snapshot: Snapshot
) -> list[dict[str, object]]:
    """Return the fallbacks that can never answer some of the primary's callers."""
    view = settings.view
    refs = ModelChoice(view, agent.id).refs(view.aliases())
    if len(refs) <= 1:
        return []
    from openclaw_auth.health.fallback_dialects import missing_dialects

    return missing_dialects(refs, snapshot.providers)


def _show_deaf(deaf: list[dict[str, Any]], ctx: Context) -> None:
    for row in deaf:
        missing = ", ".join(row["missing"])
        reason = Reason("status_fallback_deaf", {"model": row["model"], "missing": missing})
        ctx.out("")
        ctx.out(ctx.say(reason))


def _show_crossing(billing: dict[str, Any], ctx: Context) -> None:
    """Say which way requests last crossed to a metered key."""
    last = billing["lastCrossing"]
    code = "status_crosses" if last["inForce"] else "status_crossed"
    params = {**last, "requests": billing["requestsToday"], "from": last["from"] or "-"}
    ctx.out("")
    ctx.out(ctx.say(Reason(code, params)))


def _wants_probe(args: argparse.Namespace) -> bool:
    return any(value for name, value in vars(args).items() if name.startswith("probe"))


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Print the status; returns the exit code."""
    if args.json and args.plain:
        raise UsageError("json_and_plain")
    ctx.config()
    settings = ctx.settings()
    agent = find_agent(settings.view, settings.paths, args.agent)
    world = load_world(settings, [agent], ctx.ports)
    snapshot = world.snapshots[agent.id]
    now_ms = ctx.ports.now_ms()
    rows = rows_in_use(settings, agent, snapshot, now_ms)
    warn_ms = _within_ms(args.within)
    known = _renewals(settings, agent, world, ctx)
    document = status_document(
        settings,
        agent,
        snapshot,
        rows,
        now_ms,
        named=args.agent is not None,
        renewals=known,
        warn_ms=warn_ms,
    )
    billing = _billing(settings, ctx)
    if billing is not None:
        document["auth"]["billing"] = billing
    deaf = _deaf_fallbacks(settings, agent, snapshot)
    document["auth"] |= {"fallbacksWithoutDialect": deaf} if deaf else {}
    probed = None
    if _wants_probe(args):
        from openclaw_auth.cli.status_probe import probe, probes_json

        shown = [row["provider"] for row in document["auth"]["oauth"]["providers"]]
        ask, probed = probe(args, world, agent, shown, ctx)
        document["auth"]["probes"] = probes_json(ask, probed, ctx)
    broken = [problem for problem in world.problems if severity(problem) == "error"]
    for reason in broken:  # first, for without it "missing" below would be misread
        ctx.notice(reason)
    if args.json:
        ctx.json(document)
    elif args.plain:
        ctx.out(document["resolvedDefault"])
        if probed is not None:
            from openclaw_auth.cli.probe_text import plain_lines

            ctx.out("\n".join(plain_lines(probed.results)))
    else:
        from openclaw_auth.cli.status_text import show

        show(document, rows, snapshot, now_ms, ctx)
        _show_deaf(deaf, ctx)
        if billing is not None:
            _show_crossing(billing, ctx)
        if probed is not None:
            from openclaw_auth.cli.probe_text import show_probes

            show_probes(probed, ctx)
    others = [problem for problem in world.problems if problem not in broken]
    for reason in (*settings.notices, *others[:_MAX_PROBLEMS]):
        ctx.notice(reason)
    _compare_with_gateway(settings, ctx)
    if args.usable:
        from openclaw_auth.health.usable import usable_exit_code

        refs = ModelChoice(settings.view, agent.id).refs(settings.view.aliases())
        return usable_exit_code(snapshot, refs, now_ms, known, warn_ms)
    return check_exit_code(document["auth"]) if args.check else 0


def _within_ms(text: str | None) -> int:
    if text is None:
        return WARN_AFTER_MS
    from openclaw_auth.durations import parse_duration_ms

    return parse_duration_ms(text)


def _renewals(settings: Settings, agent: Agent, world: World, ctx: Context) -> dict[str, Renewal]:
    """Return what is known of the agent's logins; a host without any imports nothing for it."""
    profiles = world.snapshots[agent.id].data.profiles.values()
    if not any(profile.type == "oauth" for profile in profiles):
        return {}
    from openclaw_auth.refresh.facts import renewals

    return renewals(settings, profiles, agent.dir, world.main_dir, ctx.ports)


def rows_in_use(
    settings: Settings, agent: Agent, snapshot: Snapshot, now_ms: int
) -> list[ProviderRow]:
    """Return what each provider has and what is decided for its model in use."""
    view = settings.view
    aliases = view.aliases()
    refs = [*ModelChoice(view, agent.id).refs(aliases), *_refs(_images(view), aliases)]
    named = {
        *(ref.provider for ref in (*refs, *_refs(view.model_entries(), aliases))),
        *map(normalise_provider, view.providers()),
    }
    return provider_rows(snapshot, named, now_ms, models_asked(snapshot, refs))


def status_document(
    settings: Settings,
    agent: Agent,
    snapshot: Snapshot,
    rows: list[ProviderRow],
    now_ms: int,
    *,
    named: bool,
    renewals: Mapping[str, Renewal] | None = None,
    warn_ms: int = WARN_AFTER_MS,
) -> dict[str, Any]:
    """Return the status document.

    Args:
        settings: what is configured.
        agent: whose status.
        snapshot: the agent's view.
        rows: of its providers, as `rows_in_use` gives them.
        now_ms: the present, epoch ms.
        named: whether the agent was asked for by name: the document then says so.
        renewals: what is known of logins, by profile id.
        warn_ms: from when on an end is near.
    """
    view, paths = settings.view, settings.paths
    aliases = view.aliases()
    models = ModelChoice(view, agent.id)
    resolved = models.refs(aliases)
    in_use = {ref.provider for ref in (*resolved, *_refs(_images(view), aliases))}
    allowed = [ref.key for ref in _refs(view.model_entries(), aliases)]
    path = paths.store_path(agent.dir)
    auth = auth_json(
        snapshot,
        rows,
        in_use,
        now_ms,
        store_path=path,
        shown_store_path=paths.shorten(path),
        models_json_path=paths.models_json(agent.dir),
        login_shell={
            "enabled": settings.shell_enabled,
            "appliedKeys": list(settings.environment.shell_keys),
        },
        renewals=renewals,
        warn_ms=warn_ms,
    )
    document: dict[str, Any] = {"configPath": paths.config_path}
    if named:
        document["agentId"] = agent.id
    document |= {
        "agentDir": agent.dir,
        "defaultModel": models.primary,
        "resolvedDefault": str(resolved[0]),
        "fallbacks": models.fallbacks,
        "imageModel": view.image_model(),
        "imageFallbacks": view.image_fallbacks(),
    }
    if named:
        document["modelConfig"] = {
            "defaultSource": "agent" if models.own_primary else "defaults",
            "fallbacksSource": "agent" if models.own_fallbacks else "defaults",
        }
    return document | {"aliases": aliases, "allowed": allowed, "auth": auth}


def _images(view: ConfigView) -> list[str]:
    return [name for name in (view.image_model(), *view.image_fallbacks()) if name]


def _refs(names: Iterable[str], aliases: Mapping[str, str]) -> list[ModelRef]:
    """Return the models that these texts name; one that names none is passed over."""
    return [ref for name in names if (ref := try_parse_ref(name, aliases))]


def _compare_with_gateway(settings: Settings, ctx: Context) -> None:
    """Say where a running gateway sees other variables than this command does."""
    if not os.path.exists(os.path.join(settings.paths.run_dir, "gateway.json")):
        return
    from openclaw_auth.gateway.lock import is_alive, read_info
    from openclaw_auth.health.gateway_view import differences, variables_of

    published = read_info(settings.paths.run_dir)
    if published is not None and is_alive(published):
        for reason in differences(published, variables_of(settings, ctx.ports)):
            ctx.notice(reason)
