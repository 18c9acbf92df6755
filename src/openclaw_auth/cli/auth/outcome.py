"""What the commands that store a credential say about what came of it."""

from __future__ import annotations

from openclaw_auth.agents import find_agent
from openclaw_auth.cli.auth.target import agent_option
from openclaw_auth.codes import Reason
from openclaw_auth.expiry import remaining
from openclaw_auth.health.status import next_json
from openclaw_auth.wording import reason_text, remedy_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from openclaw_auth.agents import Agent
    from openclaw_auth.cli.context import Context
    from openclaw_auth.profiles.enrol import Enrolled


def say_outcome(
    enrolled: Enrolled, agent: Agent, warnings: list[Reason], ctx: Context, *, json: bool
) -> None:
    """Say it on stdout, in words or as JSON, and what needs attention on stderr.

    Raises:
        ConfigError: the credential is stored, only the config could not be changed.
    """
    if json:
        ctx.json(document(enrolled, agent, warnings, ctx))
    else:
        tell(enrolled, agent, ctx)
    say_warnings(enrolled, agent, warnings, ctx)


def say_warnings(enrolled: Enrolled, agent: Agent, warnings: list[Reason], ctx: Context) -> None:
    """Say on stderr what needs attention; raises as `say_outcome`."""
    for reason in warnings:
        ctx.notice(reason)
    warn_hidden(enrolled, agent, ctx)
    if enrolled.config_error is not None:
        profile_id, store = enrolled.profile.id, ctx.paths.shorten(enrolled.store_path)
        ctx.notice(Reason("stored_but_config", {"profile": profile_id, "store": store}))
        raise enrolled.config_error


def tell(enrolled: Enrolled, agent: Agent, ctx: Context) -> None:
    """Say what was stored, what it replaced and what is used next."""
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


def warn_hidden(enrolled: Enrolled, agent: Agent, ctx: Context) -> None:
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


def document(
    enrolled: Enrolled, agent: Agent, warnings: list[Reason], ctx: Context
) -> dict[str, Any]:
    """Return the same as one JSON document."""
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
