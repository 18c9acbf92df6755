"""What the commands that remove, restore or rename a credential tell afterwards."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.health.status import next_json
from openclaw_auth.profiles.visibility import view_provider

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from openclaw_auth.agents import Agent
    from openclaw_auth.cli.context import Context
    from openclaw_auth.profiles.store_change import Change
    from openclaw_auth.selection.decision import Decision


def decision_after(provider: str, agent: Agent, ctx: Context) -> Decision | None:
    """Return what is decided for a provider now that something was written."""
    ctx.forget()
    view = view_provider(ctx.settings(), [agent], provider, ctx.ports)
    return view.decision(agent.id, ctx.ports.now_ms())


def tell_next(provider: str, decision: Decision | None, ctx: Context) -> None:
    """Say which credential of a provider is next, or that none is left."""
    if decision is None:
        return
    if decision.next is None:
        ctx.notice(Reason("auth_next_none", {"provider": provider}))
        return
    chosen = decision.next.profile_id or decision.next.source
    ctx.out(ctx.say(Reason("auth_next", {"provider": provider, "next": chosen})))


def tell_revocations(reasons: Sequence[Reason], ctx: Context) -> None:
    """Say whether what was deleted here is over at its provider too."""
    from openclaw_auth.codes import severity

    for reason in dict.fromkeys(reasons):
        if severity(reason) == "info":
            ctx.out(ctx.say(reason))
            if ctx.remedy(reason):
                ctx.out(f"  {ctx.remedy(reason)}")
        else:
            ctx.notice(reason)


def document(
    verb: str, profile_id: str, provider: str, change: Change, decision: Decision | None
) -> dict[str, Any]:
    """Return what such a command prints as JSON."""
    return {
        verb: profile_id,
        "provider": provider,
        "storePath": change.store_path,
        "configPath": change.config_path,
        "next": None if decision is None else next_json(decision),
    }


def raise_config_error(change: Change) -> None:
    """Fail when the store changed and the config could not.

    Raises:
        ConfigError: what the edit said.
    """
    if change.config_error is not None:
        raise change.config_error
