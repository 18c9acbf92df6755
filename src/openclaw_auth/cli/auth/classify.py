"""`openclaw models auth classify`: what an answer of a provider means, to test a rule."""

from __future__ import annotations

import sys

from openclaw_auth.cli.auth.target import catalogue_of
from openclaw_auth.codes import Reason
from openclaw_auth.errors import (
    ConnectFailed,
    NameResolutionFailed,
    ProxyFailed,
    TlsFailed,
    UnknownName,
    UpstreamClosed,
    UpstreamProtocolError,
    UpstreamTimeout,
    UsageError,
    did_you_mean,
)
from openclaw_auth.expiry import remaining
from openclaw_auth.selection.classify import Answer, classify
from openclaw_auth.selection.event_stream import is_whole
from openclaw_auth.selection.failure_making import made
from openclaw_auth.selection.failure_rules import load_rules
from openclaw_auth.selection.hidden_error import is_stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context
    from openclaw_auth.errors import TransportError
    from openclaw_auth.selection.failure import Failure

ANY = "*"
_BODY_LIMIT = 32 * 1024 * 1024
_STATUSES = range(100, 600)
_MINUTE_MS = 60_000
_HOUR_MS = 3_600_000
_DEFAULT_CAP_H = 24.0
_ERRORS: dict[str, tuple[type[TransportError], str, str]] = {
    "dns": (NameResolutionFailed, "name_resolution_failed", ""),
    "tls": (TlsFailed, "tls_failed", ""),
    "proxy": (ProxyFailed, "proxy_unreachable", ""),
    "refused": (ConnectFailed, "connect_failed", "Connection refused"),
    "offline": (ConnectFailed, "connect_failed", "Network is unreachable"),
    "connect-timeout": (UpstreamTimeout, "upstream_timeout_connect", ""),
    "timeout": (UpstreamTimeout, "upstream_timeout_first_byte", ""),
    "idle": (UpstreamTimeout, "upstream_timeout_idle", ""),
    "closed": (UpstreamClosed, "upstream_closed", ""),
    "reset": (UpstreamClosed, "upstream_closed_mid_body", ""),
    "protocol": (UpstreamProtocolError, "upstream_not_http", ""),
}
_EXAMPLES = """\
examples:
  openclaw models auth classify --provider openai --status 429 --body refusal.json
  curl -s … | openclaw models auth classify --provider zai --status 429 --body - --json
  openclaw models auth classify --provider groq --status 429 --header 'retry-after: 3'
  openclaw models auth classify --provider anthropic --error timeout
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument(
        "--provider", metavar="ID", required=True, help=f"whose answer; '{ANY}' for anyone's"
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--status", metavar="N", help="HTTP status of the answer")
    what.add_argument("--error", choices=sorted(_ERRORS), help="why no answer came")
    parser.add_argument(
        "--header", metavar="'K: V'", action="append", default=[], help="a header of the answer"
    )
    parser.add_argument("--body", metavar="FILE", help="body of the answer; - for standard input")
    parser.add_argument(
        "--credential",
        choices=("api_key", "token", "oauth", "aws"),
        help="what was sent (default: not known)",
    )
    parser.add_argument("--stream", action="store_true", help="the body is an event stream")
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Say what the answer means; returns the exit code, 0 whatever it means.

    Raises:
        ConfigInvalid: the config, its `auth.failureRules` included, has problems.
        UnknownName: `provider_unknown`.
        UsageError: a status, header or file that cannot be.
    """
    provider = _provider(args.provider, ctx)
    answer = _answer(args)
    failure = classify(
        provider,
        answer,
        credential=args.credential,
        rules=load_rules().with_custom(ctx.view().failure_rules()),
        now_ms=ctx.ports.now_ms(),
    )
    if failure is None and _breaks_off(answer):
        failure = made(
            "timeout",
            "stream_cut",
            "retry_same",
            rule="half-stream",
            provider=provider,
            status=answer.status,
        )
    if args.json:
        ctx.json(_document(failure, provider, ctx))
    else:
        _show(failure, provider, ctx)
    return 0


def _provider(text: str, ctx: Context) -> str:
    catalogue = catalogue_of(ctx)
    name = catalogue.canonical(text)
    if text != ANY and catalogue.get(name) is None:
        near = did_you_mean(catalogue.nearest(text))
        raise UnknownName("provider_unknown", provider=text, nearest=near)
    return name


def _answer(args: argparse.Namespace) -> Answer:
    if args.error is not None:
        kind, code, detail = _ERRORS[args.error]
        return Answer(None, error=kind(code, detail=detail))
    headers = dict(map(_header, args.header))
    return Answer(_status(args.status), headers, _body(args.body), in_stream=args.stream)


def _status(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 3 and int(text) in _STATUSES):  # noqa: PLR2004 # three digits make a status
        raise UsageError("classify_status", status=text)
    return int(text)


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or not name.strip():
        raise UsageError("classify_header", header=line)
    return name.strip().lower(), value.strip()


def _body(place: str | None) -> bytes:
    """Read the body; what is beyond the limit is left: no answer of a provider is that long."""
    if place is None:
        return b""
    if place == "-":
        return sys.stdin.buffer.read(_BODY_LIMIT)
    try:
        with open(place, "rb") as file:
            return file.read(_BODY_LIMIT)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise UsageError("classify_body_unreadable", file=place, error=said) from error


def _breaks_off(answer: Answer) -> bool:
    """Return whether a stream that tells of no error has no end either."""
    streamed = answer.in_stream or is_stream(answer.headers, answer.body)
    return streamed and bool(answer.body) and not is_whole(answer.body)


def _document(failure: Failure | None, provider: str, ctx: Context) -> dict[str, object]:
    if failure is None:
        success = ctx.say(Reason("classify_success", {"provider": provider}))
        nothing = dict.fromkeys(("class", "detail"))
        rest = {"action": "none", "scope": "none", "waitMs": None, "rule": None}
        return {**nothing, **rest, "reason": success}
    return {**failure.to_json(), "reason": ctx.say(failure.reason)}


def _show(failure: Failure | None, provider: str, ctx: Context) -> None:
    if failure is None:
        ctx.out(ctx.say(Reason("classify_success", {"provider": provider})))
        return
    ctx.out(ctx.say(failure.reason))
    ctx.out(ctx.say(Reason("classify_verdict", _document(failure, provider, ctx))))
    if failure.wait_ms is not None:
        cap_ms = int((ctx.view().stated_wait_max_h() or _DEFAULT_CAP_H) * _HOUR_MS)
        capped = failure.wait_ms > cap_ms
        params = {"left": _wait(failure.wait_ms), "cap": remaining(cap_ms)}
        ctx.out(ctx.say(Reason("classify_wait_capped" if capped else "classify_wait", params)))
    mend = ctx.remedy(failure.reason)
    if mend:
        ctx.out(f"  {mend}")


def _wait(wait_ms: int) -> str:
    """Return a wait in words; a short one in seconds, so that 30s does not read as 1m."""
    return f"{-(-wait_ms // 1000)}s" if wait_ms < _MINUTE_MS else remaining(wait_ms)
