"""`models status --probe`: reads the options, asks the providers, says what came of it."""

from __future__ import annotations

import re

from openclaw_auth.codes import Reason, render
from openclaw_auth.errors import UnknownName, UsageError, did_you_mean
from openclaw_auth.health.probe import run_probes
from openclaw_auth.health.probe_plan import plan_probes
from openclaw_auth.health.probe_revival import proved, revive
from openclaw_auth.health.probe_target import (
    DEFAULT_CONCURRENCY,
    DEFAULT_MAX_TOKENS,
    DEFAULT_TIMEOUT_MS,
    ProbeAsk,
)
from openclaw_auth.providers.models import models_of_catalogue
from openclaw_auth.selection.failure_rules import load_rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from typing import Any

    from openclaw_auth.agents import Agent
    from openclaw_auth.cli.context import Context
    from openclaw_auth.cli.models.status_report import Report
    from openclaw_auth.health.probe import ProbeResult, ProbeRun
    from openclaw_auth.providers.catalogue import Catalogue
    from openclaw_auth.selection.failure_rules import FailureRules
    from openclaw_auth.selection.snapshot import Snapshot
    from openclaw_auth.world import World

_MOST_TOKENS = 4096
_MOST_AT_ONCE = 64
_LONGEST_MS = 600_000
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m)?", re.ASCII | re.IGNORECASE)
_UNITS_MS = {"ms": 1, "s": 1000, "m": 60_000}
_SOURCES = {"profile": "profile", "env": "env", "config": "models.json"}


def probe_into(report: Report, args: argparse.Namespace, world: World, ctx: Context) -> None:
    """Ask the providers that status lists, and put into the report what they say. See `probe`."""
    auth = report.document["auth"]
    shown = [row["provider"] for row in auth["oauth"]["providers"]]
    ask, report.probed = probe(args, world, report.agent, shown, ctx)
    auth["probes"] = probes_json(ask, report.probed, ctx)


def probe(
    args: argparse.Namespace, world: World, agent: Agent, shown: Iterable[str], ctx: Context
) -> tuple[ProbeAsk, ProbeRun]:
    """Ask the providers what they think of this agent's credentials.

    Args:
        args: of `models status`.
        world: with this agent's snapshot.
        agent: whose credentials.
        shown: the providers that status lists.
        ctx: where progress and notices go.

    Raises:
        UsageError: an option that makes no sense.
        UnknownName: a provider or profile that does not exist.
    """
    from openclaw_auth.cli.models.probe_text import Progress

    snapshot = world.snapshots[agent.id]
    ask = _ask(args, snapshot.providers)
    models = models_of_catalogue(snapshot.providers)
    looked_at = [*shown, *ask.providers, *_providers_of(ask.profiles, snapshot)]
    targets = plan_probes(snapshot, looked_at, models, ask, ctx.ports.now_ms())
    _require_all(ask, [target.key for target in targets], snapshot)
    progress = Progress(ctx, len(targets))
    progress.show()
    try:
        run = run_probes(
            targets,
            ask,
            environ=snapshot.environment.network(),
            ports=ctx.ports,
            rules=_rules(world),
            on_result=progress.advance,
        )
    finally:
        progress.clear()
    _revive(run, snapshot, agent, world.main_dir, ctx)
    return ask, run


def probes_json(ask: ProbeAsk, run: ProbeRun, ctx: Context) -> dict[str, Any]:
    """Return `auth.probes`: OpenClaw 2026.2's fields, and ours behind them."""
    options: dict[str, Any] = {
        "timeoutMs": ask.timeout_ms,
        "concurrency": ask.concurrency,
        "maxTokens": ask.max_tokens,
        "paid": ask.paid,
    }
    if ask.providers:
        options["provider"] = ",".join(ask.providers)
    if ask.profiles:
        options["profileIds"] = list(ask.profiles)
    return {
        "startedAt": run.started_ms,
        "finishedAt": run.finished_ms,
        "durationMs": run.duration_ms,
        "totalTargets": len(run.results),
        "options": options,
        "results": [_result_json(result, ctx) for result in run.results],
    }


def _result_json(result: ProbeResult, ctx: Context) -> dict[str, Any]:
    candidate, verdict = result.target.candidate, result.verdict
    row: dict[str, Any] = {"provider": candidate.provider}
    if result.model is not None:
        row["model"] = result.model
    if candidate.profile_id is not None:
        row["profileId"] = candidate.profile_id
    row |= {
        "label": candidate.profile_id or candidate.source,
        "source": _SOURCES[candidate.kind],
        "mode": candidate.type or "none",
        "status": verdict.status,
    }
    if not verdict.good:
        row["error"] = ctx.say(verdict.reason)
    if result.latency_ms is not None:
        row["latencyMs"] = result.latency_ms
    row |= {
        "key": candidate.key,
        "result": render(Reason(f"probe_status_{verdict.status}")),
        "code": verdict.reason.code,
        "detail": verdict.detail,
        "message": ctx.say(verdict.reason),
        "remedy": ctx.remedy(verdict.reason) or None,
        "asked": list(result.asked),
        "skipped": not result.asked,
    }
    return row


def _ask(args: argparse.Namespace, catalogue: Catalogue) -> ProbeAsk:
    return ProbeAsk(
        providers=[_provider(name, catalogue) for name in _listed(args.probe_provider)],
        profiles=_listed(args.probe_profile),
        timeout_ms=_duration_ms(args.probe_timeout),
        concurrency=_number(
            "--probe-concurrency", args.probe_concurrency, DEFAULT_CONCURRENCY, _MOST_AT_ONCE
        ),
        max_tokens=_number(
            "--probe-max-tokens", args.probe_max_tokens, DEFAULT_MAX_TOKENS, _MOST_TOKENS
        ),
        paid=args.probe_paid,
    )


def _listed(values: list[str] | None) -> list[str]:
    """Return the words of a repeatable option, which may also be joined by commas."""
    words = (word.strip() for value in values or () for word in value.split(","))
    return list(dict.fromkeys(word for word in words if word))


def _provider(text: str, catalogue: Catalogue) -> str:
    if catalogue.get(text) is None:
        near = catalogue.nearest(text)
        raise UnknownName("provider_unknown", provider=text, nearest=did_you_mean(near))
    return catalogue.canonical(text)


def _number(option: str, text: str | None, default: int, most: int) -> int:
    if text is None:
        return default
    word = text.strip()
    if not (word.isascii() and word.isdecimal()) or not 1 <= int(word[:9]) <= most:
        raise UsageError("probe_number", option=option, most=most)
    return int(word)


def _duration_ms(text: str | None) -> int:
    """Return a length of time: a bare number counts milliseconds, as in OpenClaw 2026.2."""
    if text is None:
        return DEFAULT_TIMEOUT_MS
    found = _DURATION.fullmatch(text.strip())
    length_ms = float(found[1]) * _UNITS_MS[(found[2] or "ms").lower()] if found else 0
    if not 1 <= length_ms <= _LONGEST_MS:
        raise UsageError("probe_duration", option="--probe-timeout", most="10m")
    return round(length_ms)


def _providers_of(profiles: Iterable[str], snapshot: Snapshot) -> list[str]:
    found = (snapshot.data.profiles.get(profile_id) for profile_id in profiles)
    return [profile.provider for profile in found if profile is not None]


def _require_all(ask: ProbeAsk, keys: list[str], snapshot: Snapshot) -> None:
    """Complain about a credential that was asked for and is not there."""
    import difflib

    for wanted in ask.profiles:
        if wanted not in keys:
            near = difflib.get_close_matches(wanted, [*keys, *snapshot.data.profiles], n=3)
            raise UnknownName("probe_profile_unknown", profile=wanted, nearest=did_you_mean(near))


def _rules(world: World) -> FailureRules:
    """Return the rules that ship, with the user's own before them."""
    own = world.settings.view.section("auth").get("failureRules")
    rules = load_rules()
    return rules.with_custom(own) if own else rules


def _revive(run: ProbeRun, snapshot: Snapshot, agent: Agent, main_dir: str, ctx: Context) -> None:
    found = proved(run.results, snapshot)
    problem = revive(found, agent, main_dir, ctx.paths, ctx.ports)
    for one in found:
        params = {"profile": one.key, "detail": problem}
        ctx.notice(Reason("probe_revived" if problem is None else "probe_not_revived", params))
