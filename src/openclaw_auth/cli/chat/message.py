"""One message of a chat from the command line: where it comes from, whose session, what comes."""

from __future__ import annotations

import asyncio
import sys
from contextlib import aclosing

from openclaw_auth.agents import find_agent
from openclaw_auth.cli.chat.link import talking
from openclaw_auth.cli.context import harmless
from openclaw_auth.codes import Reason
from openclaw_auth.errors import ChatFailed, UsageError
from openclaw_auth.gateway.chat.talked import Answered, Delta, Queued, Told
from openclaw_auth.wording import lines_text, reason_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from openclaw_auth.cli.context import Context
    from openclaw_auth.gateway.chat.talked import Talked
    from openclaw_auth.sessions.turn import Picture

FROM_STDIN = "-"


def message_of(given: str | None) -> str:
    """Return the message: as given, or from standard input for `-` and for None.

    Raises:
        UsageError: it is empty.
    """
    text = given
    if given is None or given == FROM_STDIN:
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
    if text is None or not text.strip():
        raise UsageError("chat_message_empty")
    return text.strip()


def agent_of(ctx: Context, wanted: str | None) -> str:
    """Return the id of the agent that is meant. Raises UnknownName for none."""
    view = ctx.view()
    return find_agent(view, ctx.paths, wanted).id


def say(
    ctx: Context,
    agent_id: str,
    key: str,
    message: str,
    show: Callable[[Talked], None],
    *,
    pictures: Sequence[Picture] = (),
    local: bool = False,
) -> Talked | None:
    """Say one thing in a session and show what comes of it; returns the last of it.

    The gateway of this state directory says it where one runs, unless `local`.

    Raises:
        OpenclawAuthError: nobody answered.
        KeyboardInterrupt: Ctrl-C; how far the answer came is in the transcript.
    """
    said = _say(ctx, agent_id, key, message, show, pictures=pictures, local=local)
    return asyncio.run(said)


async def _say(
    ctx: Context,
    agent_id: str,
    key: str,
    message: str,
    show: Callable[[Talked], None],
    *,
    pictures: Sequence[Picture],
    local: bool,
) -> Talked | None:
    last: Talked | None = None
    async with (
        talking(ctx, local=local) as talk,
        aclosing(talk.say(agent_id, key, message, pictures)) as all_talked,
    ):
        async for talked in all_talked:
            show(talked)
            last = talked
    return last


class Printer:
    """Shows what comes: answers and replies on stdout, everything about them on stderr.

    Args:
        ctx: where to.
    """

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._open = False

    def __call__(self, talked: Talked) -> None:
        """Show one piece."""
        ctx = self._ctx
        if isinstance(talked, Delta):
            ctx.stdout.write(harmless(talked.text))
            ctx.stdout.flush()
            self._open = not talked.text.endswith("\n")
        elif isinstance(talked, Told):
            text = lines_text(talked.lines, ctx.ports.now_ms(), ctx.lang)
            (ctx.err if talked.failed else ctx.out)(text)
        elif isinstance(talked, Queued):
            ctx.err(ctx.say(Reason("chat_waiting")))
        elif isinstance(talked, Answered):
            self.end_line()
            if talked.footer:
                ctx.err(lines_text(talked.footer, ctx.ports.now_ms(), ctx.lang))

    def end_line(self) -> None:
        """End a line that an answer left open."""
        if self._open:
            self._ctx.stdout.write("\n")
            self._ctx.stdout.flush()
            self._open = False


def tell_who_failed(error: ChatFailed, ctx: Context) -> None:
    """Print who was asked and what each of them said."""
    for key, model, reason in error.passed_over:
        who = f"{key} ({model})" if key else model
        ctx.err(ctx.say(Reason("chat_passed_over", {"who": who})))
        ctx.err(f"  {reason_text(reason, ctx.ports.now_ms(), ctx.lang)}")
