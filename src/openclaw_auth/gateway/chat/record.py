"""What a session keeps of a turn: its entry, and the lines of its transcript. Blocking."""

from __future__ import annotations

import os
import uuid
from typing import TYPE_CHECKING, Any

from openclaw_auth.providers.ids import normalise_provider
from openclaw_auth.sessions.commands.model import PIN_FIELDS
from openclaw_auth.sessions.commands.reset import applied
from openclaw_auth.sessions.keys import is_one_time
from openclaw_auth.sessions.messages import (
    ABORTED,
    ERROR,
    STOP,
    assistant_entry,
    model_change_entry,
    thinking_entry,
    turns_of,
    user_entry,
)
from openclaw_auth.sessions.one_time import forget_old_ones
from openclaw_auth.sessions.transcript import append, read_transcript, transcript_path
from openclaw_auth.sessions.turn import Tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openclaw_auth.config.view import ConfigView
    from openclaw_auth.gateway.chat.run import Run
    from openclaw_auth.lending.lease import Lease
    from openclaw_auth.ports import Ports
    from openclaw_auth.providers.model_ref import ModelRef
    from openclaw_auth.sessions.commands.reply import Effect
    from openclaw_auth.sessions.dialects.decoder import Decoder
    from openclaw_auth.sessions.store import SessionStore
    from openclaw_auth.sessions.turn import Turn

_PRICES = ("input", "output", "cacheRead", "cacheWrite")


class Record:
    """One message's marks in the files.

    Args:
        store: the agent's sessions.
        key: of the session.
        view: for prices.
        ports: clock and randomness.

    Attributes:
        session_id: after `begin`.
    """

    def __init__(self, store: SessionStore, key: str, view: ConfigView, ports: Ports) -> None:
        self._store = store
        self._key = key
        self._view = view
        self._ports = ports
        self._is_said = False
        self._path = ""
        self.session_id = ""

    def begin(self, effects: Sequence[Effect]) -> None:
        """Take up the session, made new where it must be.

        Raises:
            StoreError: as `SessionStore.update`.
        """
        new_id = str(uuid.UUID(bytes=self._ports.random_bytes(16), version=4))
        now_ms = self._ports.now_ms()

        def change(entries: dict[str, dict[str, Any]]) -> dict[str, Any]:
            entry = applied(entries.get(self._key, {}), effects, new_id, now_ms)
            entries[self._key] = {**entry, "updatedAt": now_ms}
            if is_one_time(self._key):
                forget_old_ones(entries)
            return entry

        entry = self._store.update(change)
        self.session_id = str(entry["sessionId"])
        self._path = transcript_path(self._store.path, entry)

    def turns(self) -> list[Turn]:
        """Return what was said so far.

        Raises:
            StoreUnreadable: the transcript is there and cannot be read.
        """
        return turns_of(read_transcript(self._path))

    def said(self, turn: Turn, before: Sequence[Turn], asked: ModelRef) -> None:
        """Write what the user says, before anybody is asked: it outlasts whatever happens then.

        Args:
            turn: the user's.
            before: what others said before, where the session begins with it.
            asked: the model that is asked first, named where the transcript begins.

        Raises:
            StoreReadOnly, StoreLocked: as `transcript.append`.
        """
        now_ms = self._ports.now_ms()
        begun = [model_change_entry(asked.provider, asked.model), thinking_entry("off")]
        lines = [*(_quoted(said, now_ms) for said in before), user_entry(turn, now_ms)]
        append(
            self._path, [*([] if _has(self._path) else begun), *lines], self._ports, self.session_id
        )
        self._is_said = True

    def answered(
        self, text: str, lease: Lease, reader: Decoder, window: int, *, keep_pin: bool
    ) -> None:
        """Write a whole answer.

        Args:
            text: of the answer.
            lease: that answered.
            reader: that read it.
            window: the model's context size.
            keep_pin: whether the session goes on with this profile, for warm prompt caches.
        """
        tokens = reader.tokens
        self._write(text, lease, tokens, reader.stop_reason or "stop")
        put: dict[str, Any] = {
            "modelProvider": lease.provider,
            "model": lease.model,
            "inputTokens": tokens.input,
            "outputTokens": tokens.output,
            "totalTokens": tokens.prompt or tokens.total,
            "contextTokens": window,
            "systemSent": True,
            "abortedLastRun": False,
        }
        self._note(put, lease.profile_id if keep_pin else None)

    def failed(self, text: str, run: Run | None, asked: ModelRef, words: str) -> None:
        """Write that nobody answered, or how far the answer came; nothing to words not kept."""
        if not self._is_said:
            return
        self._write_rest(text, run, asked, ERROR, words)
        self._note({"abortedLastRun": False}, None)

    def stopped(self, text: str, run: Run | None, asked: ModelRef) -> None:
        """Write how far an answer came before it was stopped; nothing to words not kept."""
        if not self._is_said:
            return
        self._write_rest(text, run, asked, ABORTED, None)
        self._note({"abortedLastRun": True}, None)

    def dollars(self, lease: Lease, reader: Decoder) -> float | None:
        """Return about what an answer cost; only an API key is paid by the token."""
        prices = self._prices(lease.provider, lease.model)
        if prices is None or lease.grant.candidate.type != "api_key":
            return None
        tokens = reader.tokens
        counts = (tokens.input, tokens.output, tokens.cache_read, tokens.cache_write)
        return sum(n * price for n, price in zip(counts, prices, strict=True)) / 1_000_000

    def _write_rest(
        self, text: str, run: Run | None, asked: ModelRef, stop: str, words: str | None
    ) -> None:
        lease = run.lease if run is not None else None
        tokens = run.reader.tokens if run is not None and run.reader is not None else Tokens()
        self._write(text, lease, tokens, stop, asked=asked, error=words)

    def _write(
        self,
        text: str,
        lease: Lease | None,
        tokens: Tokens,
        stop: str,
        *,
        asked: ModelRef | None = None,
        error: str | None = None,
    ) -> None:
        provider = lease.provider if lease is not None else asked.provider if asked else ""
        model = lease.model if lease is not None else asked.model if asked else ""
        answer = assistant_entry(
            text,
            api=lease.grant.call if lease is not None else "",
            provider=provider,
            model=model,
            tokens=tokens,
            stop_reason=stop,
            now_ms=self._ports.now_ms(),
            error=error,
            cost=self._prices(provider, model),
        )
        append(self._path, [answer], self._ports, self.session_id)

    def _note(self, put: Mapping[str, Any], profile_id: str | None) -> None:
        """Change the entry, unless the session was begun anew meanwhile."""

        def change(entries: dict[str, dict[str, Any]]) -> None:
            entry = entries.get(self._key)
            if entry is None or entry.get("sessionId") != self.session_id:
                return
            entry.update(put, updatedAt=self._ports.now_ms())
            pinned = entry.get(PIN_FIELDS[0]) and entry.get(PIN_FIELDS[1]) != "auto"
            if profile_id is not None and not pinned:
                counted = entry.get("compactionCount")
                entry[PIN_FIELDS[0]] = profile_id
                entry[PIN_FIELDS[1]] = "auto"
                entry[PIN_FIELDS[2]] = counted if isinstance(counted, int) else 0

        self._store.update(change)

    def _prices(self, provider: str, model: str) -> list[float] | None:
        """Return what the config says of a model's prices; nothing else is believed about money."""
        for name, entry in self._view.providers().items():
            if normalise_provider(name) != provider:
                continue
            listed = entry.get("models")
            for known in listed if isinstance(listed, list) else ():
                cost = known.get("cost") if isinstance(known, dict) else None
                if isinstance(cost, dict) and known.get("id") == model:
                    return [float(cost.get(price) or 0) for price in _PRICES]
        return None


def _has(path: str) -> bool:
    """Whether anything is written there. Raises OSError where nobody can say."""
    try:
        return os.path.getsize(path) > 0
    except FileNotFoundError:
        return False


def _quoted(turn: Turn, now_ms: int) -> dict[str, Any]:
    """Return the line of a turn that a client brought along; `openclaw` marks words of no call."""
    if turn.role == "user":
        return user_entry(turn, now_ms)
    return assistant_entry(
        turn.text,
        api="",
        provider="openclaw",
        model="",
        tokens=Tokens(),
        stop_reason=STOP,
        now_ms=now_ms,
    )
