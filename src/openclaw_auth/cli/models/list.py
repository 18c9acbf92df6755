"""`openclaw models list`: which models there are, and whether they can be used."""

from __future__ import annotations

from openclaw_auth.agents import find_agent
from openclaw_auth.cli.context import width
from openclaw_auth.cli.table import table
from openclaw_auth.codes import Reason
from openclaw_auth.errors import UnknownName, UsageError, did_you_mean
from openclaw_auth.models.listing import (
    configured_models,
    every_model,
    model_rows,
    only,
)
from openclaw_auth.providers.models import models_of_catalogue
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request
from openclaw_auth.world import load_world

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from openclaw_auth.cli.context import Context
    from openclaw_auth.providers.catalogue import Catalogue

_EXAMPLES = """\
examples:
  openclaw models list                          # the configured ones
  openclaw models list --all --provider openrouter
  openclaw models list --all --plain | fzf | xargs openclaw models set
"""
_THOUSAND = 1000


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("--all", action="store_true", help="every known model")
    parser.add_argument("--local", action="store_true", help="only models of this host")
    parser.add_argument("--provider", metavar="ID", help="only models of this provider")
    parser.add_argument("--plain", action="store_true", help="only the names, one a line")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument("--agent", metavar="ID", help="which agent's credentials")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Print the models; returns the exit code."""
    if args.json and args.plain:
        raise UsageError("json_and_plain")
    rows = _rows(args, ctx)
    if args.json:
        ctx.json({"count": len(rows), "models": rows})
    elif args.plain:
        for row in rows:
            ctx.out(row["key"])
    elif not rows:
        ctx.out(ctx.say(Reason("models_none")))
        ctx.err("  " + ctx.remedy(Reason("models_none")))
    else:
        ctx.out(_table(rows, ctx))
    return 0


def _rows(args: argparse.Namespace, ctx: Context) -> list[dict[str, Any]]:
    view, settings = ctx.view(), ctx.settings()
    agent = find_agent(view, settings.paths, args.agent)
    snapshot = load_world(settings, [agent], ctx.ports).snapshots[agent.id]
    catalogue, now_ms = snapshot.providers, ctx.ports.now_ms()

    def usable(provider: str) -> bool:
        found = select(snapshot, Request(provider), now_ms).candidates
        return any(c.eligible or c.until_ms is not None for c in found)

    models = models_of_catalogue(catalogue)
    refs = every_model(view, models) if args.all else configured_models(view)
    if args.provider is not None:
        wanted = _provider(args.provider, catalogue)
        refs = {ref: tags for ref, tags in refs.items() if ref.provider == wanted}
    rows = model_rows(refs, view, catalogue, models, usable)
    return only(rows, local=True) if args.local else rows


def _provider(text: str, catalogue: Catalogue) -> str:
    """Return the canonical id of a provider that is known."""
    if catalogue.get(text) is None:
        near = catalogue.nearest(text)
        raise UnknownName("provider_unknown", provider=text, nearest=did_you_mean(near))
    return catalogue.canonical(text)


def _table(rows: list[dict[str, Any]], ctx: Context) -> str:
    def word(code: str) -> str:
        return ctx.say(Reason(code))

    headers = [word(f"models_column_{name}") for name in ("model", "input", "context", "usable")]
    shown = [
        [
            row["key"],
            row["input"],
            _context(row["contextWindow"]),
            "-" if row["available"] is None else word("yes" if row["available"] else "no"),
            ", ".join([*row["tags"], *(["local"] if row["local"] else [])]),
        ]
        for row in rows
    ]
    limit = width(dict(ctx.ports.environ)) if ctx.stdout.isatty() else None
    return table(shown, [*headers, word("models_column_tags")], limit)


def _context(tokens: int | None) -> str:
    if not tokens:
        return "-"
    return f"{round(tokens / _THOUSAND)}k" if tokens >= _THOUSAND else str(tokens)
