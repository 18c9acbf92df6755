"""What the credential commands share: which provider, whose store, and what to say beforehand."""

from __future__ import annotations

from openclaw_auth import agents
from openclaw_auth.agents import main_agent
from openclaw_auth.codes import Reason
from openclaw_auth.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.agents import Agent
    from openclaw_auth.cli.context import Context
    from openclaw_auth.providers.catalogue import Catalogue
    from openclaw_auth.store.json_file import JsonFileStore


def catalogue_of(ctx: Context) -> Catalogue:
    """Return the catalogue with the config's own providers. Raises ConfigInvalid."""
    return ctx.settings().catalogue.with_custom(ctx.view().providers())


def canonical_provider(text: str, ctx: Context, prog: str) -> str:
    """Return the id of the provider that `--provider` names.

    Raises:
        UsageError: `usage`, an empty name.
    """
    if not text.strip():
        raise UsageError("usage", message="--provider: empty", prog=prog)
    return catalogue_of(ctx).canonical(text)


def store_of(ctx: Context, agent: Agent) -> JsonFileStore:
    """Return an agent's store."""
    from openclaw_auth.store.open import open_store

    settings = ctx.settings()
    main = main_agent(settings.view, settings.paths)
    return open_store(agent.dir, main.dir, settings.paths, ctx.ports)


def agent_option(ctx: Context, agent: Agent) -> str:
    """Return ` --agent x` as a command needs it to mean this agent; empty when it would anyway."""
    return agents.agent_option(ctx.settings().view, ctx.paths, agent)


def warn_remote(ctx: Context) -> None:
    """Say that a remote gateway uses other credentials than those of this host (ruling 27)."""
    view = ctx.view()
    if view.gateway_mode() == "remote":
        url = view.section("gateway", "remote").get("url")
        shown = f" ({url})" if isinstance(url, str) else ""
        ctx.notice(Reason("gateway_is_remote", {"url": shown}))
