"""How an error reaches a person: what happened, then the command that mends it. No traceback."""

from __future__ import annotations

from openclaw_auth.errors import NoCredential
from openclaw_auth.wording import candidate_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.cli.context import Context
    from openclaw_auth.errors import OpenclawAuthError


def report(error: OpenclawAuthError, ctx: Context) -> int:
    """Print the error to stderr; returns the exit code."""
    ctx.err(ctx.fitted(ctx.say(error.reason), ctx.stderr))
    if isinstance(error, NoCredential):
        for line in candidate_lines(error.candidates, ctx.ports.now_ms(), ctx.lang):
            ctx.err(ctx.fitted(line, ctx.stderr, "  - ", "    "))
    mend = ctx.remedy(error.reason)
    if mend:
        ctx.err(f"  {mend}")
    if ctx.ports.environ.get("OPENCLAW_DEBUG") and error.__cause__ is not None:
        ctx.err(_where(error.__cause__))
    return error.exit_code


def error_json(error: OpenclawAuthError, ctx: Context) -> dict[str, object]:
    """Return the error as the document of a command that was asked for one."""
    found: dict[str, object] = {
        "code": error.reason.code,
        "message": ctx.say(error.reason),
        "remedy": ctx.remedy(error.reason) or None,
    }
    if isinstance(error, NoCredential):
        lines = candidate_lines(error.candidates, ctx.ports.now_ms(), ctx.lang)
        found["candidates"] = list(lines)
    return {"error": found}


def _where(error: BaseException) -> str:
    """Return the way to an error, line by line of our code, and its type, to be pasted anywhere.

    Its text stays out, for it may hold what it choked on: a secret.
    """
    from traceback import format_tb

    before = error.__cause__ or error.__context__
    ways = [_where(before)] if before is not None else []
    return "\n".join([*ways, "".join(format_tb(error.__traceback__)) + type(error).__name__])
