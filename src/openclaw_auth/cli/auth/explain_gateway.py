"""`explain --gateway`: what the running gateway would do, and where that differs from here."""

from __future__ import annotations

from openclaw_auth.cli.gateway.client import ask_gateway
from openclaw_auth.codes import Reason
from openclaw_auth.explanation_difference import explanation_differences
from openclaw_auth.gateway.lock import read_info
from openclaw_auth.gateway.page_api.explain_route import PATH
from openclaw_auth.health.gateway_view import differences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from openclaw_auth.cli.auth.explain import Question
    from openclaw_auth.cli.context import Context
    from openclaw_auth.settings import Settings


def compare(
    question: Question,
    session: str | None,
    here: dict[str, Any],
    settings: Settings,
    ctx: Context,
    *,
    as_json: bool,
) -> int:
    """Print the gateway's explanation and what differs; returns the exit code.

    The JSON document is the gateway's, with `here` (ours) and `differences`
    (`{code, reason, params}`) beside it.

    Raises:
        GatewayError: no gateway runs, or it does not answer us.
    """
    asked = {
        "provider": question.provider,
        "model": question.model,
        "name": question.key,
        "agent": question.agent.id,
        "session": session,
        "lang": ctx.lang,
    }
    there = ask_gateway(settings, PATH, asked)
    found = explanation_differences(there, here)
    published = read_info(settings.paths.run_dir) or {}
    causes = differences(published, settings, ctx.ports)
    if as_json:
        rows = [
            {"code": r.code, "reason": ctx.say(r), "params": r.params} for r in (*found, *causes)
        ]
        ctx.json({**there, "here": here, "differences": rows})
        return 0
    _show(there, ctx)
    for reason in found or [Reason("explain_gateway_agrees")]:
        ctx.out(ctx.say(reason))
    for reason in causes:
        ctx.notice(reason)
    return 0


def _show(there: dict[str, Any], ctx: Context) -> None:
    """Print the gateway's candidates, the one that it would use marked."""
    ctx.out(f"{there['model'] or there['provider']}")
    for row in there["candidates"]:
        mark = "→" if row == there["winner"] else " "
        ctx.out(f"{mark} {row['rank']:>2}. {row['profileId'] or row['source']}: {row['reason']}")
    ctx.out("")
