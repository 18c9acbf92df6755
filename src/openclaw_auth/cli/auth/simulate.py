"""`openclaw models auth simulate`: rehearse failures before they happen; nothing is sent."""

from __future__ import annotations

from openclaw_auth.agents import find_agent, main_agent
from openclaw_auth.cli.auth.simulate_input import (
    credentials_of,
    faults_of,
    known_credential,
    moment_ms,
)
from openclaw_auth.cli.auth.simulate_text import show
from openclaw_auth.codes import Reason
from openclaw_auth.errors import UsageError
from openclaw_auth.selection.horizon import first_dark
from openclaw_auth.selection.simulate import rehearse
from openclaw_auth.simulation_plan import legs_of
from openclaw_auth.wording import reason_text
from openclaw_auth.world import load_world

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from openclaw_auth.cli.context import Context
    from openclaw_auth.selection.horizon import Horizon
    from openclaw_auth.selection.simulate import Call, Rehearsal
    from openclaw_auth.simulation_plan import Route

_EXAMPLES = """\
examples:
  openclaw models auth simulate --fail anthropic:work:rate_limit
  openclaw models auth simulate opus --fail anthropic:work:billing --fail env:ANTHROPIC_API_KEY:auth
  openclaw models auth simulate --fail anthropic:work:auth/key_revoked --until +7d
  openclaw models auth simulate --at +6h --expect anthropic:backup     # exit 1 if another answers
classes: auth, billing, rate_limit, timeout, format, unknown; /DETAIL narrows one down
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("model", nargs="?", metavar="MODEL", help="default: the agent's model")
    parser.add_argument(
        "--fail",
        action="append",
        default=[],
        metavar="PROFILE:CLASS",
        help="what fails and how; also env:NAME:CLASS, config:PROVIDER:CLASS; may be repeated",
    )
    parser.add_argument("--at", metavar="TIME", help="+6h, or a date: when the request is made")
    parser.add_argument(
        "--until", metavar="TIME", help="+7d, or a date: find the first moment without an answer"
    )
    parser.add_argument("--agent", metavar="ID", help="whose request (default: the usual agent's)")
    parser.add_argument("--session", metavar="KEY", help="of this session, with its pinned profile")
    parser.add_argument(
        "--dialect", metavar="NAME", help="what the caller speaks (default: the model's)"
    )
    parser.add_argument("--expect", metavar="PROFILE", help="exit 1 unless this one answers")
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Rehearse one request, and with --until many; returns the exit code."""
    ctx.config()
    now_ms = ctx.ports.now_ms()
    at_ms = now_ms if args.at is None else moment_ms(args.at, "--at", now_ms)
    until_ms = None if args.until is None else moment_ms(args.until, "--until", now_ms)
    if until_ms is not None and until_ms <= at_ms:
        raise UsageError("simulate_time_order")
    settings = ctx.settings()
    agent = find_agent(settings.view, settings.paths, args.agent)
    main = main_agent(settings.view, settings.paths)
    world = load_world(settings, {a.id: a for a in (main, agent)}.values(), ctx.ports)
    route = legs_of(
        world,
        agent.id,
        args.model,
        dialect=args.dialect,
        session=args.session,
        now_ms=now_ms,
        ports=ctx.ports,
    )
    known = credentials_of(route.snapshot)
    faults = faults_of(args.fail, known)
    expected = None if args.expect is None else known_credential(args.expect, known)
    tried = rehearse(route.snapshot, route.legs, faults, at_ms, route.pin)
    horizon = None
    if until_ms is not None:
        horizon = first_dark(
            route.snapshot, route.legs, faults, from_ms=at_ms, until_ms=until_ms, pin=route.pin
        )
    if args.json:
        ctx.json(_document(route, tried, horizon, expected, ctx))
    else:
        show(route, tried, horizon, now_ms, ctx)
    for problem in world.problems:
        ctx.notice(problem)
    return _judge(tried, expected, ctx)


def _judge(tried: Rehearsal, expected: str | None, ctx: Context) -> int:
    """Return 0, or 1 when another than the expected credential answers; says which on stderr."""
    key = _key(tried.answer)
    if expected is None or expected == key:
        return 0
    if key is None:
        ctx.notice(Reason("simulate_expected_none", {"expected": expected}))
    else:
        ctx.notice(Reason("simulate_expected", {"expected": expected, "answer": key}))
    for call in tried.calls:
        if call.candidate is not None and call.candidate.key == expected:
            ctx.err(f"  {expected}: {reason_text(call.reason, tried.at_ms, ctx.lang)}")
    return 1


def _key(call: Call | None) -> str | None:
    return call.candidate.key if call is not None and call.candidate is not None else None


def _document(
    route: Route,
    tried: Rehearsal,
    horizon: Horizon | None,
    expected: str | None,
    ctx: Context,
) -> dict[str, Any]:
    dark = horizon.dark if horizon is not None else None
    document: dict[str, Any] = {
        "agentId": route.snapshot.agent_id,
        "model": route.legs[0].key,
        "dialect": route.dialect,
        "atMs": tried.at_ms,
        "steps": [_step(call, tried.at_ms, ctx) for call in tried.calls],
        "answer": _answer(tried.answer),
        "firstDarkMs": dark.at_ms if dark is not None else None,
    }
    if horizon is not None:
        document["walkedUntilMs"] = horizon.walked_until_ms
        document["darkSteps"] = [_step(c, dark.at_ms, ctx) for c in dark.calls] if dark else []
    if expected is not None:
        document["expected"] = {"key": expected, "met": expected == _key(tried.answer)}
    return document


def _step(call: Call, now_ms: int, ctx: Context) -> dict[str, Any]:
    candidate = call.candidate
    return {
        "profileId": candidate.profile_id if candidate is not None else None,
        "source": _source(call),
        "model": call.leg.key,
        "outcome": call.outcome,
        "code": call.code,
        "then": call.then,
        "message": reason_text(call.reason, now_ms, ctx.lang),
    }


def _source(call: Call) -> str | None:
    """Return how a credential is named in `--fail`; None where a model was passed over."""
    return call.candidate.key if call.candidate is not None else None


def _answer(call: Call | None) -> dict[str, Any] | None:
    if call is None or call.candidate is None:
        return None
    return {
        "profileId": call.candidate.profile_id,
        "source": call.candidate.key,
        "model": call.leg.key,
        "billingClass": call.candidate.billing_class,
    }
