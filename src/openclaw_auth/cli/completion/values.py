"""`openclaw __complete KIND [BEGINNING]`: names of this host, for shells. Never asks anybody.

A shell calls it while somebody types: it says nothing of what is wrong, and always succeeds.
"""

from __future__ import annotations

from openclaw_auth.agents import find_agent
from openclaw_auth.errors import OpenclawAuthError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from openclaw_auth.cli.context import Context
    from openclaw_auth.selection.snapshot import Snapshot

KINDS = ("agents", "models", "names", "profiles", "providers", "sessions")


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("beginning", nargs="?", default="")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Print what begins so, one name a line."""
    try:
        found = list(dict.fromkeys(_names(args.kind, ctx)))
    except OpenclawAuthError:
        return 0
    for name in found:
        if name.startswith(args.beginning):
            ctx.out(name)
    return 0


def _names(kind: str, ctx: Context) -> Iterable[str]:
    view = ctx.view()
    if kind == "agents":
        return view.agent_ids()
    if kind == "sessions":
        return _sessions(ctx)
    from openclaw_auth.world import load_world

    agent = find_agent(view, ctx.paths, None)
    snapshot = load_world(ctx.settings(), [agent], ctx.ports).snapshots[agent.id]
    if kind == "profiles":
        return snapshot.data.profiles
    if kind == "providers":
        return snapshot.providers.ids()
    models = _models(snapshot, ctx)
    return (
        models
        if kind == "models"
        else [*models, *snapshot.data.profiles, *snapshot.data.providers()]
    )


def _models(snapshot: Snapshot, ctx: Context) -> list[str]:
    """Return the models that a session would offer: aliases, allowed, configured, usual."""
    from openclaw_auth.providers.models import models_of_catalogue
    from openclaw_auth.sessions.commands.desk import Desk

    models, view = models_of_catalogue(snapshot.providers), ctx.view()
    desk = Desk("", {}, view, snapshot, models, "", ctx.ports.now_ms())
    listed: list[str] = []
    for name, entry in view.providers().items():
        own = entry.get("models")
        models_of = own if isinstance(own, list) else []
        ids = (model.get("id") for model in models_of if isinstance(model, dict))
        listed += [f"{name}/{model_id}" for model_id in ids if isinstance(model_id, str)]
    return [*desk.aliases, *(ref.key for ref in desk.picker()), *listed]


def _sessions(ctx: Context) -> Iterable[str]:
    from openclaw_auth.sessions.pins import sessions_path
    from openclaw_auth.sessions.store import SessionStore

    agent = find_agent(ctx.view(), ctx.paths, None)
    return SessionStore(sessions_path(ctx.view(), ctx.paths, agent.id), ctx.ports).read()
