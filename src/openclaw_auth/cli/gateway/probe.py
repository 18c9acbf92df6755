"""`openclaw gateway probe` and `gateway health`: does it answer, to our token, and is it ready?"""

from __future__ import annotations

from openclaw_auth.cli.gateway.reach import gateway_url, reach, running_gateway
from openclaw_auth.codes import Reason
from openclaw_auth.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from openclaw_auth.cli.context import Context

_OK = 200
_UNAUTHORISED = 401
_LONGEST_MS = 600_000


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments; the command's last word says which of the two it is."""
    parser.set_defaults(word=parser.prog.split()[-1])
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument("--url", metavar="URL", help="which gateway (default: this host's)")
    parser.add_argument("--token", help="its token; visible in the process list")
    parser.add_argument(
        "--timeout", metavar="MS", default="3000", help="how long it may take (default: 3000)"
    )


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Ask the gateway; exit code 1 when it is not well."""
    from openclaw_auth.gateway.token import find_token

    if not args.timeout.isdecimal() or not 0 < int(args.timeout[:9]) <= _LONGEST_MS:
        raise UsageError("probe_timeout_invalid", text=args.timeout)
    if args.token:
        ctx.notice(Reason("token_in_argv"))
    timeout_s = int(args.timeout) / 1000
    url = args.url or gateway_url(ctx.settings(), running_gateway(ctx))
    # The token of this host is for this host's gateway alone.
    token = find_token(ctx.settings(), args.token) if args.token or not args.url else None
    alive = reach(url, "/healthz", None, timeout_s, ctx.ports)
    document: dict[str, Any] = {
        "ok": False,
        "url": url,
        "alive": alive.status == _OK,
        "tookMs": alive.took_ms,
        "error": None if alive.why is None else ctx.say(alive.why),
    }
    if document["alive"]:
        ready = reach(url, "/readyz", token, timeout_s, ctx.ports)
        body = ready.body or {}
        document["ready"] = body.get("status") if ready.status != _UNAUTHORISED else None
        document["models"] = body.get("models", [])
        document["problems"] = body.get("problems", [])
        if args.word == "probe":
            document["token"] = _token_verdict(url, token is not None, args, ctx, timeout_s)
    document["ok"] = document["alive"] and document.get("token") not in ("refused", "unknown")
    if args.json:
        ctx.json(document)
    else:
        _show(document, ctx)
    return 0 if document["ok"] else 1


def _token_verdict(
    url: str, known: bool, args: argparse.Namespace, ctx: Context, timeout_s: float
) -> str:
    """Return what the gateway says to our token: `accepted`, `refused`, or `unknown`; `none` to show."""
    from openclaw_auth.gateway.token import find_token

    if not known:
        return "none"
    token = find_token(ctx.settings(), args.token)
    answer = reach(url, "/v1/models", token, timeout_s, ctx.ports)
    if answer.status == _UNAUTHORISED:
        return "refused"
    return "accepted" if answer.status == _OK else "unknown"


def _show(document: dict[str, Any], ctx: Context) -> None:
    params = {"url": document["url"], "ms": document["tookMs"]}
    if not document["alive"]:
        why = document["error"] or "?"
        ctx.notice(Reason("gateway_answers_not", {**params, "why": why}))
        return
    ctx.out(ctx.say(Reason("gateway_answers", params)))
    if document.get("token"):
        ctx.out(ctx.say(Reason(f"gateway_shown_token_{document['token']}")))
    if document["ready"]:
        ctx.out(ctx.say(Reason(f"gateway_is_{document['ready']}")))
    for model in document["models"]:
        verdict = "✓" if model.get("usable") else f"✗ {model.get('reason') or ''}"
        ctx.out(f"  {model.get('model')}  {verdict}".rstrip())
