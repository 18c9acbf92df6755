"""`openclaw logs`: what the gateway has logged, and what it logs now."""

from __future__ import annotations

import json
import os

from openclaw_auth.cli.gateway.log_lines import as_object, for_people
from openclaw_auth.cli.gateway.log_tail import Follower, last_lines
from openclaw_auth.cli.reader import require_reader
from openclaw_auth.errors import GatewayError, UsageError
from openclaw_auth.gateway.log.log_file import log_path, older_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context

_LINES = 200
_MOST_LINES = 100_000
_LOOK_S = 0.2
_EXAMPLES = """\
examples:
  openclaw logs
  openclaw logs --follow
  openclaw logs --follow --json | jq 'select(.status >= 400)'
  openclaw logs --lines 1000 --plain | grep anthropic:work
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("-f", "--follow", action="store_true", help="go on as lines are written")
    parser.add_argument(
        "-n",
        "--lines",
        "--limit",
        metavar="N",
        default=str(_LINES),
        help=f"how many of the last lines (default: {_LINES})",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="one JSON document; with --follow one object a line",
    )
    parser.add_argument("--plain", action="store_true", help="as they were written, uncoloured")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Show the log; returns the exit code."""
    if args.json and args.plain:
        raise UsageError("json_and_plain")
    count = count_of(args.lines)
    path = log_path(ctx.paths)
    try:
        if args.follow:
            return _follow(path, count, args, ctx)
        if not os.path.exists(path):
            raise GatewayError("logs_none", path=ctx.paths.shorten(path))
        lines = _last(path, count)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise GatewayError("logs_unreadable", path=path, error=error.strerror or "") from error
    if args.json:
        ctx.json({"file": path, "lines": [as_object(line) for line in lines]})
        return 0
    for line in lines:
        _print(line, args, ctx)
    return 0


def _follow(path: str, count: int, args: argparse.Namespace, ctx: Context) -> int:
    """Print lines for ever: until Ctrl-C, or until nobody reads them."""
    with Follower(path) as follower:
        for line in _last(path, count, follower.start):
            _print(line, args, ctx)
        ctx.stdout.flush()
        while True:
            for line in follower.more():
                _print(line, args, ctx)
            ctx.stdout.flush()
            require_reader(ctx.stdout)
            ctx.ports.sleep_s(_LOOK_S)


def _last(path: str, count: int, until: int | None = None) -> list[str]:
    lines = last_lines(path, count, until)
    if len(lines) < count:
        lines = [*last_lines(older_path(path), count - len(lines)), *lines]
    return lines


def _print(line: str, args: argparse.Namespace, ctx: Context) -> None:
    if args.json:
        ctx.out(json.dumps(as_object(line)))
    else:
        ctx.out(for_people(line, color=ctx.color and not args.plain))


def count_of(text: str) -> int:
    """Return the number of lines that was asked for. Raises UsageError for none."""
    plain = text.lstrip("0") or "0"
    if not (text.isascii() and text.isdecimal()) or int(plain[:9]) > _MOST_LINES:
        raise UsageError("logs_bad_count", text=text, most=_MOST_LINES)
    return int(plain)
