"""Sessions that talk: a message in, and what comes of it piece by piece.

One message at a time for each session; others wait their turn, and `/stop` waits for nobody.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, cast

from openclaw_auth.clearing import clear_key
from openclaw_auth.errors import ChatFailed, OpenclawAuthError
from openclaw_auth.gateway.chat.chat_broker import ChatBroker
from openclaw_auth.gateway.chat.footer import footer
from openclaw_auth.gateway.chat.record import Record
from openclaw_auth.gateway.chat.run import Run
from openclaw_auth.gateway.chat.talked import Answered, Delta, Told
from openclaw_auth.providers.model_ref import ModelRef
from openclaw_auth.providers.models import models_of_catalogue
from openclaw_auth.rotation import Ask, Rotation
from openclaw_auth.selection.snapshot import Pin
from openclaw_auth.sessions.commands.desk import Desk
from openclaw_auth.sessions.commands.handle import handle
from openclaw_auth.sessions.commands.reply import ClearPenalties, NewSession, StopRun
from openclaw_auth.sessions.commands.usage import mode_of
from openclaw_auth.sessions.dialects import encode
from openclaw_auth.sessions.freshness import is_stale, reset_policy
from openclaw_auth.sessions.pins import sessions_path
from openclaw_auth.sessions.store import SessionStore
from openclaw_auth.sessions.system_prompt import system_prompt
from openclaw_auth.sessions.turn import Conversation, alternating, said_by_user
from openclaw_auth.sessions.window import answer_limit, fit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
    from datetime import tzinfo

    from openclaw_auth.broker import Broker
    from openclaw_auth.gateway.chat.kit import Kit
    from openclaw_auth.gateway.chat.talked import Talked
    from openclaw_auth.lease import Lease
    from openclaw_auth.sessions.commands.reply import Choice, Effect
    from openclaw_auth.sessions.turn import Picture, Turn
    from openclaw_auth.sessions.window import Fitted


class Talk:
    """Every session of one process.

    Args:
        kit: sends, renews, and says what answers mean.
        zone: of the host, for the daily reset.
        changed: has the stores read anew; awaited after penalties were cleared.
    """

    def __init__(self, kit: Kit, zone: tzinfo, changed: Callable[[], Awaitable[None]]) -> None:
        self._kit = kit
        self._zone = zone
        self._changed = changed
        self._turns: dict[tuple[str, str], asyncio.Lock] = {}
        self._under_way: dict[tuple[str, str], list[asyncio.Task[Any]]] = {}

    async def say(
        self, agent_id: str, key: str, message: str, pictures: Sequence[Picture] = ()
    ) -> AsyncGenerator[Talked, None]:
        """Yield what comes of a message. Runs within the caller's task, which `/stop` cancels.

        Args:
            agent_id: whose session; it exists.
            key: of the session.
            message: as typed, commands included.
            pictures: that go with it.

        Raises:
            OpenclawAuthError: nobody answered; what was said is kept in the transcript.
        """
        name = (agent_id, key)
        if self.is_running(agent_id, key):
            reply = handle(message, self._desk(agent_id, key, running=True))
            if reply.message is None and all(isinstance(e, StopRun) for e in reply.effects):
                if reply.effects:
                    self.stop(agent_id, key)
                yield Told(reply.lines, reply.failed)
                return
        task = asyncio.current_task()
        assert task is not None
        waiting = self._under_way.setdefault(name, [])
        waiting.append(task)
        try:
            async with (
                self._turns.setdefault(name, asyncio.Lock()),
                aclosing(self._turn(agent_id, key, message, pictures)) as turn,
            ):
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

    def stop(self, agent_id: str, key: str) -> None:
        """Cancel the answer under way, and what waits behind it."""
        for task in list(self._under_way.get((agent_id, key), ())):
            task.cancel()

    async def _turn(
        self, agent_id: str, key: str, message: str, pictures: Sequence[Picture]
    ) -> AsyncGenerator[Talked, None]:
        desk = self._desk(agent_id, key)
        reply = handle(message, desk)
        effects = await self._take_effects(reply.effects, desk)
        if reply.lines:
            yield Told(reply.lines, reply.failed)
        if not (reply.message or pictures) or (reply.message is None and reply.lines):
            if effects:
                await asyncio.to_thread(self._record(desk).begin, effects)
            return
        record = self._record(desk)
        await asyncio.to_thread(record.begin, effects)
        desk = self._desk(agent_id, key)
        turn = said_by_user(reply.message or "", pictures)
        async with aclosing(self._answer(desk, record, turn, reply.hint)) as answer:
            async for talked in answer:
                yield talked

    async def _take_effects(self, effects: Sequence[Effect], desk: Desk) -> list[Effect]:
        """Do what concerns no entry; return the rest, led by a reset where the session is over."""
        taken: list[Effect] = []
        updated = desk.entry.get("updatedAt")
        policy = reset_policy(desk.view, desk.key)
        if isinstance(updated, int) and is_stale(updated, desk.now_ms, policy, self._zone):
            taken.append(NewSession())
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
        self, desk: Desk, record: Record, turn: Turn, hint: Choice | None
    ) -> AsyncGenerator[Talked, None]:
        began_ms = self._kit.now_ms()
        asked = hint.ref if hint is not None else self._selected(desk)
        history = await asyncio.to_thread(record.turns)
        sending = _Sending([*history, turn], desk, await asyncio.to_thread(self._system, desk))
        rotation = self._rotation(desk, asked, hint, images=turn.has_images)
        run = Run(self._kit, rotation, sending.body_for)
        said = ""
        record.said(turn)
        try:
            async with aclosing(run.text()) as pieces:
                async for piece in pieces:
                    said += piece
                    yield Delta(piece)
        except OpenclawAuthError as error:
            words = str(error)
            broken = run if isinstance(error, ChatFailed) and said else None
            await asyncio.to_thread(record.failed, said, broken, asked, words)
            raise
        except (asyncio.CancelledError, GeneratorExit):
            record.stopped(said, run, asked)  # not in a thread: nobody is left to wait for it
            raise
        lease, reader = run.lease, run.reader
        assert lease is not None
        assert reader is not None
        window = desk.models.context_window(lease.provider, lease.model)[0]
        # A hint's profile, or a fallback's, is not the one to keep warm for this session.
        own = hint is None and lease.provider == asked.provider
        await asyncio.to_thread(record.answered, said, lease, reader, window, keep_pin=own)
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
        yield _with_footer(answered, mode_of(desk.entry))

    def _rotation(
        self, desk: Desk, asked: ModelRef, hint: Choice | None, *, images: bool
    ) -> Rotation:
        def pin_of(provider: str) -> Pin | None:
            if hint is not None and hint.profile_id is not None and provider == asked.provider:
                return Pin(hint.profile_id, "user")
            return desk.pin_for(provider)

        broker = ChatBroker(self._kit.broker, desk.agent_id, pin_of)
        call = broker.call_of(asked.provider)
        ask = Ask(asked.key, call, agent_id=desk.agent_id, images=images)
        return Rotation(cast("Broker", broker), ask, self._kit.now_ms, self._kit.chance)

    def _selected(self, desk: Desk) -> ModelRef:
        """Return the session's model; one that left the allow-list gives way to the default."""
        selected, allowed = desk.selected, desk.allowed
        return desk.default if allowed and selected not in allowed else selected

    def _desk(self, agent_id: str, key: str, *, running: bool = False) -> Desk:
        world = self._kit.broker.world
        settings = world.settings
        snapshot = self._kit.broker.snapshot_of(agent_id)
        store = self._store(agent_id)
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

    def _store(self, agent_id: str) -> SessionStore:
        settings = self._kit.broker.world.settings
        return SessionStore(sessions_path(settings.view, settings.paths, agent_id), self._kit.ports)

    def _record(self, desk: Desk) -> Record:
        return Record(self._store(desk.agent_id), desk.key, desk.view, self._kit.ports)


class _Sending:
    """The conversation as it goes to each model that is asked."""

    def __init__(self, turns: Sequence[Turn], desk: Desk, system: str | None) -> None:
        self._turns = alternating(turns)
        self._system = system
        self._desk = desk
        self.left_out = 0

    def body_for(self, lease: Lease) -> bytes:
        """Return the request's body in the lease's dialect, as much as its model can take."""
        models = self._desk.models
        window = models.context_window(lease.provider, lease.model)[0]
        known = models.find(lease.provider, lease.model)
        answer = answer_limit(window, known.max_tokens if known is not None else None)
        fitted: Fitted = fit(self._turns, window, answer=answer, system=self._system or "")
        self.left_out = fitted.left_out
        body = encode(
            lease.grant.call,
            Conversation(self._system, fitted.turns),
            lease.model,
            max_tokens=answer,
            provider=lease.provider,
        )
        return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def _reference(lease: Lease) -> str:
    if lease.model.startswith(f"{lease.provider}/"):
        return lease.model
    return f"{lease.provider}/{lease.model}"


def _with_footer(answered: Answered, mode: str) -> Answered:
    from dataclasses import replace

    return replace(answered, footer=footer(answered, mode))
