"""Sessions that talk: a message in, and what comes of it piece by piece.

One message at a time for each session; others wait their turn, and `/stop` waits for nobody.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from openclaw_auth.errors import ChatFailed, OpenclawAuthError
from openclaw_auth.gateway.chat.chat_broker import ChatBroker
from openclaw_auth.gateway.chat.footer import footer
from openclaw_auth.gateway.chat.record import Record
from openclaw_auth.gateway.chat.run import Run
from openclaw_auth.gateway.chat.selection_left import (
    DROP_SELECTION,
    gone_selection,
    in_force,
    is_over,
    renewed,
    selection_notice,
    without_selection,
)
from openclaw_auth.gateway.chat.sending import Sending
from openclaw_auth.gateway.chat.talked import (
    Answered,
    Delta,
    Ended,
    Failed,
    Queued,
    Speaker,
    Stopped,
    Taken,
    Told,
)
from openclaw_auth.gateway.chat.writes import Writes
from openclaw_auth.lending.rotation import Ask, Rotation
from openclaw_auth.profiles.clearing import clear_key
from openclaw_auth.providers.model_ref import ModelRef
from openclaw_auth.providers.models import models_of_catalogue
from openclaw_auth.selection.snapshot import Pin
from openclaw_auth.sessions.commands.desk import Desk
from openclaw_auth.sessions.commands.handle import handle
from openclaw_auth.sessions.commands.reply import ClearPenalties, NewSession, StopRun
from openclaw_auth.sessions.commands.usage import mode_of
from openclaw_auth.sessions.pins import sessions_path
from openclaw_auth.sessions.store import SessionStore
from openclaw_auth.sessions.system_prompt import system_prompt
from openclaw_auth.sessions.turn import said_by_user

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
    from datetime import tzinfo

    from openclaw_auth.gateway.chat.kit import Kit
    from openclaw_auth.gateway.chat.talked import Heard, Talked
    from openclaw_auth.lending.broker import Broker
    from openclaw_auth.lending.lease import Lease
    from openclaw_auth.sessions.commands.reply import Choice, Effect
    from openclaw_auth.sessions.turn import Picture, Turn

MOST_WAITING = 20


class Talk:
    """Every session of one process.

    Args:
        kit: sends, renews, and says what answers mean.
        zone: of the host, for the daily reset.
        changed: has the stores read anew; awaited after penalties were cleared.
        heard: told of everything that happens in any session, in order.
    """

    def __init__(
        self,
        kit: Kit,
        zone: tzinfo,
        changed: Callable[[], Awaitable[None]],
        heard: Callable[[Speaker, Heard], None] = lambda _, __: None,
    ) -> None:
        self._kit = kit
        self._zone = zone
        self._changed = changed
        self._heard = heard
        self._turns: dict[tuple[str, str], asyncio.Lock] = {}
        self._under_way: dict[tuple[str, str], list[asyncio.Task[Any]]] = {}
        self._writes = Writes()
        self._asking: set[tuple[str, str]] = set()

    async def say(
        self,
        agent_id: str,
        key: str,
        message: str,
        pictures: Sequence[Picture] = (),
        *,
        speaker: str = "",
        before: Sequence[Turn] = (),
        system: str | None = None,
    ) -> AsyncGenerator[Talked, None]:
        """Yield what comes of a message. Runs within the caller's task, which a stop cancels.

        Args:
            agent_id: whose session; it exists.
            key: of the session.
            message: as typed, commands included.
            pictures: that go with it.
            speaker: names this message to those who listen.
            before: what was said before, where the session has not begun; it is kept.
            system: what to tell the model beside the agent's own prompt, this time.

        Raises:
            OpenclawAuthError: nobody answered; what was said is kept in the transcript.
        """
        who = Speaker(agent_id, key, speaker)
        words = _Message(message, tuple(pictures), tuple(before), system)
        try:
            async with aclosing(self._say(who, words)) as pieces:
                async for talked in pieces:
                    self._heard(who, talked)
                    yield talked
        except OpenclawAuthError as error:
            self._heard(who, Failed(error))
            raise
        except (asyncio.CancelledError, GeneratorExit):
            self._heard(who, Stopped())
            raise
        finally:
            self._heard(who, Ended())

    async def _say(self, who: Speaker, words: _Message) -> AsyncGenerator[Talked, None]:
        name = (who.agent_id, who.key)
        if self.is_running(*name):
            desk = await self._look(*name, running=True)
            reply = handle(words.text, desk)
            if reply.message is None and all(isinstance(e, StopRun) for e in reply.effects):
                if reply.effects:
                    await self.stop(*name)
                yield Told(reply.lines, reply.failed)
                return
        task = asyncio.current_task()
        assert task is not None
        waiting = self._under_way.setdefault(name, [])
        if len(waiting) > MOST_WAITING:
            raise ChatFailed("chat_queue_full", count=MOST_WAITING)
        waiting.append(task)
        try:
            if len(waiting) > 1:
                yield Queued()
            async with self._turns.setdefault(name, asyncio.Lock()):
                yield Taken(words.text, words.pictures, self._kit.now_ms())
                async with aclosing(self._turn(who, words)) as turn:
                    async for talked in turn:
                        yield talked
        finally:
            waiting.remove(task)
            if not waiting:
                self._under_way.pop(name, None)
                self._turns.pop(name, None)

    def is_running(self, agent_id: str, key: str) -> bool:
        """Return whether a session is answering."""
        return bool(self._under_way.get((agent_id, key)))

    def is_asking(self, agent_id: str, key: str) -> bool:
        """Return whether the last words of a session's transcript are being answered."""
        return (agent_id, key) in self._asking

    async def stop(self, agent_id: str, key: str) -> bool:
        """Cancel the answer under way, and what waits behind it; returns whether there was one."""
        tasks = list(self._under_way.get((agent_id, key), ()))
        for task in tasks:
            task.cancel()
        return bool(tasks)

    async def aclose(self) -> None:
        """Stop every answer; returns when all that was said is written."""
        tasks = {task for waiting in self._under_way.values() for task in waiting}
        for task in tasks:
            if not task.cancelling():
                task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        await self._writes.drained()

    async def look(self, agent_id: str, key: str) -> Desk:
        """Return a session as the next message finds it, with what models and credentials it can have."""
        desk = await self._look(agent_id, key, running=self.is_running(agent_id, key))
        return in_force(desk, self._zone)

    async def _turn(self, who: Speaker, words: _Message) -> AsyncGenerator[Talked, None]:
        desk = await self._look(who.agent_id, who.key)
        over = is_over(desk, self._zone)
        desk = renewed(desk) if over else desk
        gone = gone_selection(desk)
        desk = without_selection(desk) if gone is not None else desk
        reply = handle(words.text, desk)
        notice = selection_notice(gone, desk, reply.effects)
        effects = await self._take_effects(reply.effects, desk)
        if gone is not None:
            effects.insert(0, DROP_SELECTION)
        if over:
            effects.insert(0, NewSession())
        to_model = bool(reply.message or words.pictures) and not (
            reply.message is None and reply.lines
        )
        lines = reply.lines if to_model else (*reply.lines, *notice)
        if lines:
            yield Told(lines, reply.failed)
        if not to_model:
            if effects:
                await self._writes.do(who, partial(self._record(desk).begin, effects))
            return
        record = self._record(desk)
        await self._writes.do(who, partial(record.begin, effects))
        desk = await self._look(who.agent_id, who.key)
        turn = said_by_user(reply.message or "", words.pictures)
        said = _Said(turn, words.before, words.system, reply.hint)
        self._asking.add((who.agent_id, who.key))
        try:
            async with aclosing(self._answer(who, desk, record, said)) as answer:
                async for talked in answer:
                    if isinstance(talked, Answered):
                        talked = replace(talked, footer=(*notice, *talked.footer))  # noqa: PLW2901
                    yield talked
        finally:
            self._asking.discard((who.agent_id, who.key))

    async def _take_effects(self, effects: Sequence[Effect], desk: Desk) -> list[Effect]:
        """Do what concerns no entry; return the rest."""
        taken: list[Effect] = []
        for effect in effects:
            if isinstance(effect, ClearPenalties):
                await asyncio.to_thread(self._clear, desk.agent_id, effect.profile_id)
                await self._changed()
            elif not isinstance(effect, StopRun):
                taken.append(effect)
        return taken

    def _clear(self, agent_id: str, profile_id: str) -> None:
        world = self._kit.broker.world
        clear_key(profile_id, world.agents[agent_id], world.settings, self._kit.ports)

    async def _answer(
        self, who: Speaker, desk: Desk, record: Record, words: _Said
    ) -> AsyncGenerator[Talked, None]:
        began_ms = self._kit.now_ms()
        asked = words.hint.ref if words.hint is not None else self._selected(desk)
        history = await self._writes.do(who, record.turns)
        before = () if history else words.before
        run: Run | None = None
        said = ""
        try:
            await self._writes.do(who, partial(record.said, words.turn, before, asked))
            system = await asyncio.to_thread(self._system, desk)
            system = "\n\n".join(text for text in (system, words.system) if text) or None
            sending = Sending([*history, *before, words.turn], desk, system)
            rotation = self._rotation(desk, asked, words)
            run = Run(self._kit, rotation, sending.body_for)
            async with aclosing(run.text()) as pieces:
                async for piece in pieces:
                    said += piece
                    yield Delta(piece)
        except OpenclawAuthError as error:
            broken = run if isinstance(error, ChatFailed) and said else None
            await self._writes.do(who, partial(record.failed, said, broken, asked, str(error)))
            raise
        except (asyncio.CancelledError, GeneratorExit):
            await self._writes.do(who, partial(record.stopped, said, run, asked))
            raise
        lease, reader = run.lease, run.reader
        assert lease is not None
        assert reader is not None
        window = desk.models.context_window(lease.provider, lease.model)[0]
        # A hint's profile, or a fallback's, is not the one to keep warm for this session.
        own = words.hint is None and lease.provider == asked.provider
        written = partial(record.answered, said, lease, reader, window, keep_pin=own)
        await self._writes.do(who, written)
        answered = Answered(
            text=said,
            session_id=record.session_id,
            key=desk.key,
            asked=asked.key,
            answered=_reference(lease),
            profile=lease.profile_id or lease.source,
            billing=lease.grant.candidate.billing_class,
            tokens=reader.tokens,
            dollars=record.dollars(lease, reader),
            left_out=sending.left_out,
            passed_over=tuple((p.key or p.model, p.reason) for p in rotation.passed_over),
            stop_reason=reader.stop_reason or "stop",
            duration_ms=self._kit.now_ms() - began_ms,
        )
        yield replace(answered, footer=footer(answered, mode_of(desk.entry)))

    def _rotation(self, desk: Desk, asked: ModelRef, words: _Said) -> Rotation:
        hint = words.hint

        def pin_of(provider: str) -> Pin | None:
            if hint is not None and hint.profile_id is not None and provider == asked.provider:
                return Pin(hint.profile_id, "user")
            return desk.pin_for(provider)

        broker = ChatBroker(self._kit.broker, desk.agent_id, pin_of)
        call = broker.call_of(asked.provider)
        ask = Ask(asked.key, call, agent_id=desk.agent_id, images=words.turn.has_images)
        return Rotation(cast("Broker", broker), ask, self._kit.now_ms, self._kit.chance)

    def _selected(self, desk: Desk) -> ModelRef:
        """Return the session's model; one that left the allow-list gives way to the default."""
        selected, allowed = desk.selected, desk.allowed
        return desk.default if allowed and selected not in allowed else selected

    async def _look(self, agent_id: str, key: str, *, running: bool = False) -> Desk:
        return await asyncio.to_thread(self._desk, agent_id, key, running=running)

    def _desk(self, agent_id: str, key: str, *, running: bool) -> Desk:
        world = self._kit.broker.world
        settings = world.settings
        snapshot = self._kit.broker.snapshot_of(agent_id)
        store = self.store(agent_id)
        path = settings.paths.store_path(world.agents[agent_id].dir)
        return Desk(
            key,
            store.entry(key) or {},
            settings.view,
            snapshot,
            models_of_catalogue(snapshot.providers),
            settings.paths.shorten(path),
            self._kit.now_ms(),
            running,
        )

    def _system(self, desk: Desk) -> str | None:
        paths = self._kit.broker.world.settings.paths
        return system_prompt(desk.view, paths, desk.agent_id)

    def store(self, agent_id: str) -> SessionStore:
        """Return an agent's sessions as they are kept."""
        settings = self._kit.broker.world.settings
        return SessionStore(sessions_path(settings.view, settings.paths, agent_id), self._kit.ports)

    def _record(self, desk: Desk) -> Record:
        return Record(self.store(desk.agent_id), desk.key, desk.view, self._kit.ports)


@dataclass(frozen=True, slots=True)
class _Message:
    """A message as it came, see `Talk.say`."""

    text: str
    pictures: tuple[Picture, ...]
    before: tuple[Turn, ...]
    system: str | None


@dataclass(frozen=True, slots=True)
class _Said:
    """What of a message goes to a model, and which model is meant for it alone."""

    turn: Turn
    before: tuple[Turn, ...]
    system: str | None
    hint: Choice | None


def _reference(lease: Lease) -> str:
    if lease.model.startswith(f"{lease.provider}/"):
        return lease.model
    return f"{lease.provider}/{lease.model}"
