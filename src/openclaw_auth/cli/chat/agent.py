"""`openclaw agent`: one turn of an agent, for scripts, as OpenClaw 2026.2 has it."""

from __future__ import annotations

import re
import uuid

from openclaw_auth.cli.chat.images import add_image_option, read_images
from openclaw_auth.cli.chat.link import running_gateway
from openclaw_auth.cli.chat.message import Printer, agent_of, message_of, say, tell_who_failed
from openclaw_auth.errors import ChatFailed, UsageError
from openclaw_auth.gateway.chat.talked import Answered, Told
from openclaw_auth.sessions.keys import full_key
from openclaw_auth.sessions.pins import sessions_path
from openclaw_auth.sessions.store import SessionStore
from openclaw_auth.wording import lines_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from openclaw_auth.cli.context import Context
    from openclaw_auth.gateway.chat.talked import Talked

_SESSION_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,127}")
_EXAMPLES = """\
examples:
  openclaw agent --agent main --message 'Summarise the log' --json
  openclaw agent --session-id nightly-1 --message - < report.txt
  openclaw agent --agent main --message 'What is drawn here?' --image plan.png
  openclaw agent --to +15555550123 --message 'Status?'       # the main session
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument(
        "-m", "--message", metavar="TEXT", required=True, help="what to say; - reads it from stdin"
    )
    parser.add_argument("--agent", metavar="ID", help="whom to ask")
    parser.add_argument(
        "-t", "--to", metavar="NUMBER", help="whose session: direct talks share the main one"
    )
    parser.add_argument("--session-id", metavar="ID", help="the session to go on with")
    parser.add_argument(
        "--local", action="store_true", help="run it here, even where a gateway runs"
    )
    add_image_option(parser)
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Take one turn; returns the exit code."""
    if args.agent is None and args.session_id is None and not (args.to or "").strip():
        raise UsageError("agent_needs_session")
    agent_id = agent_of(ctx, args.agent)
    remote = running_gateway(ctx, local=args.local) is not None
    pictures = read_images(args.image)  # before a session is begun
    key = _key(args.session_id, agent_id, ctx)
    message = message_of(args.message)
    printer = Printer(ctx)
    show = (lambda _: None) if args.json else printer
    try:
        last = say(ctx, agent_id, key, message, show, pictures=pictures, local=not remote)
    except ChatFailed as error:
        printer.end_line()
        tell_who_failed(error, ctx)
        raise
    if args.json:
        document = _document(last, ctx)
        ctx.json(_run_document(document, ctx) if remote else document)
    return 1 if isinstance(last, Told) and last.failed else 0


def _key(session_id: str | None, agent_id: str, ctx: Context) -> str:
    """Return the key of the session with this id; one that is not there yet is begun with it.

    Raises:
        UsageError: no file could be named so.
    """
    view = ctx.view()
    if session_id is None:
        return full_key(view, agent_id, None)
    if not _SESSION_ID.fullmatch(session_id):
        raise UsageError("bad_session_id", session=session_id)
    store = SessionStore(sessions_path(view, ctx.paths, agent_id), ctx.ports)
    found = (k for k, entry in store.read().items() if entry.get("sessionId") == session_id)
    key = next(found, None)
    if key is not None:
        return key
    key = full_key(view, agent_id, f"agent:{agent_id}:explicit:{session_id.lower()}")
    begun = {"sessionId": session_id, "updatedAt": ctx.ports.now_ms()}
    store.update(lambda entries: entries.setdefault(key, begun))
    return key


def _run_document(result: dict[str, Any], ctx: Context) -> dict[str, Any]:
    """Return the document of `agent --json` where a gateway ran the turn."""
    run_id = str(uuid.UUID(bytes=ctx.ports.random_bytes(16), version=4))
    return {"runId": run_id, "status": "ok", "summary": "completed", "result": result}


def _document(last: Talked | None, ctx: Context) -> dict[str, Any]:
    """Return the document of `agent --local --json`."""
    if isinstance(last, Answered):
        tokens = last.tokens
        provider, _, model = last.answered.partition("/")
        usage = {
            "input": tokens.input,
            "output": tokens.output,
            "cacheRead": tokens.cache_read,
            "cacheWrite": tokens.cache_write,
            "total": tokens.total,
        }
        agent = {
            "sessionId": last.session_id,
            "provider": provider,
            "model": model,
            "usage": usage,
            "profileId": last.profile,
        }
        meta = {"durationMs": last.duration_ms, "agentMeta": agent, "aborted": False}
        return {
            "payloads": [{"text": last.text, "mediaUrl": None}],
            "meta": {**meta, "stopReason": last.stop_reason},
        }
    lines = last.lines if isinstance(last, Told) else ()
    text = lines_text(lines, ctx.ports.now_ms(), ctx.lang)
    return {
        "payloads": [{"text": text, "mediaUrl": None}],
        "meta": {"durationMs": 0, "aborted": False},
    }
