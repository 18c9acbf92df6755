"""`openclaw models auth clear-cooldown`: let a credential be used again now."""

from __future__ import annotations

from openclaw_auth.agents import find_agent
from openclaw_auth.cli.auth.change import decision_after, tell_next
from openclaw_auth.cli.auth.target import warn_remote
from openclaw_auth.codes import Reason
from openclaw_auth.errors import UnknownName, did_you_mean
from openclaw_auth.profiles.clearing import all_agents, clear_all, clear_key, seen_by
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request
from openclaw_auth.selection.standing import RESTRICTED
from openclaw_auth.store.edits import stats_entry
from openclaw_auth.wording import reason_text
from openclaw_auth.world import load_world

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from openclaw_auth.agents import Agent
    from openclaw_auth.cli.context import Context
    from openclaw_auth.profiles.clearing import Cleared
    from openclaw_auth.selection.snapshot import Snapshot

_OUTSIDE = ("env:", "config:")
_NOT_SHOWN = ("lastUsed", "credentialFingerprint")
_EXAMPLES = """\
examples:
  openclaw models auth clear-cooldown anthropic:work
  openclaw models auth clear-cooldown env:OPENAI_API_KEY
  openclaw models auth clear-cooldown --all                # of every agent
  openclaw models auth clear-cooldown --all --agent work   # of what this agent uses
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "profile", nargs="?", metavar="PROFILE", help="a profile, env:NAME or config:PROVIDER"
    )
    which.add_argument("--all", action="store_true", help="every credential")
    parser.add_argument("--agent", metavar="ID", help="as this agent uses it")
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Clear what is held against credentials; returns the exit code."""
    ctx.config()
    settings = ctx.settings()
    agent = find_agent(settings.view, ctx.paths, args.agent)
    if args.all:
        agents = seen_by(agent, settings) if args.agent else all_agents(settings)
        found = clear_all(agents, settings, ctx.ports)
    else:
        found = clear_key(args.profile, agent, settings, ctx.ports)
        if not found:
            _require_known(args.profile, agent, ctx)
    if args.json:
        ctx.json({"cleared": [_document(one) for one in found]})
    else:
        _tell(found, args.profile, agent, ctx)
    warn_remote(ctx)
    return 0


def _tell(found: list[Cleared], key: str | None, agent: Agent, ctx: Context) -> None:
    now_ms = ctx.ports.now_ms()
    for one in found:
        comma = ctx.say(Reason("list_comma"))
        what = comma.join(reason_text(part, now_ms, ctx.lang) for part in _parts(one, now_ms))
        params = {"profile": one.key, "store": ctx.paths.shorten(one.store_path), "what": what}
        ctx.out(ctx.say(Reason("auth_cleared", params)))
    if not found:
        nothing = Reason("auth_clear_none") if key is None else _nothing(key)
        ctx.out(ctx.say(nothing))
    profile = _snapshot(agent, ctx).data.profiles.get(key) if key is not None else None
    if profile is not None:
        tell_next(profile.provider, decision_after(profile.provider, agent, ctx), ctx)


def _nothing(key: str) -> Reason:
    return Reason("auth_clear_nothing", {"profile": key})


def _parts(one: Cleared, now_ms: int) -> list[Reason]:
    """Return what was held against a credential, the gravest first."""
    was = one.was
    parts = []
    if was.dead is not None:
        code = "cleared_restricted" if was.dead == RESTRICTED else "cleared_dead"
        parts.append(Reason(code, {"detail": was.dead}))
    elif (was.disabled_until_ms or 0) > now_ms:
        why = was.detail or was.disabled_reason or "unknown"
        parts.append(Reason("cleared_disabled", {"why": why, "until_ms": was.disabled_until_ms}))
    if (was.cooldown_until_ms or 0) > now_ms:
        parts.append(Reason("cleared_cooldown", {"until_ms": was.cooldown_until_ms}))
    for model, of_model in was.models.items():
        if (of_model.cooldown_until_ms or 0) > now_ms:
            params = {"model": model, "until_ms": of_model.cooldown_until_ms}
            parts.append(Reason("cleared_model", params))
    count = was.error_count + sum(of_model.error_count for of_model in was.models.values())
    return [*parts, Reason("cleared_count", {"count": count})] if count or not parts else parts


def _document(one: Cleared) -> dict[str, Any]:
    """Return one as JSON: what it was, with the names that the store uses."""
    was = stats_entry(one.was)
    return {
        "key": one.key,
        "profileId": None if one.key.startswith(_OUTSIDE) else one.key,
        "agentId": one.agent.id,
        "storePath": one.store_path,
        "was": {field: value for field, value in was.items() if field not in _NOT_SHOWN},
    }


def _require_known(key: str, agent: Agent, ctx: Context) -> None:
    """Fail for a name that nothing has: a slip must not look like a success.

    Raises:
        UnknownName: `profile_not_found`; `nearest` helps.
    """
    snapshot = _snapshot(agent, ctx)
    known = {*snapshot.data.profiles, *snapshot.data.usage_stats, *_outside(snapshot, ctx)}
    if key in known:
        return
    from difflib import get_close_matches

    near = get_close_matches(key, known, n=2)
    raise UnknownName("profile_not_found", profile=key, dir=agent.dir, nearest=did_you_mean(near))


def _outside(snapshot: Snapshot, ctx: Context) -> set[str]:
    """Return the keys of the credentials that lie outside the store."""
    now_ms = ctx.ports.now_ms()
    return {
        candidate.key
        for provider in snapshot.providers.ids()
        for candidate in select(snapshot, Request(provider), now_ms).candidates
        if candidate.kind != "profile"
    }


def _snapshot(agent: Agent, ctx: Context) -> Snapshot:
    return load_world(ctx.settings(), [agent], ctx.ports).snapshots[agent.id]
