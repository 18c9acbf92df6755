"""Talking on a terminal: what is typed goes out, answers come in, until Ctrl-D."""

from __future__ import annotations

import os

from prompt_toolkit.utils import get_cwidth

from openclaw_auth.agents import find_agent, main_agent
from openclaw_auth.cli.chat.link import running_gateway
from openclaw_auth.cli.chat.message import say, tell_who_failed
from openclaw_auth.cli.chat.printer import MarkdownPrinter, printer_for
from openclaw_auth.cli.chat.prompt import ChatPrompt
from openclaw_auth.cli.chat.silent_terminal import silent
from openclaw_auth.cli.report import report
from openclaw_auth.codes import Reason
from openclaw_auth.errors import ChatFailed, OpenclawAuthError
from openclaw_auth.gateway.chat.selection_left import in_force
from openclaw_auth.gateway.chat.zone import host_zone
from openclaw_auth.providers.models import models_of_catalogue
from openclaw_auth.sessions.commands.desk import Desk
from openclaw_auth.sessions.pins import sessions_path
from openclaw_auth.sessions.store import SessionStore
from openclaw_auth.world import load_world

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from openclaw_auth.cli.context import Context
    from openclaw_auth.sessions.turn import Picture

_HISTORY = ".chat-history.jsonl"


def talk_on_terminal(
    ctx: Context,
    agent_id: str,
    key: str,
    pictures: Sequence[Picture] = (),
    *,
    local: bool = False,
) -> int:
    """Read messages and say them until Ctrl-D; returns the exit code.

    Args:
        ctx: of the command.
        agent_id: whose session.
        key: of the session.
        pictures: that go with the first message to a model.
        local: whether to talk without the gateway that may run.
    """
    talk = _Talk(ctx, agent_id, key, pictures, local=local)
    shown = {"agent": agent_id, "model": talk.desk.selected.key}
    ctx.err(ctx.fitted(ctx.say(Reason("chat_welcome", shown)), ctx.stderr))
    ctx.err(ctx.fitted(ctx.say(Reason("chat_keys")), ctx.stderr))
    url = running_gateway(ctx, local=local)
    if url is not None:
        ctx.err(ctx.say(Reason("chat_by_gateway", {"url": url})))
    if pictures:
        ctx.err(ctx.say(Reason("chat_images_go", {"count": len(pictures)})))
    history = os.path.join(os.path.dirname(store_of(ctx, agent_id).path), _HISTORY)
    prompt = ChatPrompt(f"{agent_id}> ", history, lambda: talk.desk, ctx, talk.bar)
    with silent(0, ctx.stdout, ctx.ports.environ.get("TERM", "")) as keep_silent:
        while (message := prompt.ask()) is not None:
            if message.strip():
                keep_silent()
                talk.say(message)
    return 0


class _Talk:
    """One session as it is talked to.

    Attributes:
        desk: the session, its models and credentials, as completion offers them.
    """

    def __init__(
        self,
        ctx: Context,
        agent_id: str,
        key: str,
        pictures: Sequence[Picture],
        *,
        local: bool,
    ) -> None:
        self._ctx = ctx
        self._local = local
        self._agent_id = agent_id
        self._key = key
        self._pictures = pictures
        self._seen_ns = _changed_ns(store_of(ctx, agent_id).path)
        self.desk = desk_of(ctx, agent_id, key)

    def say(self, message: str) -> None:
        """Say one message; whatever comes of it is shown, and the talk goes on."""
        ctx = self._ctx
        printer = printer_for(ctx)
        pictures = () if message.startswith("/") else self._pictures
        try:
            if isinstance(printer, MarkdownPrinter):
                printer.wait()
            where = (self._agent_id, self._key)
            say(ctx, *where, message, printer, pictures=pictures, local=self._local)
            printer.end_line()
            self._pictures = () if pictures else self._pictures
        except KeyboardInterrupt:
            printer.end_line()
            ctx.err(ctx.say(Reason("chat_stopping")))
        except OpenclawAuthError as error:
            printer.end_line()
            if isinstance(error, ChatFailed):
                tell_who_failed(error, ctx)
            report(error, ctx)
        self._look_again()

    def bar(self, columns: int) -> str:
        """Return what stands below the line that is typed: whom it goes to, as much as there is room."""
        self._follow()
        model, pin = self.desk.selected, self.desk.pin
        profile = [pin.profile_id] if pin is not None else []
        whole = [self._agent_id, model.key, *profile]
        shorter = (whole, whole[1:], [model.model, *profile], [model.model])
        texts = [" · ".join(words) for words in shorter]
        return next((text for text in texts if get_cwidth(text) <= columns), texts[-1])

    def _follow(self) -> None:
        """Take up what another client of the session has changed since."""
        seen = _changed_ns(store_of(self._ctx, self._agent_id).path)
        if seen != self._seen_ns:
            self._look_again()

    def _look_again(self) -> None:
        """Take up what the message, or another command meanwhile, has changed."""
        self._ctx.forget()
        self._seen_ns = _changed_ns(store_of(self._ctx, self._agent_id).path)
        try:
            self.desk = desk_of(self._ctx, self._agent_id, self._key)
        except OpenclawAuthError:
            return  # what is broken is said when it is needed; completion keeps what it knew


def desk_of(ctx: Context, agent_id: str, key: str) -> Desk:
    """Return what completion looks at: the session, models and credentials as they are now."""
    settings = ctx.settings()
    view = ctx.view()
    agent = find_agent(view, ctx.paths, agent_id)
    main = main_agent(view, ctx.paths)
    snapshot = load_world(settings, [main, agent], ctx.ports).snapshots[agent.id]
    desk = Desk(
        key,
        store_of(ctx, agent_id).entry(key) or {},
        view,
        snapshot,
        models_of_catalogue(snapshot.providers),
        ctx.paths.shorten(ctx.paths.store_path(agent.dir)),
        ctx.ports.now_ms(),
    )
    return in_force(desk, host_zone(ctx.ports.environ))


def _changed_ns(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


def store_of(ctx: Context, agent_id: str) -> SessionStore:
    """Return an agent's sessions."""
    return SessionStore(sessions_path(ctx.view(), ctx.paths, agent_id), ctx.ports)
