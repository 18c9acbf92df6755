"""Keeps the logins of a running gateway fresh: ahead of their end, and when one is refused.

Files are read and written in threads, requests go out on the loop; the flow is the commands' own.
"""

from __future__ import annotations

import asyncio
import contextlib

from openclaw_auth.errors import OpenclawAuthError, UnexpectedError
from openclaw_auth.events import Event
from openclaw_auth.gateway.logins.refresh_plan import plan
from openclaw_auth.oauth.drive import Pause
from openclaw_auth.oauth.wire import async_sender
from openclaw_auth.refresh.flow import LoginRefresh
from openclaw_auth.refresh.kit import RefreshKit, Result, Wanted
from openclaw_auth.refresh.settle import recover

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from openclaw_auth.credentials import Profile
    from openclaw_auth.events import Spine
    from openclaw_auth.gateway.logins.refresh_plan import Key
    from openclaw_auth.oauth.http import HttpAnswer, HttpRequest
    from openclaw_auth.ports import Ports
    from openclaw_auth.refresh.flow import Flow
    from openclaw_auth.refresh.kit import Step
    from openclaw_auth.secret import Secret
    from openclaw_auth.store.state import StateDb
    from openclaw_auth.world import World

AT_ONCE = 4
LOOK_EVERY_S = 15.0  # the wall clock may jump, and a laptop may have slept
_STOP_WAIT_S = 25.0  # an answer that is not waited for may be a lost login
_FIRST_REST_MS = 2_000
_LONGEST_REST_MS = 5 * 60_000
_SETTLED = ("fresh", "refreshed", "adopted")  # `fresh`: another process has been faster


class _Rest:
    """After a try that changed nothing: not again before then, unless the login changes."""

    __slots__ = ("failures", "profile", "until_ms")

    def __init__(self, profile: Profile | None, failures: int, until_ms: int) -> None:
        self.profile = profile
        self.failures = failures
        self.until_ms = until_ms

    def holds(self, profile: Profile, now_ms: int) -> bool:
        """Whether it is about this login as it is, and not over. A clock put back ends it too."""
        if self.profile is None or (self.profile.secret, self.profile.refresh) != (
            profile.secret,
            profile.refresh,
        ):
            return False
        return 0 < self.until_ms - now_ms <= _LONGEST_REST_MS


class Refresher:
    """One for each gateway; belongs to its loop.

    Args:
        world: the present snapshot.
        ports: clock and randomness.
        spine: gets a `refresh` event for each step.
        state: the state database; closed with the refresher.
        changed: has the gateway read its stores anew, and returns when it has.
        look_every_s: the longest time between two looks at the clock.
    """

    def __init__(
        self,
        world: Callable[[], World],
        ports: Ports,
        spine: Spine,
        state: StateDb,
        changed: Callable[[], Awaitable[None]],
        *,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        self._world = world
        self._ports = ports
        self._spine = spine
        self._state = state
        self._changed = changed
        self._look_every_s = look_every_s
        self._flights: dict[Key, asyncio.Task[Result]] = {}
        self._rests: dict[Key, _Rest] = {}
        self._jitters: dict[Key, float] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._replan = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    async def run(self) -> None:
        """Finish what a dead process left, then renew each login before it ends, for ever."""
        if await asyncio.to_thread(self._recover):
            await self._changed()
        while True:
            self._replan.clear()
            wait_s = self._look_every_s
            with contextlib.suppress(OpenclawAuthError, OSError):  # the next look tries again
                wait_s = await self._look()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._replan.wait(), wait_s)

    def replan(self) -> None:
        """Look again now: there is another world."""
        self._replan.set()

    async def refreshed(
        self, agent_dir: str, profile_id: str, *, rejected: Secret | None = None
    ) -> bool:
        """Make sure that a login has an access token that may serve; False when it has none.

        Callers at the same time share one refresh. After a failure nobody is asked for some
        seconds, up to five minutes, and the answer comes at once.

        Args:
            agent_dir: of the store that holds the login: main's for an inherited one.
            profile_id: which.
            rejected: the access token that the provider has just refused; None when it has ended.
        """
        key = (agent_dir, profile_id)
        result = None
        for _ in range(2):  # a flight that was under way may have known nothing of the refusal
            flight = self._flights.get(key)
            joined = flight is not None
            if flight is None:
                resting = self._resting(key)
                if resting is not None:
                    return resting.serves(self._ports.now_ms(), rejected)
                flight = self._start(key, rejected)
            result = await asyncio.shield(flight)
            if not joined or result.serves(self._ports.now_ms(), rejected):
                break
        return result is not None and result.serves(self._ports.now_ms(), rejected)

    async def aclose(self) -> None:
        """Wait for the refreshes under way: an answer that nobody reads may be a lost login."""
        flights = list(self._flights.values())
        if flights:
            await asyncio.wait(flights, timeout=_STOP_WAIT_S)
        for flight in flights:
            flight.cancel()
        await asyncio.gather(*flights, return_exceptions=True)
        self._state.close()

    async def _look(self) -> float:
        """Start what is due; return the seconds until the next look."""
        now_ms = self._ports.now_ms()
        kit = self._kit()
        planned = await asyncio.to_thread(plan, self._world(), kit.memory, self._jitter, now_ms)
        next_ms = now_ms + int(self._look_every_s * 1000)
        for login in planned:
            at_ms = login.at_ms
            rest = self._rests.get(login.key)
            if rest is not None and rest.holds(login.profile, now_ms):
                at_ms = max(at_ms, rest.until_ms)
            if login.key in self._flights:
                continue
            if at_ms <= now_ms:
                self._start(login.key, None)
            else:
                next_ms = min(next_ms, at_ms)
        return max(0.05, (next_ms - now_ms) / 1000)

    def _start(self, key: Key, rejected: Secret | None) -> asyncio.Task[Result]:
        flight = asyncio.create_task(self._fly(key, rejected))
        self._flights[key] = flight

        def landed(_: object) -> None:
            self._flights.pop(key, None)
            self._replan.set()

        flight.add_done_callback(landed)
        return flight

    async def _fly(self, key: Key, rejected: Secret | None) -> Result:
        agent_dir, profile_id = key
        wanted = Wanted(agent_dir, profile_id, rejected=rejected, jitter=self._jitter(key))
        try:
            login = LoginRefresh(self._kit(), wanted)
            async with self._slots:
                result = await _drive(login)
        except Exception as error:  # noqa: BLE001 - a fault of ours must neither end nor spin this
            result = Result("failed", None, UnexpectedError.of(error).reason)
            self._say_fault(profile_id, result)
        self._note_rest(key, result)
        if result.outcome in _SETTLED:
            await self._changed()
        return result

    def _note_rest(self, key: Key, result: Result) -> None:
        """Let a login rest whose refresh changed nothing: longer each time, and for good if dead."""
        if result.outcome in _SETTLED:
            self._rests.pop(key, None)
            return
        before = self._rests.get(key)
        failures = before.failures + 1 if before is not None else 0
        rest_ms = min(_FIRST_REST_MS << min(failures, 10), _LONGEST_REST_MS)
        if result.outcome in ("rejected", "not_renewable"):
            rest_ms = _LONGEST_REST_MS
        elif result.outcome == "busy":
            rest_ms = _FIRST_REST_MS
        now_ms = self._ports.now_ms()
        until_ms = now_ms + rest_ms
        profile = result.profile or self._profile(key)  # none when its store makes no sense
        ends_ms = profile.expires_ms if profile is not None else None
        if ends_ms is not None and ends_ms > now_ms:
            until_ms = min(until_ms, ends_ms)  # then it is another matter: nothing serves any more
        self._rests[key] = _Rest(profile, failures, until_ms)

    def _resting(self, key: Key) -> Result | None:
        """Return a login that rests, as it is; None for one that may be asked for."""
        rest, profile = self._rests.get(key), self._profile(key)
        if rest is None or profile is None or not rest.holds(profile, self._ports.now_ms()):
            return None
        return Result("failed", profile)

    def _profile(self, key: Key) -> Profile | None:
        """Return a login as the present world has it."""
        agent_dir, profile_id = key
        world = self._world()
        for agent_id, snapshot in world.snapshots.items():
            profile = snapshot.data.profiles.get(profile_id)
            if profile is None:
                continue
            holder_dir = world.main_dir if profile.inherited else world.agents[agent_id].dir
            if holder_dir == agent_dir:
                return profile
        return None

    def _jitter(self, key: Key) -> float:
        if key not in self._jitters:
            self._jitters[key] = self._ports.random_bytes(1)[0] / 255
        return self._jitters[key]

    def _recover(self) -> int:
        try:
            return recover(self._kit())
        except (OpenclawAuthError, OSError):  # each refresh says it again
            return 0

    def _kit(self) -> RefreshKit:
        return RefreshKit(self._world().settings, self._ports, tell=self._tell, state=self._state)

    def _tell(self, step: Step) -> None:
        """Publish a step, from whichever thread it comes."""
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._publish, step, self._ports.now_ms())

    def _say_fault(self, profile_id: str, result: Result) -> None:
        assert result.reason is not None
        fields = {"step": "failed", "profileId": profile_id, "code": result.reason.code}
        event = Event("refresh", self._ports.now_ms(), {**fields, **result.reason.params})
        self._spine.publish(event)

    def _publish(self, step: Step, at_ms: int) -> None:
        fields: dict[str, object] = {
            "step": step.name,
            "profileId": step.profile_id,
            "provider": step.provider,
        }
        if step.reason is not None:
            fields |= {"code": step.reason.code, **step.reason.params}
        self._spine.publish(Event("refresh", at_ms, fields))


async def _drive(login: LoginRefresh) -> Result:
    """Run the flow: its files in threads, its requests on the loop."""
    flow = login.steps()
    given: HttpAnswer | OpenclawAuthError | None = None
    try:
        while True:
            step, result = await asyncio.to_thread(_advance, flow, given)
            if result is not None:
                return result
            given = None
            if isinstance(step, Pause):
                await asyncio.sleep(step.seconds)
                continue
            assert login.client is not None
            assert step is not None
            try:
                given = await async_sender(login.client)(step)
            except OpenclawAuthError as error:
                given = error
    finally:
        with contextlib.suppress(ValueError):  # cancelled while a thread is in it
            flow.close()


def _advance(
    flow: Flow, given: HttpAnswer | OpenclawAuthError | None
) -> tuple[HttpRequest | Pause | None, Result | None]:
    """Go on to the flow's next step, or to its end."""
    try:
        if isinstance(given, OpenclawAuthError):
            return flow.throw(given), None
        return (next(flow) if given is None else flow.send(given)), None
    except StopIteration as end:
        result: Result = end.value
        return None, result
