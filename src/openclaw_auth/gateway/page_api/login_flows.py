"""Logins that a page started: at most a few at a time, each forgotten after a while.

The flow is the command's own (`oauth.session`); files are read and written in threads.
"""

from __future__ import annotations

import asyncio

from openclaw_auth.agents import find_agent
from openclaw_auth.codes import Reason
from openclaw_auth.errors import Cancelled, OpenclawAuthError, UnexpectedError
from openclaw_auth.events import Event
from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.oauth.loopback import Outcome
from openclaw_auth.oauth.session import LoginSession, outcome_of
from openclaw_auth.profiles.enrol import check_profile_id
from openclaw_auth.profiles.login import login_client, store_login
from openclaw_auth.settings import load_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from openclaw_auth.config.paths import Paths
    from openclaw_auth.events import Spine
    from openclaw_auth.oauth.client import OAuthClient
    from openclaw_auth.oauth.token_endpoint import TokenSet
    from openclaw_auth.ports import Ports
    from openclaw_auth.settings import Settings

MOST_FLOWS = 8
MOST_PASTES = 20
_KEPT_MS = 10 * 60_000  # how long the end of a login may still be asked for
_ID_BYTES = 16
_OVER = ("stored", "failed", "cancelled")


class Wish:
    """What a page asks for."""

    __slots__ = ("agent", "device", "profile_id", "provider")

    def __init__(
        self,
        provider: str,
        *,
        device: bool = False,
        profile_id: str | None = None,
        agent: str | None = None,
    ) -> None:
        self.provider = provider
        self.device = device
        self.profile_id = profile_id
        self.agent = agent


class LoginFlow:
    """One login and where it stands.

    Attributes:
        id: unguessable.
        state: `starting`, `waiting`, `exchanging`, then one of `stored`, `failed`, `cancelled`.
        version: grows with each change, so that a page can wait for the next.
        shown: what the user is to be shown, as the session tells it; empty before.
        reason: why it failed.
        profile_id: what it was stored as.
        ended_ms: when it was over, epoch ms.
    """

    def __init__(self, flow_id: str, wish: Wish, provider: str, now_ms: int) -> None:
        self.id = flow_id
        self.wish = wish
        self.provider = provider
        self.started_ms = now_ms
        self.state = "starting"
        self.version = 0
        self.shown: dict[str, object] = {}
        self.reason: Reason | None = None
        self.profile_id: str | None = None
        self.ended_ms: int | None = None
        self.session: LoginSession | None = None
        self.task: asyncio.Task[None] | None = None
        self.pastes = 0
        self._changed = asyncio.Event()

    @property
    def is_over(self) -> bool:
        """Whether nothing will change any more."""
        return self.state in _OVER

    def become(self, state: str) -> None:
        """Note a change, and wake who waits for one."""
        self.state = state
        self.version += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def changed_since(self, version: int, within_s: float) -> None:
        """Return when there is something newer, or the time is over."""
        if self.version > version or self.is_over:
            return
        try:
            async with asyncio.timeout(within_s):
                await self._changed.wait()
        except TimeoutError:
            return


class LoginFlows:
    """Every login of one gateway; belongs to its loop.

    Args:
        paths, ports: of this host.
        spine: gets a `credential` event when one was stored.
        changed: has the gateway read its stores anew, and returns when it has.
    """

    def __init__(
        self, paths: Paths, ports: Ports, spine: Spine, changed: Callable[[], Awaitable[None]]
    ) -> None:
        self._paths = paths
        self._ports = ports
        self._spine = spine
        self._changed = changed
        self._flows: dict[str, LoginFlow] = {}

    async def start(self, wish: Wish) -> LoginFlow:
        """Begin a login. One of the same provider that still waits makes room for it.

        Raises:
            OpenclawAuthError: there is no login with this provider, or no such agent.
            Refusal: 429, too many at once.
        """
        client = await asyncio.to_thread(self._prepare, wish)
        self._forget_old()
        for other in list(self._flows.values()):
            if other.provider == client.provider_id and not other.is_over:
                await self.cancel(other)  # the port of its redirect may be needed again
        if sum(not flow.is_over for flow in self._flows.values()) >= MOST_FLOWS:
            raise Refusal(429, "logins_too_many", limit=MOST_FLOWS)
        now_ms = self._ports.now_ms()
        flow_id = self._ports.random_bytes(_ID_BYTES).hex()
        flow = LoginFlow(flow_id, wish, client.provider_id, now_ms)
        self._flows[flow_id] = flow

        def tell(event: str, fields: dict[str, object]) -> None:
            if event != "exchanging":
                flow.shown = {"kind": event, **fields}
            flow.become("exchanging" if event == "exchanging" else "waiting")

        device = wish.device or client.flow == "device"
        flow.session = LoginSession(client, device=device, ports=self._ports, tell=tell)
        flow.task = asyncio.create_task(self._run(flow, flow.session))
        return flow

    def get(self, flow_id: str) -> LoginFlow | None:
        """Return a login by id, None when it is unknown or long over."""
        self._forget_old()
        return self._flows.get(flow_id)

    def every(self) -> list[LoginFlow]:
        """Return the logins that are known, oldest first."""
        self._forget_old()
        return list(self._flows.values())

    def paste(self, flow: LoginFlow, answer: str) -> Reason | None:
        """Take what the user pasted; returns why it will not do, None when it did.

        Raises:
            Refusal: 409, the login does not wait for one; 429, too many tries.
        """
        if flow.session is None or flow.state != "waiting":
            raise Refusal(409, "login_not_waiting")
        flow.pastes += 1
        if flow.pastes > MOST_PASTES:
            raise Refusal(429, "logins_too_many", limit=MOST_PASTES)
        return flow.session.paste(answer)

    async def cancel(self, flow: LoginFlow) -> None:
        """End a login; one that is over stays as it is.

        One whose code is being exchanged is waited for instead: the provider issues it anyway,
        and thrown away it would live on there, known to nobody.
        """
        if flow.task is None or flow.task.done():
            return
        if flow.state != "exchanging":
            flow.task.cancel()
        await asyncio.wait({flow.task})

    async def aclose(self) -> None:
        """End every login."""
        for flow in list(self._flows.values()):
            await self.cancel(flow)

    def providers(self) -> list[dict[str, Any]]:
        """Return with whom one can log in, for a page to offer. Reads files."""
        from openclaw_auth.oauth.offered import offered_logins

        return offered_logins(self._settings())

    async def _run(self, flow: LoginFlow, session: LoginSession) -> None:
        try:
            tokens = await session.run()
            flow.state = "exchanging"  # a device login comes here without saying so
            try:
                stored = await self._store(flow, session, tokens)
            except OpenclawAuthError:
                await session.give_back(tokens)
                raise
        except asyncio.CancelledError:
            await self._end(flow, "cancelled", Cancelled("cancelled"))
        except OpenclawAuthError as error:
            await self._end(flow, "failed", error)
        except Exception as error:  # noqa: BLE001 # a page must learn of every end
            await self._end(flow, "failed", UnexpectedError.of(error))
        else:
            await self._succeed(flow, session, stored)

    async def _store(self, flow: LoginFlow, session: LoginSession, tokens: TokenSet) -> str:
        def store() -> str:
            settings = self._settings()
            agent = find_agent(settings.view, self._paths, flow.wish.agent)
            enrolled = store_login(
                session.client,
                tokens,
                agent,
                settings,
                self._ports,
                profile_id=flow.wish.profile_id,
            )
            return enrolled.profile.id

        return await asyncio.to_thread(store)

    async def _succeed(self, flow: LoginFlow, session: LoginSession, profile_id: str) -> None:
        flow.profile_id = profile_id
        flow.ended_ms = self._ports.now_ms()
        self._spine.publish(
            Event("credential", flow.ended_ms, {"code": "login_stored", "profile": profile_id})
        )
        await self._changed()  # the page asks for the board as soon as it hears of it
        flow.become("stored")
        stored = Reason("login_page_stored", {"profile": profile_id})
        await session.end(Outcome(Reason("login_page_yes"), stored, good=True))

    async def _end(self, flow: LoginFlow, state: str, error: OpenclawAuthError) -> None:
        flow.reason = error.reason
        flow.ended_ms = self._ports.now_ms()
        flow.become(state)
        if flow.session is not None:
            await flow.session.end(outcome_of(error))

    def _prepare(self, wish: Wish) -> OAuthClient:
        """Check everything that can be known before; reads files."""
        settings = self._settings()
        client = login_client(settings, wish.provider)
        find_agent(settings.view, self._paths, wish.agent)
        if wish.profile_id is not None:
            wish.profile_id = check_profile_id(wish.profile_id)
        return client

    def _settings(self) -> Settings:
        settings = load_settings(self._paths, self._ports)
        settings.config.require_valid()
        return settings

    def _forget_old(self) -> None:
        now_ms = self._ports.now_ms()
        for flow in list(self._flows.values()):
            if flow.ended_ms is not None and abs(now_ms - flow.ended_ms) > _KEPT_MS:
                del self._flows[flow.id]
        over = [flow for flow in self._flows.values() if flow.is_over]
        for flow in over[: max(0, len(over) - 4 * MOST_FLOWS)]:
            del self._flows[flow.id]
