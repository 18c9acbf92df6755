"""What `models status` knows of one agent: the document, and what it was made from."""

from __future__ import annotations

import os

from openclaw_auth.agents import ModelChoice
from openclaw_auth.expiry import WARN_AFTER_MS
from openclaw_auth.health.status import auth_json, models_asked, provider_rows
from openclaw_auth.providers.ids import normalise_provider
from openclaw_auth.providers.model_ref import try_parse_ref

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from openclaw_auth.agents import Agent
    from openclaw_auth.cli.context import Context
    from openclaw_auth.config.view import ConfigView
    from openclaw_auth.health.probe import ProbeRun
    from openclaw_auth.health.status import ProviderRow
    from openclaw_auth.providers.model_ref import ModelRef
    from openclaw_auth.refresh.facts import Renewal
    from openclaw_auth.selection.snapshot import Snapshot
    from openclaw_auth.settings import Settings
    from openclaw_auth.world import World


class Report:
    """What every format of the status is made from.

    Attributes:
        document: the JSON document.
        settings, agent, snapshot, rows: what it was made from.
        renewals: what is known of logins, by profile id.
        now_ms: of which moment, epoch ms.
        probed: what the providers said; None where they were not asked.
    """

    __slots__ = (
        "agent", "document", "now_ms", "probed", "renewals", "rows", "settings", "snapshot",
    )  # fmt: skip

    def __init__(
        self,
        document: dict[str, Any],
        *,
        settings: Settings,
        agent: Agent,
        snapshot: Snapshot,
        rows: list[ProviderRow],
        renewals: Mapping[str, Renewal],
        now_ms: int,
    ) -> None:
        self.document = document
        self.settings = settings
        self.agent = agent
        self.snapshot = snapshot
        self.rows = rows
        self.renewals = renewals
        self.now_ms = now_ms
        self.probed: ProbeRun | None = None


def make_report(
    settings: Settings, agent: Agent, world: World, ctx: Context, *, named: bool, warn_ms: int
) -> Report:
    """Return what all formats show. Nobody is asked, nothing is written.

    Args:
        settings: what is configured.
        agent: whose status.
        world: with this agent's snapshot.
        ctx: clock and randomness.
        named: whether the agent was asked for by name: the document then says so.
        warn_ms: from when on an end is near.
    """
    snapshot = world.snapshots[agent.id]
    now_ms = ctx.ports.now_ms()
    rows = rows_in_use(settings, agent, snapshot, now_ms)
    known = _renewals(settings, agent, world, ctx)
    document = status_document(
        settings, agent, snapshot, rows, now_ms, named=named, renewals=known, warn_ms=warn_ms
    )
    auth = document["auth"]
    billing = _billing(settings, ctx)
    if billing is not None:
        auth["billing"] = billing
    deaf = _deaf_fallbacks(settings, agent, snapshot)
    if deaf:
        auth["fallbacksWithoutDialect"] = deaf
    return Report(
        document,
        settings=settings,
        agent=agent,
        snapshot=snapshot,
        rows=rows,
        renewals=known,
        now_ms=now_ms,
    )


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
        document["modelConfig"] = _sources(models)
    return document | {"aliases": aliases, "allowed": allowed, "auth": auth}


def _sources(models: ModelChoice) -> dict[str, str]:
    return {
        "defaultSource": "agent" if models.own_primary else "defaults",
        "fallbacksSource": "agent" if models.own_fallbacks else "defaults",
    }


def _images(view: ConfigView) -> list[str]:
    return [name for name in (view.image_model(), *view.image_fallbacks()) if name]


def _refs(names: Iterable[str], aliases: Mapping[str, str]) -> list[ModelRef]:
    """Return the models that these texts name; one that names none is passed over."""
    return [ref for name in names if (ref := try_parse_ref(name, aliases))]
