"""One message's way to an answer: lease after lease, until one of them answers."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, cast

from openclaw_auth.errors import ChatFailed
from openclaw_auth.gateway.chat.attempt import Attempt, Failed
from openclaw_auth.gateway.logins.renewal import renewed
from openclaw_auth.sessions.dialects import decoder

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from openclaw_auth.gateway.chat.kit import Kit
    from openclaw_auth.gateway.context import Gateway
    from openclaw_auth.lending.lease import Lease
    from openclaw_auth.lending.rotation import Next, Rotation
    from openclaw_auth.sessions.dialects.decoder import Decoder


class Run:
    """One message under way.

    Args:
        kit: sends, renews, and says what answers mean.
        rotation: decides whom to ask next.
        body_for: encodes the request for a lease.

    Attributes:
        lease, reader: of the call under way, then of the one that answered.
    """

    def __init__(self, kit: Kit, rotation: Rotation, body_for: Callable[[Lease], bytes]) -> None:
        self._kit = kit
        self._rotation = rotation
        self._body_for = body_for
        self.lease: Lease | None = None
        self.reader: Decoder | None = None

    async def text(self) -> AsyncGenerator[str, None]:
        """Yield the answer as it comes.

        Raises:
            ChatFailed: everybody failed, or the answer broke off; it carries who said what.
            NoCredential, ProviderNotCallable, DialectNotOffered, UnknownName: nobody can be asked.
        """
        following: Next | None = self._rotation.first()
        while following is not None:
            if following.refresh:
                serves = await renewed(cast("Gateway", self._kit), following)
                following = self._rotation.refreshed(following, serves=serves)
                continue
            if following.delay_ms:
                await asyncio.sleep(following.delay_ms / 1000)
            began_ms = self._kit.now_ms()
            self.lease = lease = following.lease
            self.reader = reader = decoder(lease.grant.call)
            attempt = Attempt(self._kit, lease, self._body_for(lease), reader)
            try:
                async with aclosing(attempt.pieces()) as pieces:
                    async for piece in pieces:
                        yield piece
            except Failed as failed:
                if failed.spoke:
                    raise self._broken(failed) from None
                took_ms = self._kit.now_ms() - began_ms
                following = self._rotation.after(lease, failed.failure, took_ms=took_ms)
                if following is None or not following.rejected:  # else a refresh decides
                    attempt.report(failed.failure, failed.error)
            else:
                return
        raise self._nobody()

    def _broken(self, failed: Failed) -> ChatFailed:
        assert self.lease is not None
        model = f"{self.lease.provider}/{self.lease.model}"
        reason = failed.error.reason if failed.error is not None else failed.failure.reason
        return ChatFailed("chat_broken_off", model=model, why=reason)

    def _nobody(self) -> ChatFailed:
        rotation = self._rotation
        if not rotation.tried:
            assert rotation.error is not None
            raise rotation.error
        provider = rotation.tried[0].model.partition("/")[0]
        error = ChatFailed("all_candidates_failed", provider=provider, count=len(rotation.tried))
        error.classes = frozenset(t.failure.failure_class for t in rotation.tried)
        error.passed_over = [(p.key, p.model, p.reason) for p in rotation.passed_over]
        return error
